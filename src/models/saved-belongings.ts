/** What belongs to a model, as its manifest has it. */
import { scalerOf } from '../data/scaler.js';
import { vocabularyOf } from '../data/vocabulary.js';
import { messages } from '../messages/index.js';
import type { Belongings } from './belongings.js';
import type { Manifest } from './manifest.js';

type Saved = Pick<Manifest, 'labels' | 'vocabulary' | 'scaler'>;

/** As plain data. */
export function saveBelongings({ labels, vocabulary, scaler }: Belongings): Saved {
  return {
    ...(labels && { labels: [...labels] }),
    ...(vocabulary && {
      vocabulary: { kind: vocabulary.kind, tokens: [...vocabulary.tokens] },
    }),
    ...(scaler && { scaler: { mean: [...scaler.mean], deviation: [...scaler.deviation] } }),
  };
}

export function loadBelongings({ labels, vocabulary, scaler }: Saved): Belongings {
  return {
    ...(labels && { labels }),
    ...(vocabulary && { vocabulary: vocabularyOf(vocabulary.kind, vocabulary.tokens) }),
    ...(scaler && { scaler: scalerOf(scaler.mean, scaler.deviation) }),
  };
}

/**
 * Why something does not belong to this model; undefined when all does.
 *
 * @param model its options, and the shapes of its inputs and outputs
 */
export function doesNotBelong(
  { labels, vocabulary, scaler }: Saved,
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
    differs('scaler', scaler?.mean.length, inputs[0]?.shape.at(-1)) ??
    differs('scaler', scaler?.deviation.length, scaler?.mean.length)
  );
}
