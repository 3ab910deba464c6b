/** BERT under its three heads: equal to Hugging Face's. */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { describeIf } from '../../../test/capabilities.js';
import { use } from '../../nn/layers/test-tools.js';
import { type LayersModel, type Tensor, tf } from '../../nn/tf.js';
import { bertClassifier, spec as classifierSpec } from './bert-classifier.js';
import { bertMaskedLm, spec as maskedSpec } from './bert-masked-lm.js';
import { spec as answeringSpec, bertQuestionAnswering } from './bert-question-answering.js';

interface Recorded {
  readonly weights: Readonly<Record<string, number[]>>;
  readonly logits: number[] | number[][] | number[][][];
}

/** By `fixtures/record_bert.py`. */
const recorded: Record<'maskedLm' | 'classifier' | 'questionAnswering', Recorded> & {
  readonly tokens: number[][];
  readonly segments: number[][];
} = JSON.parse(readFileSync(new URL('fixtures/bert.json', import.meta.url), 'utf8'));

const sizes = { vocabSize: 7, context: 5, layers: 2, heads: 2, width: 4, seed: 3 };
const models = {
  maskedLm: () => bertMaskedLm(sizes),
  classifier: () => bertClassifier({ ...sizes, classes: 3 }),
  questionAnswering: () => bertQuestionAnswering(sizes),
};
const kinds = Object.keys(models) as (keyof typeof models)[];

/** TensorFlow.js numbers the weights of a second layer of a kind. */
const plain = (name: string): string => name.replace(/_\d+$/, '');

function setWeights(model: LayersModel, weights: Recorded['weights']): void {
  const places = model.layers.flatMap((layer) =>
    layer.weights.map(({ name }) =>
      plain(
        name.includes('/') && name.startsWith(`${layer.name}/`) ? name : `${layer.name}/${name}`,
      ),
    ),
  );
  expect([...new Set(places)].sort()).toEqual(Object.keys(weights).sort());
  tf.tidy(() => {
    model.setWeights(
      model.weights.map(({ shape }, i) =>
        tf.tensor(weights[places[i] ?? ''] ?? [], shape as number[]),
      ),
    );
  });
}

const logitsOf = (model: LayersModel, tokens: number[][], segments: number[][]): unknown =>
  tf.tidy(() => {
    const inputs = [tokens, segments].map((rows) => tf.tensor2d(rows, [rows.length, 5], 'int32'));
    return (model.predict(inputs as Tensor[]) as Tensor).arraySync();
  });

function suite(): void {
  test.each(kinds)("%s has the logits of Hugging Face's", (kind) => {
    const { tokens, segments } = recorded;
    const model = models[kind]();
    setWeights(model, recorded[kind].weights);
    const found = [logitsOf(model, tokens, segments)].flat(4) as number[];
    const expected = [recorded[kind].logits].flat(4) as number[];
    expect(found).toHaveLength(expected.length);
    const apart = found.map((x, i) => Math.abs(x - (expected[i] ?? Number.NaN)));
    expect(Math.max(...apart)).toBeLessThan(1e-4);
    model.dispose();
  });
}

describe('on the cpu backend', () => {
  beforeAll(() => use('cpu'));
  suite();

  test('what stands at padding changes no other place', () => {
    const model = bertMaskedLm(sizes);
    const rows = [[2, 5, 6, 0, 0]];
    const [one, other] = [[[0, 0, 0, 0, 0]], [[0, 0, 0, 1, 1]]].map((segments) =>
      (logitsOf(model, rows, segments) as number[][][])[0]?.slice(0, 3),
    );
    expect(one).toEqual(other);
    model.dispose();
  });

  test('each token depends on those behind it too, on its place and on its segment', () => {
    const model = bertMaskedLm(sizes);
    const of = (tokens: number[], segments = [0, 0, 0, 0, 0]): string =>
      JSON.stringify((logitsOf(model, [tokens], [segments]) as number[][][])[0]?.[1]);
    const first = of([2, 5, 6, 4, 3]);
    expect(of([2, 5, 6, 4, 6])).not.toBe(first);
    expect(of([2, 5, 4, 6, 3])).not.toBe(first);
    expect(of([2, 5, 6, 4, 3], [0, 0, 0, 1, 1])).not.toBe(first);
    model.dispose();
  });

  test('hands out its parts, and says of another model what it expects', () => {
    const [masked, classifier, answering] = kinds.map((kind) => models[kind]());
    const parts = maskedSpec.parts(masked as LayersModel);
    expect(parts.blocks.map(({ name }) => name)).toEqual(['block_0', 'block_1']);
    expect(parts.head.map(({ name }) => name)).toEqual([
      'transform',
      'transform_norm',
      'embedding',
      'output_bias',
    ]);
    expect(classifierSpec.parts(classifier as LayersModel).pooler.name).toBe('pooler');
    expect(answeringSpec.parts(answering as LayersModel).spans.name).toBe('spans');
    expect(() => answeringSpec.parts(masked as LayersModel)).toThrow('`bertQuestionAnswering`');
    expect(() => bertMaskedLm({ ...sizes, heads: 3 })).toThrow('`heads`');
    for (const one of [masked, classifier, answering]) one?.dispose();
  });
});

describeIf('native', 'on the tensorflow backend', () => {
  beforeAll(() => use('tensorflow'));
  suite();
});
