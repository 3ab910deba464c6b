/** What holds of every attention: groups, padding, the future, the order of what is looked at, steps with a cache. */
import * as core from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { describeIf } from '../../../test/capabilities.js';
import { causalMask } from '../../backend/fused/attention.js';
import { createRng } from '../../backend/random.js';
import { CausalSelfAttention } from './causal-self-attention.js';
import { CrossAttention } from './cross-attention.js';
import { DecoderBlock } from './decoder-block.js';
import { SelfAttention } from './self-attention.js';
import { use } from './test-tools.js';
import { TransformerBlock } from './transformer-block.js';
import type { AttentionPositions } from './transformer-options.js';

const [B, T, S, D] = [2, 5, 4, 8];
const drawn = (shape: number[], seed: number): core.Tensor =>
  core.tensor(createRng(seed).normals(shape.reduce((a, b) => a * b, 1)), shape);
const read = (work: () => core.Tensor): number[] =>
  core.tidy(() => Array.from(work().dataSync() as Float32Array));
const far = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((most, value, i) => Math.max(most, Math.abs(value - (b[i] as number))), 0);
const positions: AttentionPositions[] = ['none', 'rotary', 'alibi'];
const base = { heads: 4, stddev: 0.4, seed: 3 };

function suite(): void {
  test('as many groups as heads are multi-head attention, and fewer share their keys and values', () => {
    const layers = [
      new SelfAttention(base),
      new SelfAttention({ ...base, keyValueHeads: 4 }),
      new SelfAttention({ ...base, keyValueHeads: 2 }),
    ] as const;
    const out = (layer: SelfAttention): number[] =>
      read(() => layer.apply(drawn([B, T, D], 1)) as core.Tensor);
    expect(out(layers[1])).toEqual(out(layers[0]));
    // Multi-head attention with each head of keys and values twice.
    const grouped = out(layers[2]);
    core.tidy(() => {
      const [kernel, bias, ...rest] = layers[2].getWeights() as [core.Tensor, core.Tensor];
      const twice = (x: core.Tensor): core.Tensor => {
        const [q, k, v] = core.split(x, [8, 4, 4], x.rank - 1) as core.Tensor[];
        const repeated = [k, v].map((one) => {
          const heads = core.split(one as core.Tensor, 2, x.rank - 1);
          return core.concat([heads[0], heads[0], heads[1], heads[1]] as never, x.rank - 1);
        });
        return core.concat([q as core.Tensor, ...repeated], x.rank - 1);
      };
      layers[0].setWeights([twice(kernel), twice(bias), ...rest]);
    });
    expect(far(out(layers[0]), grouped)).toBeLessThan(1e-5);
    for (const layer of layers) layer.dispose();
  });

  test('padding changes nothing of what is not padding', () => {
    for (const position of positions) {
      const layer = new SelfAttention({ ...base, keyValueHeads: 2, positions: position });
      const out = (fill: number): number[] =>
        read(() => {
          const x = drawn([1, T, D], 1);
          const rest = core.fill([1, 3, D], fill);
          const keep = core.tensor2d([[1, 1, 1, 1, 1, 0, 0, 0]]);
          const y = layer.apply([core.concat([x, rest], 1), keep]) as core.Tensor;
          return core.slice(y, [0, 0, 0], [1, T, D]);
        });
      const alone = read(() => layer.apply(drawn([1, T, D], 1)) as core.Tensor);
      expect(far(out(7), alone)).toBeLessThan(1e-5);
      expect(out(7)).toEqual(out(-3));
      layer.dispose();
    }
  });

  test('an edit of the future leaves past outputs as they are', () => {
    for (const position of positions) {
      const layer = new TransformerBlock({ ...base, positions: position, feedForward: 'swiglu' });
      const out = (seed: number): number[] =>
        read(() => {
          const x = core.concat([drawn([B, 2, D], 1), drawn([B, T - 2, D], seed)], 1);
          return core.slice(layer.apply(x) as core.Tensor, [0, 0, 0], [B, 2, D]);
        });
      expect(out(8)).toEqual(out(9));
      layer.dispose();
    }
  });

  test('keys and values in another order change nothing', () => {
    const layer = new CrossAttention({ ...base, keyValueHeads: 2 });
    const keep = [1, 0, 1, 1];
    const out = (order: number[]): number[] =>
      read(() => {
        const memory = core.gather(drawn([1, S, 6], 2), order, 1);
        const kept = core.tensor2d([order.map((i) => keep[i] as number)]);
        return layer.apply([drawn([1, T, D], 1), memory, kept]) as core.Tensor;
      });
    const plain = out([0, 1, 2, 3]);
    fc.assert(
      fc.property(fc.nat(1000), (seed) => {
        expect(far(out(Array.from(createRng(seed).permutation(S))), plain)).toBeLessThan(1e-5);
      }),
      { numRuns: 8 },
    );
    layer.dispose();
  });

  test('step by step with a cache is what the whole sequence gives', () => {
    for (const position of positions) {
      const layer = new DecoderBlock({ ...base, keyValueHeads: 2, positions: position });
      const x = drawn([B, T, D], 1);
      const memory = drawn([B, S, 6], 2);
      const keep = core.tensor2d([
        [1, 1, 1, 0],
        [1, 1, 1, 1],
      ]);
      const whole = read(() => layer.apply([x, memory, keep]) as core.Tensor);
      const empty = () => core.variable(core.zeros([B, 2, T, D / 4]), false);
      const cache = { keys: empty(), values: empty() };
      const source = layer.cross.read(memory, keep);
      const rows: number[][] = [];
      for (let t = 0; t < T; t++) {
        rows.push(
          read(() => {
            const at = {
              indices: core.tensor2d(
                [0, 1].flatMap((b) => [0, 1].map((g) => [b, g, t])),
                [4, 3],
                'int32',
              ),
              position: core.tensor1d([t], 'int32'),
              mask: core.slice(causalMask(T) as core.Tensor2D, [t, 0], [1, T]),
            };
            return layer.stepOver(core.slice(x, [0, t, 0], [B, 1, D]), cache, at, source);
          }),
        );
      }
      const stepped = Array.from({ length: B }, (_, b) =>
        rows.flatMap((row) => row.slice(b * D, (b + 1) * D)),
      ).flat();
      expect(far(stepped, whole)).toBeLessThan(1e-4);
      layer.dispose();
    }
  });

  test('weights of cross-attention are probabilities, none on padding, and give its output', () => {
    const layer = new CrossAttention(base);
    core.tidy(() => {
      const [x, memory] = [drawn([1, T, D], 1), drawn([1, S, 6], 2)];
      const keep = core.tensor2d([[1, 1, 0, 1]]);
      layer.apply([x, memory, keep]);
      const weights = layer.attentionWeights(x, layer.read(memory, keep)); // [1, H, T, S]
      const rows = weights.arraySync() as number[][][][];
      for (const row of rows.flat(2)) {
        expect(row.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 5);
        expect(row[2]).toBe(0);
      }
    });
    layer.dispose();
  });
}

describe('on the cpu backend', () => {
  beforeAll(() => use('cpu'));
  suite();

  test('says what does not fit', () => {
    expect(() => new SelfAttention({ heads: 4, keyValueHeads: 3 })).toThrow(
      'Expected `keyValueHeads` to divide `heads`, 4: each is shared by as many heads of queries. Received: 3',
    );
    expect(() => new SelfAttention({ heads: 4, positions: 'rope' as never })).toThrow(
      'Expected `positions` to be one of `none`, `rotary`, `alibi`. Received: rope',
    );
    expect(() =>
      new SelfAttention({ heads: 2, positions: 'rotary' }).apply(core.zeros([1, 2, 6])),
    ).toThrow('Expected heads of even size');
    expect(() => new TransformerBlock({ heads: 2, norm: 'batch' as never })).toThrow(
      'Expected `norm` to be one of `layer`, `rms`. Received: batch',
    );
    expect(() => new DecoderBlock({ heads: 2 }).apply(core.zeros([1, 2, 6]))).toThrow(
      'Expected two inputs of DecoderBlock or three',
    );
    expect(() => new CausalSelfAttention({ heads: 1.5 })).toThrow('`heads`');
  });
});

describeIf('native', 'on the tensorflow backend', () => {
  beforeAll(() => use('tensorflow'));
  suite();
});
