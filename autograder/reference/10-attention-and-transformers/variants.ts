/** Right solutions of lesson 10 in other styles, each of which its exercise's tests must accept. */
import type { Rng } from '../../../src/backend/random.js';
import {
  type Tensor,
  type Tensor2D,
  type Tensor3D,
  type Tensor4D,
  tf,
} from '../../../src/backend/tf.js';
import * as library from '../../../src/scratch/index.js';
import type { VariantsByExercise } from '../parts.js';

type Next = (tokens: number[]) => number[];

export const variants: VariantsByExercise = {
  attend: [
    {
      name: 'powers of what is left',
      fn: (q: Tensor, k: Tensor, v: Tensor, keep?: Tensor) => {
        const root = Math.sqrt(q.shape.at(-1) as number);
        let scores = tf.matMul(q, k, false, true).div(root);
        if (keep) scores = scores.add(keep.sub(1).mul(1e9));
        const powers = tf.exp(scores.sub(scores.max(-1, true)));
        const weights = powers.div(powers.sum(-1, true));
        return { weights, y: tf.matMul(weights, v) };
      },
    },
    {
      name: 'by minus infinity, sums of products',
      fn: (q: Tensor, k: Tensor, v: Tensor, keep?: Tensor) => {
        const size = q.shape.at(-1) as number;
        const each = q.expandDims(-2).mul(k.expandDims(-3)); // [..., Tq, Tk, d]
        const scores = each.sum(-1).mul(1 / Math.sqrt(size));
        const wall = keep ? tf.log(keep) : tf.zerosLike(scores);
        const weights = tf.softmax(scores.add(wall));
        return { y: weights.expandDims(-1).mul(v.expandDims(-3)).sum(-2), weights };
      },
    },
  ],
  causalMask: [
    {
      name: 'a band of ones',
      fn: (length: number) => tf.linalg.bandPart(tf.ones([length, length]), -1, 0),
    },
    {
      name: 'running sums of the unit matrix',
      fn: (length: number) => tf.cumsum(tf.eye(length), 1).transpose(),
    },
  ],
  multiHead: [
    {
      name: 'head by head',
      fn: (
        x: Tensor3D,
        memory: Tensor3D,
        maps: library.HeadWeights,
        heads: number,
        keep?: Tensor,
      ) => {
        const [batch, count, width] = x.shape;
        const size = width / heads;
        const map = (from: Tensor3D, w: Tensor2D) =>
          tf.matMul(from, w.expandDims(0).tile([batch, 1, 1])) as Tensor3D;
        const [q, k, v] = [map(x, maps.wq), map(memory, maps.wk), map(memory, maps.wv)] as const;
        const columns = (from: Tensor3D, h: number) =>
          from.slice([0, 0, h * size], [batch, from.shape[1], size]).expandDims(1) as Tensor4D;
        const found = Array.from({ length: heads }, (_, h) =>
          library.attend(columns(q, h), columns(k, h), columns(v, h), keep),
        );
        const joined = tf.concat(
          found.map(({ y }) => y.squeeze([1])),
          2,
        );
        return {
          y: tf
            .matMul(joined.reshape([-1, width]) as Tensor2D, maps.wo)
            .reshape([batch, count, width]),
          weights: tf.concat(
            found.map(({ weights }) => weights),
            1,
          ),
        };
      },
    },
    {
      name: 'maps cut into heads',
      fn: (
        x: Tensor3D,
        memory: Tensor3D,
        maps: library.HeadWeights,
        heads: number,
        keep?: Tensor,
      ) => {
        const [width] = maps.wq.shape;
        const cut = (from: Tensor3D, w: Tensor2D) => {
          const parts = w.reshape([width, heads, width / heads]).transpose([1, 0, 2]); // [h, D, d]
          return tf.matMul(
            from.expandDims(1).tile([1, heads, 1, 1]),
            parts.expandDims(0).tile([from.shape[0], 1, 1, 1]),
          );
        };
        const { y, weights } = library.attend(
          cut(x, maps.wq),
          cut(memory, maps.wk),
          cut(memory, maps.wv),
          keep,
        );
        const back = maps.wo.reshape([1, heads, width / heads, width]).tile([x.shape[0], 1, 1, 1]);
        return { y: tf.matMul(y, back).sum(1), weights };
      },
    },
  ],
  positionWaves: [
    {
      name: 'all angles at once',
      fn: (length: number, width: number) => {
        const pair = tf.floor(tf.range(0, width).div(2)); // [D]
        const speed = tf.exp(pair.mul((-2 * Math.log(10000)) / width));
        const angles = tf.range(0, length).expandDims(1).mul(speed); // [T, D]
        const odd = tf.range(0, width).sub(pair.mul(2));
        return tf.sin(angles).mul(tf.sub(1, odd)).add(tf.cos(angles).mul(odd));
      },
    },
    {
      name: 'by loops',
      fn: (length: number, width: number) => {
        const values: number[][] = [];
        for (let t = 0; t < length; t++) {
          const row: number[] = [];
          for (let i = 0; i < width / 2; i++) {
            const angle = t / 10000 ** ((2 * i) / width);
            row.push(Math.sin(angle), Math.cos(angle));
          }
          values.push(row);
        }
        return tf.tensor2d(values, [length, width]);
      },
    },
  ],
  decoderBlock: [
    {
      name: 'by steps that are named',
      fn: (
        x: Tensor3D,
        memory: Tensor3D,
        { self, cross, up, down }: library.DecoderWeights,
        heads: number,
        keep?: Tensor,
      ) => {
        const look = (z: Tensor3D) => {
          const n = library.unitNorm(z);
          return library.multiHead(n, n, self, heads, library.causalMask(x.shape[1])).y;
        };
        const read = (z: Tensor3D) =>
          library.multiHead(library.unitNorm(z), memory, cross, heads, keep).y;
        const think = (z: Tensor3D) => {
          const rows = library.unitNorm(z).reshape([-1, x.shape[2]]) as Tensor2D;
          return rows.matMul(up).relu().matMul(down).reshape(x.shape) as Tensor3D;
        };
        return [look, read, think].reduce((z, part) => z.add(part(z)) as Tensor3D, x);
      },
    },
    {
      name: 'the whole in one expression each, with norms by hand',
      fn: (
        x: Tensor3D,
        memory: Tensor3D,
        block: library.DecoderWeights,
        heads: number,
        keep?: Tensor,
      ) => {
        const norm = (z: Tensor3D) => {
          const away = z.sub(z.mean(2, true));
          return away.div(away.square().mean(2, true).add(1e-5).sqrt()) as Tensor3D;
        };
        const ones = tf.linalg.bandPart(tf.ones([x.shape[1], x.shape[1]]), -1, 0);
        const first = norm(x);
        const a = x.add(library.multiHead(first, first, block.self, heads, ones).y) as Tensor3D;
        const b = a.add(library.multiHead(norm(a), memory, block.cross, heads, keep).y) as Tensor3D;
        const hidden = norm(b).reshape([-1, x.shape[2]]).matMul(block.up).maximum(0);
        return b.add(hidden.matMul(block.down).reshape(x.shape));
      },
    },
  ],
  beamSearch: [
    {
      name: 'ended ones apart',
      fn: (next: Next, { start, end, width, maxTokens }: library.BeamOptions) => {
        type One = { list: number[]; score: number };
        let open: One[] = [{ list: [start], score: 0 }];
        let closed: One[] = [];
        for (let left = maxTokens; left > 0 && open.length > 0; left--) {
          const all = [...closed];
          for (const { list, score } of open) {
            for (const [token, gain] of next(list).entries()) {
              all.push({ list: [...list, token], score: score + gain });
            }
          }
          all.sort((a, b) => b.score - a.score);
          const kept = all.slice(0, width);
          open = kept.filter(({ list }) => list[list.length - 1] !== end);
          closed = kept.filter(({ list }) => list[list.length - 1] === end);
        }
        const [best] = [...open, ...closed].sort((a, b) => b.score - a.score) as [One];
        return { tokens: best.list.slice(1).filter((token) => token !== end), score: best.score };
      },
    },
    {
      name: 'one step that calls itself',
      fn: (next: Next, options: library.BeamOptions) => {
        type One = { tokens: number[]; score: number; done: boolean };
        const go = (beam: One[], left: number): One => {
          if (left === 0 || beam.every(({ done }) => done)) {
            return beam.reduce((a, b) => (b.score > a.score ? b : a));
          }
          const all = beam.flatMap((one): One[] =>
            one.done
              ? [one]
              : next([options.start, ...one.tokens]).map((gain, token) => ({
                  tokens: token === options.end ? one.tokens : one.tokens.concat(token),
                  score: one.score + gain,
                  done: token === options.end,
                })),
          );
          return go(all.sort((a, b) => b.score - a.score).slice(0, options.width), left - 1);
        };
        const { tokens, score } = go([{ tokens: [], score: 0, done: false }], options.maxTokens);
        return { tokens, score };
      },
    },
  ],
  maskForBert: [
    {
      name: 'one draw for both',
      fn: (
        tokens: number[],
        {
          special,
          mask,
          vocabulary,
          rng,
        }: { special: number[]; mask: number; vocabulary: number; rng: Rng },
      ) => {
        const ordinary = [...Array(vocabulary).keys()].filter((token) => !special.includes(token));
        const labels: number[] = [];
        const given = tokens.map((token) => {
          const draw = special.includes(token) ? 1 : rng.uniform();
          labels.push(draw < 0.15 ? token : 0);
          if (draw < 0.12) return mask;
          return draw < 0.135 ? rng.choice(ordinary) : token;
        });
        return { tokens: given, labels };
      },
    },
    {
      name: 'by a set and a loop',
      fn: (
        tokens: number[],
        options: { special: number[]; mask: number; vocabulary: number; rng: Rng },
      ) => {
        const special = new Set(options.special);
        const out = { tokens: tokens.slice(), labels: new Array<number>(tokens.length).fill(0) };
        for (let i = 0; i < tokens.length; i++) {
          const token = tokens[i] as number;
          if (special.has(token) || options.rng.uniform() > 0.15) continue;
          out.labels[i] = token;
          const fate = options.rng.uniform();
          if (fate < 0.8) out.tokens[i] = options.mask;
          if (fate > 0.9) {
            let other = options.rng.integer(0, options.vocabulary);
            while (special.has(other)) other = options.rng.integer(0, options.vocabulary);
            out.tokens[i] = other;
          }
        }
        return out;
      },
    },
  ],
};
