/** A GPT of other kinds than GPT-2: that of Llama, and one with ALiBi. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { backendsHere, modelConforms } from '../../../test/conformance.js';
import { exampleLabels } from '../../../test/example-labels.mjs';
import { type BackendName, useBackend } from '../../backend/index.js';
import { sparseSoftmaxCrossEntropy } from '../../nn/index.js';
import { type LayersModel, type Tensor, tf } from '../../nn/tf.js';
import { type GptOptions, gpt, spec } from './gpt.js';

const llama: GptOptions = {
  ...{ vocabSize: 5, context: 4, layers: 1, heads: 2, keyValueHeads: 1, width: 4, seed: 1 },
  ...{ norm: 'rms', positions: 'rotary', feedForward: 'swiglu', feedForwardWidth: 6 },
  ...{ useBias: false, tieWeights: false },
};
const alibi: GptOptions = {
  ...{ vocabSize: 5, context: 4, layers: 1, heads: 2, width: 4, seed: 1 },
  ...{ norm: 'rms', positions: 'alibi', feedForward: 'swiglu', useBias: false },
};

/** Tokens, norms, queries with keys and values, projection, hidden layer there and back, logits. */
const parameters = {
  llama: 5 * 4 + 3 * 4 + 4 * (4 + 2 * 2) + 4 * 4 + 4 * 12 + 6 * 4 + 4 * 5,
  alibi: 5 * 4 + 3 * 4 + 4 * 12 + 4 * 4 + 4 * 2 * 11 + 11 * 4,
};

describe('a GPT', () => {
  beforeAll(async () => {
    const [backend] = backendsHere() as [BackendName];
    await useBackend({ backend, printBackend: false });
  });
  afterAll(async () => void (await tf.setBackend('cpu')));

  for (const [name, options] of Object.entries({ llama, alibi })) {
    const make = (): LayersModel => {
      const model = gpt(options);
      model.compile({ optimizer: tf.train.adam(0.03), loss: sparseSoftmaxCrossEntropy });
      return model;
    };
    modelConforms(`gpt as ${name}`, make, {
      inputs: spec.example.inputs,
      parameters: parameters[name as keyof typeof parameters],
      labels: ([values = []]: readonly ArrayLike<number>[]) => exampleLabels(spec, values, 8),
    });
  }

  test('without biases has none, and without learned positions no weight depends on the context', () => {
    const names = (options: GptOptions): string[] => {
      const model = gpt(options);
      const all = model.weights.map((weight) => weight.name);
      model.dispose();
      return all;
    };
    expect(names(llama).filter((name) => name.includes('bias'))).toEqual([]);
    const sizes = [4, 64].map((context) => {
      const model = gpt({ ...llama, context });
      const count = model.countParams();
      model.dispose();
      return count;
    });
    expect(sizes[0]).toBe(sizes[1]);
  });

  test('reads by distances, so another longest wave reads otherwise', () => {
    const tokens = [[1, 2, 3, 4]];
    // One head of four numbers: the first pair alone turns by 1 whatever the longest wave is.
    const one = { ...llama, heads: 1 };
    const logits = (options: GptOptions): number[] =>
      tf.tidy(() => {
        const model = gpt(options);
        const shaken = model.getWeights().map((weight) => tf.mul(weight, 12));
        model.setWeights(shaken);
        const y = (model.predict(tf.tensor2d(tokens, [1, 4], 'int32')) as Tensor).dataSync();
        model.dispose();
        return Array.from(y);
      });
    const plain = logits(one);
    expect(plain).toEqual(logits({ ...one, maxPeriod: 10_000, normEpsilon: 1e-5 }));
    for (const other of [{ maxPeriod: 10 }, { normEpsilon: 0.1 }]) {
      const gap = logits({ ...one, ...other }).map((y, i) => Math.abs(y - (plain[i] as number)));
      expect(Math.max(...gap), JSON.stringify(other)).toBeGreaterThan(1e-4);
    }
  });

  test('says what does not fit', () => {
    expect(() => gpt({ ...llama, keyValueHeads: 3 })).toThrow(
      'Expected `keyValueHeads` to be a divisor of `heads`, 2. Received: 3',
    );
    expect(() => gpt({ ...llama, heads: 4, keyValueHeads: 0 })).toThrow(
      'Expected `width` to be a multiple of 8, since `positions` takes numbers in pairs. Received: 4',
    );
    expect(() => gpt({ ...llama, positions: 'rope' as never })).toThrow(
      'Expected `positions` to be one of `learned`, `rotary`, `alibi`. Received: "rope"',
    );
    // Learned positions take numbers as they are.
    expect(() => gpt({ vocabSize: 5, width: 3, heads: 1 })).not.toThrow();
  });
});
