import { beforeAll, expect, test } from 'vitest';
import { use } from '../../nn/layers/test-tools.js';
import { type LayersModel, type Tensor, tf } from '../../nn/tf.js';
import { spec, transformer } from './transformer.js';

beforeAll(() => use('cpu'));

const sizes = { sourceVocabSize: 7, targetVocabSize: 9 };

test('takes sequences of any lengths, of source and target apart', () => {
  const model = transformer({ ...sizes, width: 8, heads: 2 });
  for (const [s, t] of [
    [3, 5],
    [6, 1],
  ] as const) {
    const y = tf.tidy(() => {
      const given = [tf.ones([2, s], 'int32'), tf.ones([2, t], 'int32')];
      return (model.predict(given) as Tensor).shape;
    });
    expect(y).toEqual([2, t, 9]);
  }
  model.dispose();
});

test('has the parameters of its formula, as Vaswani et al. and as Llama have their blocks', () => {
  const [D, layers] = [16, 3];
  const attention = 4 * (D * D + D);
  const classic = transformer({ ...sizes, layers, width: D, heads: 4 });
  expect(classic.countParams()).toBe(
    (7 + 9) * D +
      layers * (5 * 2 * D + 3 * attention + 2 * (8 * D * D + 5 * D)) +
      2 * 2 * D +
      9 * (D + 1),
  );
  // Half the heads of keys and values; norms without a shift; three matrices of 8/3 the width.
  const grouped = (D * 2 * D + 2 * D + (D * D + D)) * 3;
  const hidden = Math.round((8 / 3) * D);
  const gated = 2 * (2 * hidden * (D + 1) + hidden * D + D);
  const llama = transformer({
    ...{ ...sizes, layers, width: D, heads: 4, keyValueHeads: 2 },
    ...{ norm: 'rms', feedForward: 'swiglu', positions: 'rotary' },
  });
  expect(llama.countParams()).toBe(
    (7 + 9) * D + layers * (5 * D + grouped + gated) + 2 * D + 9 * (D + 1),
  );
  for (const model of [classic, llama]) model.dispose();
});

test('hands out its parts, and says of another model that it is none', () => {
  const model = transformer({ ...sizes, layers: 3, width: 8, heads: 2, positions: 'alibi' });
  const parts = spec.parts(model);
  expect([parts.encoder.length, parts.decoder.length]).toEqual([3, 3]);
  expect(parts.source.map(({ name }) => name)).toEqual(['source_embedding', 'source_scale']);
  const other: LayersModel = tf.sequential({
    layers: [tf.layers.dense({ units: 1, inputShape: [1], name: 'd' })],
  });
  expect(() => spec.parts(other)).toThrow(
    'Expected `model` to be made by `transformer`. Received: layers d',
  );
  for (const one of [model, other]) one.dispose();
});
