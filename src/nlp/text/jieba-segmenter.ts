/** Chinese words by a larger dictionary. */
import { importPackage } from '../import-package.js';
import type { Segmenter } from './segment-words.js';

/** What `jieba-wasm` has of use here. */
interface Jieba {
  cut(text: string, hmm: boolean): string[];
}

export interface JiebaOptions {
  /** Whether words that the dictionary lacks are guessed by a hidden Markov model. Default true. */
  unknownWords?: boolean;
}

/**
 * A segmenter of Chinese by jieba's dictionary of some 350,000 words: the likeliest way through all words
 * that a sentence may be made of. It comes from the package `jieba-wasm`, loaded when this is called.
 *
 * @throws PackageError where that package is not installed
 * @example
 * const segmenter = await jiebaSegmenter();
 * segmentWords('他来到了网易杭研大厦', { language: 'zh', segmenter });
 * // ['他', '来到', '了', '网易', '杭研', '大厦']
 */
export async function jiebaSegmenter(options: JiebaOptions = {}): Promise<Segmenter> {
  const { unknownWords = true } = options;
  const { cut } = (await importPackage('jieba-wasm')) as Jieba;
  return { segment: (text) => cut(text, unknownWords) };
}
