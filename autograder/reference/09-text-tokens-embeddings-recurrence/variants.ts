/** Right solutions of lesson 09 in other styles, each of which its exercise's tests must accept. */
import {
  type Scalar,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
  tf,
} from '../../../src/backend/tf.js';
import type { VariantsByExercise } from '../parts.js';

type Pair = readonly [number, number];
interface State {
  h: Tensor2D;
  c: Tensor2D;
}
interface Weights {
  kernel: Tensor2D;
  recurrentKernel: Tensor2D;
  bias: Tensor1D;
}

export const variants: VariantsByExercise = {
  mostFrequentPair: [
    {
      name: 'a table in a table, then the largest',
      fn: (words: number[][]) => {
        const table: Record<number, Record<number, number>> = {};
        for (const word of words) {
          word.forEach((a, i) => {
            const b = word[i + 1];
            if (b === undefined) return;
            table[a] ??= {};
            const row = table[a];
            row[b] = (row[b] ?? 0) + 1;
          });
        }
        // Keys that are numbers come in their order, so the first of equals is the smaller one.
        let [best, most]: [number[] | undefined, number] = [undefined, 0];
        for (const a of Object.keys(table)) {
          for (const [b, count] of Object.entries(table[Number(a)] ?? {})) {
            if (count > most) [best, most] = [[Number(a), Number(b)], count];
          }
        }
        return best;
      },
    },
    {
      name: 'sorted pairs, the longest run',
      fn: (words: number[][]) => {
        const pairs = words
          .flatMap((word) => word.slice(1).map((b, i): Pair => [word[i] as number, b]))
          .sort((p, q) => p[0] - q[0] || p[1] - q[1]);
        let [best, most, run]: [Pair | undefined, number, number] = [undefined, 0, 0];
        pairs.forEach((pair, i) => {
          const before = pairs[i - 1];
          run = before !== undefined && before.join() === pair.join() ? run + 1 : 1;
          if (run > most) [best, most] = [pair, run];
        });
        return best;
      },
    },
  ],
  mergePair: [
    {
      name: 'a loop that skips',
      fn: (tokens: number[], [a, b]: Pair, merged: number) => {
        const out: number[] = [];
        for (let i = 0; i < tokens.length; i++) {
          if (tokens[i] === a && i + 1 < tokens.length && tokens[i + 1] === b) {
            out.push(merged);
            i++;
          } else out.push(tokens[i] as number);
        }
        return out;
      },
    },
    {
      name: 'spliced in a copy',
      fn: (tokens: number[], [a, b]: Pair, merged: number) => {
        const now = [...tokens];
        for (let i = 0; i < now.length - 1; i++) {
          if (now[i] === a && now[i + 1] === b) now.splice(i, 2, merged);
        }
        return now;
      },
    },
  ],
  encodeBpe: [
    {
      name: 'the earliest merge that fits, again and again',
      fn: (tokens: number[], merges: Pair[], firstNew: number) => {
        const ranks = new Map(merges.map((pair, i) => [pair.join(), i]));
        const now = [...tokens];
        for (;;) {
          let [at, rank] = [-1, Infinity];
          for (let i = 0; i + 1 < now.length; i++) {
            const found = ranks.get(`${now[i]},${now[i + 1]}`) ?? Infinity;
            if (found < rank) [at, rank] = [i, found];
          }
          if (at < 0) return now;
          now.splice(at, 2, firstNew + rank);
        }
      },
    },
    {
      name: 'two loops',
      fn: (tokens: number[], merges: Pair[], firstNew: number) => {
        let now = tokens.slice();
        for (let rule = 0; rule < merges.length; rule++) {
          const [a, b] = merges[rule] as Pair;
          const next: number[] = [];
          for (let i = 0; i < now.length; i++) {
            const isPair = now[i] === a && now[i + 1] === b;
            next.push(isPair ? firstNew + rule : (now[i] as number));
            if (isPair) i += 1;
          }
          now = next;
        }
        return now;
      },
    },
  ],
  bigramLoss: [
    {
      name: 'tables by text',
      fn: (counted: number[][], measured: number[][], size: number, smoothing: number) => {
        const [pairs, firsts] = [new Map<string, number>(), new Map<number, number>()];
        for (const list of counted) {
          list.slice(1).forEach((b, i) => {
            const a = list[i] as number;
            pairs.set(`${a} ${b}`, (pairs.get(`${a} ${b}`) ?? 0) + 1);
            firsts.set(a, (firsts.get(a) ?? 0) + 1);
          });
        }
        const costs = measured.flatMap((list) =>
          list.slice(1).map((b, i) => {
            const a = list[i] as number;
            const above = (pairs.get(`${a} ${b}`) ?? 0) + smoothing;
            const below = (firsts.get(a) ?? 0) + smoothing * size;
            return above === 0 ? Infinity : Math.log(below) - Math.log(above);
          }),
        );
        return costs.reduce((sum, cost) => sum + cost, 0) / costs.length;
      },
    },
    {
      name: 'rows of probabilities first',
      fn: (counted: number[][], measured: number[][], size: number, smoothing: number) => {
        const rows = Array.from({ length: size }, () => new Array<number>(size).fill(smoothing));
        for (const list of counted) {
          for (let i = 1; i < list.length; i++) {
            const row = rows[list[i - 1] as number] as number[];
            row[list[i] as number] = (row[list[i] as number] as number) + 1;
          }
        }
        const shares = rows.map((row) => {
          const sum = row.reduce((a, b) => a + b, 0);
          return row.map((count) => (sum === 0 ? 0 : count / sum));
        });
        let [total, count] = [0, 0];
        for (const list of measured) {
          for (let i = 1; i < list.length; i++, count++) {
            total -= Math.log(shares[list[i - 1] as number]?.[list[i] as number] as number);
          }
        }
        return total / count;
      },
    },
  ],
  negativeSamplingLoss: [
    {
      name: 'signs and one softplus',
      fn: (words: Tensor2D, contexts: Tensor3D) => {
        const scores = tf.sum(tf.mul(words.expandDims(1), contexts), 2); // [B, 1 + K]
        const signs = tf.tensor1d([-1, ...new Array<number>((contexts.shape[1] ?? 1) - 1).fill(1)]);
        return tf.mean(tf.sum(tf.softplus(tf.mul(scores, signs)), 1));
      },
    },
    {
      name: 'cross-entropies with labels',
      fn: (words: Tensor2D, contexts: Tensor3D) => {
        const [batch, width] = contexts.shape;
        const scores = tf.matMul(contexts, words.expandDims(2)).reshape([batch, width]);
        const labels = tf.concat([tf.ones([batch, 1]), tf.zeros([batch, width - 1])], 1);
        const costs = tf.sub(tf.softplus(scores), tf.mul(labels, scores));
        return tf.div<Scalar>(tf.sum(costs), batch);
      },
    },
  ],
  analogy: [
    {
      name: 'in plain lists',
      fn: (vectors: Tensor2D, a: number, b: number, c: number) => {
        const units = vectors.arraySync().map((row) => {
          const length = Math.hypot(...row);
          return row.map((value) => value / length);
        });
        const [from, to, other] = [a, b, c].map((row) => units[row] as number[]) as [
          number[],
          number[],
          number[],
        ];
        let [best, most] = [-1, -Infinity];
        units.forEach((row, i) => {
          if (i === a || i === b || i === c) return;
          const score = row.reduce(
            (sum, value, j) =>
              sum + value * ((to[j] as number) - (from[j] as number) + (other[j] as number)),
            0,
          );
          if (score > most) [best, most] = [i, score];
        });
        return best;
      },
    },
    {
      name: 'topk of four',
      fn: (vectors: Tensor2D, a: number, b: number, c: number) => {
        const units = tf.div(vectors, tf.norm(vectors, 'euclidean', 1, true)) as Tensor2D;
        const three = tf.gather(units, tf.tensor1d([a, b, c], 'int32'));
        const direction = tf.matMul(tf.tensor2d([[-1, 1, 1]]), three); // [1, D]
        const scores = tf.matMul(direction, units, false, true).flatten();
        const { indices } = tf.topk(scores, 4);
        return Array.from(indices.dataSync()).find((row) => ![a, b, c].includes(row));
      },
    },
  ],
  padAndMask: [
    {
      name: 'place by place',
      fn: (sequences: number[][], length: number) => {
        const places = Array.from({ length }, (_, t) => t);
        return {
          tokens: tf.tensor2d(
            sequences.map((list) => places.map((t) => list[t] ?? 0)),
            [sequences.length, length],
            'int32',
          ),
          mask: tf.tensor2d(sequences.map((list) => places.map((t) => (t < list.length ? 1 : 0)))),
        };
      },
    },
    {
      name: 'buffers',
      fn: (sequences: number[][], length: number) => {
        const tokens = tf.buffer([sequences.length, length], 'int32');
        const mask = tf.buffer([sequences.length, length], 'float32');
        for (let i = 0; i < sequences.length; i++) {
          const list = sequences[i] as number[];
          for (let j = 0; j < Math.min(length, list.length); j++) {
            tokens.set(list[j] as number, i, j);
            mask.set(1, i, j);
          }
        }
        return { tokens: tokens.toTensor(), mask: mask.toTensor() };
      },
    },
  ],
  lstmStep: [
    {
      name: 'one product of both, slices',
      fn: (x: Tensor2D, { h, c }: State, w: Weights, mask: Tensor2D) => {
        const units = h.shape[1];
        const both = tf.concat([x, h], 1); // [B, D + U]
        const kernels = tf.concat([w.kernel, w.recurrentKernel], 0); // [D + U, 4 U]
        const all = both.matMul(kernels).add(w.bias);
        const block = (i: number) => all.slice([0, i * units], [-1, units]);
        const memory = tf
          .sigmoid(block(1))
          .mul(c)
          .add(tf.sigmoid(block(0)).mul(tf.tanh(block(2))));
        const said = tf.sigmoid(block(3)).mul(tf.tanh(memory));
        const blend = (now: typeof said, old: Tensor2D) =>
          now.mul(mask).add(tf.mul(tf.sub(1, mask), old));
        return { h: blend(said, h), c: blend(memory, c) };
      },
    },
    {
      name: 'chosen by the mask',
      fn: (x: Tensor2D, { h, c }: State, w: Weights, mask: Tensor2D) =>
        tf.tidy(() => {
          const sums = tf.add(
            tf.add(tf.matMul(x, w.kernel), tf.matMul(h, w.recurrentKernel)),
            w.bias,
          );
          const [i, f, g, o] = tf.split(sums, 4, -1) as [Tensor2D, Tensor2D, Tensor2D, Tensor2D];
          const memory = tf.add(tf.mul(f.sigmoid(), c), tf.mul(i.sigmoid(), g.tanh()));
          const said = tf.mul(o.sigmoid(), memory.tanh());
          const isWord = tf.greater(tf.add(mask, tf.zerosLike(c)), 0); // [B, U]
          return {
            h: tf.where(isWord, said, h),
            c: tf.where(isWord, memory, c),
          };
        }),
    },
  ],
};
