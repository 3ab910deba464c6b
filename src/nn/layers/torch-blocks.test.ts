/** Blocks that normalise before and behind each part, beside PyTorch's encoder and decoder layers. */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { describeIf } from '../../../test/capabilities.js';
import { type Layer, type LayersModel, type Tensor, tf } from '../tf.js';
import { savedAndLoaded, use } from './test-tools.js';
import { decoderBlock, transformerBlock } from './transformer-layers.js';

const [B, T, S, D] = [2, 5, 3, 4];

interface Recorded {
  readonly weights: Readonly<Record<string, number[]>>;
  readonly y: readonly number[];
}

/** By `fixtures/record_torch_blocks.py`. */
const recorded: Record<
  'normFirst' | 'normLast',
  { x: number[]; keep: number[]; memory: number[]; encoder: Recorded; decoder: Recorded }
> = JSON.parse(readFileSync(new URL('fixtures/torch-blocks.json', import.meta.url), 'utf8'));

/** Of a weight within its block: TensorFlow.js numbers those of a second block. */
const placeOf = (name: string): string => name.slice(name.indexOf('/') + 1).replace(/_\d+$/, '');

function setWeights(model: LayersModel, block: Layer, values: Recorded['weights']): void {
  const names = block.weights.map(({ name }) => placeOf(name));
  expect(names.sort()).toEqual(Object.keys(values).sort());
  tf.tidy(() =>
    model.setWeights(
      model.weights.map(({ name, shape }) =>
        tf.tensor(values[placeOf(name)] ?? [], shape as number[]),
      ),
    ),
  );
}

const read = (f: () => Tensor): Float32Array => tf.tidy(() => f().dataSync() as Float32Array);

function isNear(actual: ArrayLike<number>, expected: readonly number[]): void {
  expect(actual.length).toBe(expected.length);
  expect(Math.max(...Array.from(actual, (x, i) => Math.abs(x - (expected[i] ?? 9))))).toBeLessThan(
    2e-5,
  );
}

function suite(): void {
  for (const normFirst of [false, true]) {
    const { x, keep, memory, encoder, decoder } = recorded[normFirst ? 'normFirst' : 'normLast'];
    const given = () => tf.tensor3d(x, [B, T, D]);

    test(`an encoder's block with normFirst: ${normFirst} is PyTorch's, saved and loaded too`, async () => {
      const inputs = [tf.input({ shape: [T, D] }), tf.input({ shape: [T] })];
      const block = transformerBlock({ heads: 2, causal: false, normFirst, name: 'block' });
      const model = tf.model({ inputs, outputs: block.apply(inputs) });
      setWeights(model, block, encoder.weights);
      const loaded = await savedAndLoaded(model);
      for (const one of [model, loaded]) {
        const y = read(() => one.predict([given(), tf.tensor2d(keep, [B, T])]) as Tensor);
        // What stands at padding means nothing; nothing else sees it.
        const kept = Array.from({ length: B * T * D }, (_, i) => keep[Math.floor(i / D)] === 1);
        isNear(
          y.filter((_, i) => kept[i]),
          encoder.y.filter((_, i) => kept[i]),
        );
        one.dispose();
      }
    });

    test(`a decoder's block with normFirst: ${normFirst} is PyTorch's`, () => {
      const inputs = [tf.input({ shape: [T, D] }), tf.input({ shape: [S, D] })];
      const block = decoderBlock({ heads: 2, normFirst, name: 'block' });
      const model = tf.model({ inputs, outputs: block.apply(inputs) });
      setWeights(model, block, decoder.weights);
      isNear(
        read(() => model.predict([given(), tf.tensor3d(memory, [B, S, D])]) as Tensor),
        decoder.y,
      );
      model.dispose();
    });
  }
}

describe('on the cpu backend', () => {
  beforeAll(() => use('cpu'));
  suite();
});
describeIf('native', 'on the tensorflow backend', () => {
  beforeAll(() => use('tensorflow'));
  suite();
});
