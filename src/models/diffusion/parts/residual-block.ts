/** What a U-Net of a diffusion is made of: residual blocks that know the time, and attention. */
import { SelfAttention } from '../../../nn/layers/self-attention.js';
import { type SymbolicTensor, tf } from '../../../nn/tf.js';
import { apply, dense, type SeedOf, sum, swish } from './conditioning.js';

/** How a block takes the time in: added to its features, or as their scale and shift. */
export type TimeConditioning = 'add' | 'scaleShift';

export interface BlockOptions {
  readonly name: string;
  readonly filters: number;
  readonly groups: number;
  readonly timeConditioning: TimeConditioning;
  readonly dropout: number;
}

/** Weights as Glorot & Bengio 2010, or 0 where a path starts with nothing to add. */
export function conv(
  x: SymbolicTensor,
  options: { filters: number; kernelSize: number; name: string; strides?: number; zero?: boolean },
  seedOf: SeedOf,
): SymbolicTensor {
  const { zero = false, ...rest } = options;
  const kernelInitializer = zero
    ? tf.initializers.zeros()
    : tf.initializers.glorotUniform({ seed: seedOf(options.name) });
  return apply(tf.layers.conv2d({ ...rest, padding: 'same', kernelInitializer }), x);
}

export function groupNorm(x: SymbolicTensor, groups: number, name: string): SymbolicTensor {
  // PyTorch's epsilon, which the published networks have.
  return apply(tf.layers.groupNormalization({ groups, epsilon: 1e-5, name }), x);
}

/** `[B, C]` as `[B, 1, 1, C]`. */
const overPlaces = (x: SymbolicTensor, channels: number): SymbolicTensor =>
  apply(tf.layers.reshape({ targetShape: [1, 1, channels] }), x);

/**
 * `[B, H, W, …]` → `[B, H, W, filters]`: twice norm, swish and a 3×3 convolution, with the time between
 * them; what came in is added, by a 1×1 convolution where it has another number of channels.
 */
export function residualBlock(
  x: SymbolicTensor,
  vector: SymbolicTensor,
  { name, filters, groups, timeConditioning, dropout }: BlockOptions,
  seedOf: SeedOf,
): SymbolicTensor {
  const of = (part: string, more: object = {}): SymbolicTensor =>
    overPlaces(
      dense(vector, { units: filters, name: `${name}_${part}`, ...more }, seedOf),
      filters,
    );
  const first = swish(groupNorm(x, groups, `${name}_norm_0`));
  let y = conv(first, { filters, kernelSize: 3, name: `${name}_conv_0` }, seedOf);
  if (timeConditioning === 'add') {
    y = groupNorm(sum(y, of('time')), groups, `${name}_norm_1`);
  } else {
    const normed = groupNorm(y, groups, `${name}_norm_1`);
    const scale = of('scale', { biasInitializer: 'ones' });
    const scaled = tf.layers.multiply().apply([normed, scale]) as SymbolicTensor;
    y = sum(scaled, of('shift'));
  }
  y = swish(y);
  if (dropout > 0) {
    const seed = seedOf(`${name}_dropout`);
    y = apply(tf.layers.dropout({ rate: dropout, seed, name: `${name}_dropout` }), y);
  }
  const last = { filters, kernelSize: 3, name: `${name}_conv_1`, zero: true };
  const same = x.shape.at(-1) === filters;
  const past = same ? x : conv(x, { filters, kernelSize: 1, name: `${name}_skip` }, seedOf);
  return sum(past, conv(y, last, seedOf));
}

/** Self-attention of one head among all places, added to what comes in: `[B, H, W, C]` → the same. */
export function attentionBlock(
  x: SymbolicTensor,
  { name, groups }: Pick<BlockOptions, 'name' | 'groups'>,
  seedOf: SeedOf,
): SymbolicTensor {
  const [, height = 1, width = 1, channels = 1] = x.shape as number[];
  const reshape = (targetShape: number[]) => tf.layers.reshape({ targetShape });
  const rows = apply(reshape([height * width, channels]), groupNorm(x, groups, `${name}_norm`));
  const attention = new SelfAttention({
    heads: 1,
    stddev: 1 / Math.sqrt(channels),
    outputStddev: 0,
    seed: seedOf(name),
    name,
  });
  const seen = apply(reshape([height, width, channels]), apply(attention, rows));
  return sum(x, seen);
}

/** How many weights a block has. */
export function blockParameters(
  from: number,
  { filters, timeConditioning }: Pick<BlockOptions, 'filters' | 'timeConditioning'>,
  width: number,
): number {
  const time = (timeConditioning === 'add' ? 1 : 2) * (width + 1) * filters;
  const skip = from === filters ? 0 : (from + 1) * filters;
  return (
    2 * from + (9 * from + 1) * filters + time + 2 * filters + (9 * filters + 1) * filters + skip
  );
}
