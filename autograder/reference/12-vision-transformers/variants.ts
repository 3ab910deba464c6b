/** Right solutions of lesson 12 in other styles, each of which its exercise's tests must accept. */
import {
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
  type Tensor4D,
  tf,
} from '../../../src/backend/tf.js';
import * as library from '../../../src/scratch/index.js';
import type { VariantsByExercise } from '../parts.js';

export const variants: VariantsByExercise = {
  patchify: [
    {
      name: 'patch by patch',
      fn: (x: Tensor4D, size: number) => {
        const [batch, height, width, channels] = x.shape;
        const patches: Tensor[] = [];
        for (let i = 0; i < height; i += size) {
          for (let j = 0; j < width; j += size) {
            const square = x.slice([0, i, j, 0], [batch, size, size, channels]);
            patches.push(square.reshape([batch, size * size * channels]));
          }
        }
        return tf.stack(patches, 1);
      },
    },
    {
      name: 'by plain lists',
      fn: (x: Tensor4D, size: number) => {
        const lists = x.arraySync();
        const patches = lists.map((picture) => {
          const found: number[][] = [];
          for (let i = 0; i < picture.length; i += size) {
            const lines = picture.slice(i, i + size);
            for (let j = 0; j < (picture[0]?.length ?? 0); j += size) {
              found.push(lines.flatMap((line) => line.slice(j, j + size).flat()));
            }
          }
          return found;
        });
        return tf.tensor3d(patches);
      },
    },
  ],
  unpatchify: [
    {
      name: 'row by row of patches',
      fn: (
        patches: Tensor3D,
        [height, width, channels]: [number, number, number],
        size: number,
      ) => {
        const [batch, , numbers] = patches.shape;
        const columns = width / size;
        const stripes: Tensor4D[] = [];
        for (let row = 0; row < height / size; row++) {
          const squares: Tensor4D[] = [];
          for (let column = 0; column < columns; column++) {
            const one = patches.slice([0, row * columns + column, 0], [batch, 1, numbers]);
            squares.push(one.reshape([batch, size, size, channels]));
          }
          stripes.push(tf.concat(squares, 2));
        }
        return tf.concat(stripes, 1);
      },
    },
    {
      name: 'by the numbers of the pixels',
      fn: (patches: Tensor3D, shape: [number, number, number], size: number) => {
        const [height, width, channels] = shape;
        const batch = patches.shape[0];
        const from: number[] = [];
        for (let i = 0; i < height; i++) {
          for (let j = 0; j < width; j++) {
            const patch = Math.floor(i / size) * (width / size) + Math.floor(j / size);
            const inside = (i % size) * size + (j % size);
            for (let c = 0; c < channels; c++) {
              from.push((patch * size * size + inside) * channels + c);
            }
          }
        }
        return patches
          .reshape([batch, -1])
          .gather(tf.tensor1d(from, 'int32'), 1)
          .reshape([batch, ...shape]);
      },
    },
  ],
  patchEmbed: [
    {
      name: 'each patch by itself',
      fn: (x: Tensor4D, filters: Tensor4D, bias: Tensor1D) => {
        const [size, , channels, width] = filters.shape;
        const columns = filters.reshape([size * size * channels, width]) as Tensor2D;
        const patches = tf.unstack(library.patchify(x, size), 1) as Tensor2D[];
        return tf.stack(
          patches.map((patch) => tf.matMul(patch, columns).add(bias)),
          1,
        );
      },
    },
    {
      name: 'sums of products',
      fn: (x: Tensor4D, filters: Tensor4D, bias: Tensor1D) => {
        const [size, , channels, width] = filters.shape;
        const patches = library.patchify(x, size).expandDims(3); // [B, N, PPC, 1]
        const weights = filters.reshape([1, 1, size * size * channels, width]);
        return patches.mul(weights).sum(2).add(bias);
      },
    },
  ],
  multiHeadAttention: [
    {
      name: 'head by head',
      fn: (x: Tensor3D, weights: library.AttentionWeights, heads: number) => {
        const [batch, count, width] = x.shape;
        const size = width / heads;
        const all = tf.matMul(x.reshape([-1, width]) as Tensor2D, weights.wQkv).add(weights.bQkv);
        const rows = all.reshape([batch, count, 3 * width]);
        const columns = (first: number) => rows.slice([0, 0, first], [batch, count, size]);
        const answers: Tensor[] = [];
        const maps: Tensor[] = [];
        for (let h = 0; h < heads; h++) {
          const [q, k, v] = [0, 1, 2].map((part) => columns(part * width + h * size)) as Tensor[];
          const scores = tf.matMul(q as Tensor, k as Tensor, false, true);
          const map = tf.softmax(scores.div(Math.sqrt(size)));
          maps.push(map);
          answers.push(tf.matMul(map, v as Tensor));
        }
        const joined = tf.concat(answers, 2).reshape([-1, width]) as Tensor2D;
        const y = tf.matMul(joined, weights.wOut).add(weights.bOut).reshape(x.shape);
        return { y, attention: tf.stack(maps, 1) };
      },
    },
    {
      name: 'three maps, softmax by hand',
      fn: (x: Tensor3D, weights: library.AttentionWeights, heads: number) => {
        const [batch, count, width] = x.shape;
        const [wq, wk, wv] = tf.split(weights.wQkv, 3, 1) as Tensor2D[];
        const [bq, bk, bv] = tf.split(weights.bQkv, 3) as Tensor1D[];
        const part = (w: Tensor2D | undefined, b: Tensor1D | undefined) =>
          tf
            .matMul(x.reshape([-1, width]) as Tensor2D, w as Tensor2D)
            .add(b as Tensor1D)
            .reshape([batch, count, heads, width / heads])
            .transpose([0, 2, 1, 3]);
        const q = part(wq, bq).mul((width / heads) ** -0.5);
        const scores = tf.matMul(q, part(wk, bk).transpose([0, 1, 3, 2]));
        const powers = scores.sub(scores.max(3, true)).exp();
        const attention = powers.div(powers.sum(3, true));
        const mixed = tf.matMul(attention, part(wv, bv)).transpose([0, 2, 1, 3]);
        const flat = mixed.reshape([batch * count, width]) as Tensor2D;
        const y = tf.add(weights.bOut, tf.matMul(flat, weights.wOut)).reshape(x.shape);
        return { y, attention };
      },
    },
  ],
  preNormBlock: [
    {
      name: 'moments and tanh',
      fn: (x: Tensor3D, block: library.BlockWeights, heads: number) => {
        const norm = (values: Tensor3D, gamma: Tensor1D, beta: Tensor1D) => {
          const { mean, variance } = tf.moments(values, 2, true);
          return values.sub(mean).div(variance.add(1e-5).sqrt()).mul(gamma).add(beta) as Tensor3D;
        };
        const attended = library.multiHeadAttention(
          norm(x, block.gamma1, block.beta1),
          block,
          heads,
        );
        const seen = attended.y.add(x) as Tensor3D;
        const rows = norm(seen, block.gamma2, block.beta2).reshape([-1, x.shape[2]]) as Tensor2D;
        const z = tf.matMul(rows, block.wUp).add(block.bUp);
        const inner = z.add(z.mul(z).mul(z).mul(0.044715)).mul(Math.sqrt(2 / Math.PI));
        const bent = z.mul(0.5).mul(inner.tanh().add(1)) as Tensor2D;
        return tf.matMul(bent, block.wDown).add(block.bDown).reshape(x.shape).add(seen);
      },
    },
    {
      name: 'token by token',
      fn: (x: Tensor3D, block: library.BlockWeights, heads: number) => {
        const standard = (row: Tensor, gamma: Tensor1D, beta: Tensor1D) => {
          const centred = row.sub(row.mean(1, true));
          const deviation = centred.square().mean(1, true).add(1e-5).sqrt();
          return centred.div(deviation).mul(gamma).add(beta);
        };
        const before = tf.stack(
          tf.unstack(x, 1).map((token) => standard(token, block.gamma1, block.beta1)),
          1,
        ) as Tensor3D;
        const seen = x.add(library.multiHeadAttention(before, block, heads).y);
        return tf.stack(
          tf.unstack(seen, 1).map((token) => {
            const row = standard(token, block.gamma2, block.beta2) as Tensor2D;
            const z = tf.matMul(row, block.wUp).add(block.bUp);
            const inner = z.add(z.pow(3).mul(0.044715)).mul(Math.sqrt(2 / Math.PI));
            const bent = inner.tanh().add(1).mul(z).div(2) as Tensor2D;
            return token.add(tf.matMul(bent, block.wDown).add(block.bDown));
          }),
          1,
        );
      },
    },
  ],
  attentionRollout: [
    {
      name: 'from the last layer down',
      fn: (layers: Tensor4D[]) => {
        const steps = layers.map((layer) => {
          const own = tf.eye(layer.shape[2]).mul(0.5);
          return layer.mean(1).mul(0.5).add(own);
        });
        let product = steps[steps.length - 1] as Tensor;
        for (let i = steps.length - 2; i >= 0; i--) {
          product = tf.matMul(product, steps[i] as Tensor);
        }
        return product;
      },
    },
    {
      name: 'by plain lists',
      fn: (layers: Tensor4D[]) => {
        const lists = layers.map((layer) => layer.arraySync());
        const pictures = (lists[0] as number[][][][]).map((_, b) => {
          const steps = lists.map((layer) => {
            const heads = layer[b] as number[][][];
            return (heads[0] as number[][]).map((row, i) =>
              row.map((_value, j) => {
                const sum = heads.reduce((total, head) => total + (head[i]?.[j] ?? 0), 0);
                return sum / heads.length / 2 + (i === j ? 0.5 : 0);
              }),
            );
          });
          return steps.reduce((below, step) =>
            step.map((row) =>
              row.map((_value, j) =>
                row.reduce((sum, share, k) => sum + share * (below[k]?.[j] ?? 0), 0),
              ),
            ),
          );
        });
        return tf.tensor3d(pictures);
      },
    },
  ],
  crossing: [
    {
      name: 'by powers of the quotient',
      fn: (sizes: number[], first: number[], later: number[]) => {
        const leads = sizes.map((_, i) => (later[i] as number) - (first[i] as number));
        const i = leads.findIndex((lead, k) => k > 0 && lead >= 0 && (leads[k - 1] as number) < 0);
        if (i === -1) return null;
        const [a, b] = [leads[i - 1] as number, leads[i] as number];
        const from = sizes[i - 1] as number;
        return from * ((sizes[i] as number) / from) ** (-a / (b - a));
      },
    },
    {
      name: 'a loop with logarithms of base 2',
      fn: (sizes: number[], first: number[], later: number[]) => {
        let [gap, size] = [Number.NaN, Number.NaN];
        for (const [i, now] of sizes.entries()) {
          const next = (first[i] as number) - (later[i] as number);
          if (gap > 0 && next <= 0) {
            const share = gap / (gap - next);
            return 2 ** ((1 - share) * Math.log2(size) + share * Math.log2(now));
          }
          [gap, size] = [next, now];
        }
        return null;
      },
    },
  ],
};
