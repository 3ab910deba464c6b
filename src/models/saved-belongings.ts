/** What belongs to a model, as its manifest has it. */
import { scalerOf } from '../data/scaler.js';
import { vocabularyOf } from '../data/vocabulary.js';
import { messages } from '../messages/index.js';
import { tokenizerOf } from '../nlp/tokenizers/tokenizer-of.js';
import type { Belongings } from './belongings.js';
import type { Manifest } from './manifest.js';

type Saved = Pick<Manifest, 'labels' | 'vocabulary' | 'tokenizer' | 'scaler'>;

/** As plain data. */
export function saveBelongings({ labels, vocabulary, tokenizer, scaler }: Belongings): Saved {
  return {
    ...(labels && { labels: [...labels] }),
    ...(vocabulary && {
      vocabulary: { kind: vocabulary.kind, tokens: [...vocabulary.tokens] },
    }),
    // Through JSON: what a file may leave out is left out.
    ...(tokenizer && { tokenizer: JSON.parse(JSON.stringify(tokenizer)) }),
    ...(scaler && { scaler: { mean: [...scaler.mean], deviation: [...scaler.deviation] } }),
  };
}

/** @throws TokenizerFileError for a tokenizer that the library does not run */
export function loadBelongings({ labels, vocabulary, tokenizer, scaler }: Saved): Belongings {
  return {
    ...(labels && { labels }),
    ...(vocabulary && { vocabulary: vocabularyOf(vocabulary.kind, vocabulary.tokens) }),
    ...(tokenizer && { tokenizer: tokenizerOf(tokenizer) }),
    ...(scaler && { scaler: scalerOf(scaler.mean, scaler.deviation) }),
  };
}

/**
 * Why something does not belong to this model; undefined when all does.
 *
 * @param model its options, and the shapes of its inputs and outputs
 */
export function doesNotBelong(
  { labels, vocabulary, tokenizer, scaler }: Saved,
  { options, inputs, outputs }: Pick<Manifest, 'options' | 'inputs' | 'outputs'>,
): string | undefined {
  const { folder: say } = messages().models;
  const differs = (what: keyof Saved, given: number | undefined, expected: unknown) =>
    given !== undefined && typeof expected === 'number' && given !== expected
      ? say.doesNotBelong({ what, given, expected })
      : undefined;
  return (
    differs('labels', labels?.length, outputs[0]?.shape.at(-1)) ??
    differs('vocabulary', vocabulary?.tokens.length, options.vocabSize) ??
    differs('tokenizer', tokenizer && tokenizerOf(tokenizer).vocabularySize, options.vocabSize) ??
    differs('scaler', scaler?.mean.length, inputs[0]?.shape.at(-1)) ??
    differs('scaler', scaler?.deviation.length, scaler?.mean.length)
  );
}
