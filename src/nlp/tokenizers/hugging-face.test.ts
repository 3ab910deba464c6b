/** Against Hugging Face's `tokenizers`: what they learnt from a corpus, and made of texts of many scripts. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Tokenizer } from './tokenizer.js';
import type { TokenizerFile } from './tokenizer-file.js';
import { tokenizerOf } from './tokenizer-of.js';
import { trainBpe } from './train-bpe.js';
import { trainWordPiece } from './train-word-piece.js';
import { characterTokenizer, wordTokenizer } from './word-level-tokenizers.js';

interface Recorded {
  file: TokenizerFile;
  ids: number[][];
  decoded: string[];
}

const recorded = JSON.parse(
  readFileSync(new URL('fixtures/hugging-face.json', import.meta.url), 'utf8'),
) as Record<'bpe' | 'wordPiece' | 'words' | 'characters', Recorded> & {
  corpus: string[];
  texts: string[];
};
const { corpus, texts } = recorded;

function expectSame(tokenizer: Tokenizer, { ids, decoded }: Recorded): void {
  texts.forEach((text, i) => {
    expect([text, tokenizer.encode(text)]).toEqual([text, ids[i]]);
    expect(tokenizer.decode(ids[i] as number[])).toBe(decoded[i]);
  });
}

test.each(['bpe', 'wordPiece', 'words', 'characters'] as const)(
  'a file of theirs, %s, encodes and decodes as they do',
  (kind) => {
    expect(texts.length).toBeGreaterThanOrEqual(300);
    const tokenizer = tokenizerOf(recorded[kind].file);
    expectSame(tokenizer, recorded[kind]);
    // And so does what is written again.
    expectSame(tokenizerOf(JSON.parse(JSON.stringify(tokenizer))), recorded[kind]);
  },
);

describe('learnt from the same corpus', () => {
  test('BPE has the same merges in the same order', () => {
    const { vocab, merges } = recorded.bpe.file.model as { vocab: object; merges: unknown };
    const tokenizer = trainBpe(corpus, { vocabularySize: 757, specialTokens: ['<|endoftext|>'] });
    const learnt = tokenizer.toJSON().model as unknown as { vocab: object; merges: string[] };
    const theirs = (merges as (string | string[])[]).map((one) => [one].flat().join(' '));
    expect(learnt.merges).toEqual(theirs);
    expect(learnt.vocab).toEqual(vocab);
    expectSame(tokenizer, recorded.bpe);
  });

  test('words and characters have the same numbers', () => {
    expectSame(wordTokenizer(corpus, { vocabularySize: 400 }), recorded.words);
    expectSame(characterTokenizer(corpus, { vocabularySize: 400 }), recorded.characters);
  });

  test('WordPiece has nearly the same pieces: their ties fall by chance', () => {
    const ours = new Set(trainWordPiece(corpus, { vocabularySize: 700 }).tokens);
    const theirs = Object.keys(recorded.wordPiece.file.model.vocab);
    expect(ours.size).toBe(theirs.length);
    expect(theirs.filter((token) => ours.has(token)).length / theirs.length).toBeGreaterThan(0.95);
  });
});
