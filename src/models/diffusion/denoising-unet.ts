/** The U-Net that predicts the noise in a picture. */
import * as z from 'zod/mini';
import { type LayersModel, type SymbolicTensor, tf } from '../../nn/tf.js';
import { buildModel } from '../build-model.js';
import {
  choice,
  divisibleImage,
  flag,
  imageShape,
  multipleOf,
  rate,
  seed,
  size,
  sizeOrNone,
  sizes,
  together,
} from '../options.js';
import { partSeeds } from '../part-seeds.js';
import type { Complete, ModelSpec } from '../spec.js';
import { apply, conditioning, conditioningParameters, swish } from './parts/conditioning.js';
import {
  attentionBlock,
  blockParameters,
  conv,
  groupNorm,
  residualBlock,
  type TimeConditioning,
} from './parts/residual-block.js';

export interface DenoisingUnetOptions {
  /** Height, width and channels of one picture; height and width are halved for each multiplier after the first. */
  inputShape: [number, number, number];
  /** Classes that a picture may be asked for, C; 0 for none. Default 0. */
  classes?: number | undefined;
  /** Filters at full size, even and a multiple of `groups`; the paper has 128. Default 32. */
  filters?: number | undefined;
  /** Filters at each size, as multiples of `filters`; the paper has [1, 2, 2, 2]. Default `[1, 2, 2]`. */
  channelMultipliers?: readonly number[] | undefined;
  /** Residual blocks at each size; the paper has 2. Default 1. */
  blocks?: number | undefined;
  /** Whether places see each other at the lowest size, by self-attention. Default true. */
  attention?: boolean | undefined;
  /** How blocks take the time in: `add` as Ho et al. 2020, `scaleShift` as Nichol & Dhariwal 2021. Default scaleShift. */
  timeConditioning?: TimeConditioning | undefined;
  /** Groups of channels that are normalised together; the paper has 32. Default 8. */
  groups?: number | undefined;
  /** Rate of dropout in each block, in [0, 1); the paper has 0.1 on CIFAR-10. Default 0. */
  dropout?: number | undefined;
  /** Fixes the weights at the start and the dropout. Default 0. */
  seed?: number | undefined;
}

const options = z
  .strictObject({
    inputShape: imageShape(
      'Height, width and channels of one picture; height and width are halved for each multiplier after the first.',
    ),
    classes: z._default(sizeOrNone('Classes that a picture may be asked for, C; 0 for none.'), 0),
    filters: z._default(
      size('Filters at full size, even and a multiple of `groups`; the paper has 128.'),
      32,
    ),
    channelMultipliers: z._default(
      sizes('Filters at each size, as multiples of `filters`; the paper has [1, 2, 2, 2].', 1),
      [1, 2, 2],
    ),
    blocks: z._default(size('Residual blocks at each size; the paper has 2.'), 1),
    attention: z._default(
      flag('Whether places see each other at the lowest size, by self-attention.'),
      true,
    ),
    timeConditioning: z._default(
      choice(
        ['add', 'scaleShift'],
        'How blocks take the time in: `add` as Ho et al. 2020, `scaleShift` as Nichol & Dhariwal 2021.',
      ),
      'scaleShift',
    ),
    groups: z._default(
      size('Groups of channels that are normalised together; the paper has 32.'),
      8,
    ),
    dropout: z._default(
      rate('Rate of dropout in each block, in [0, 1); the paper has 0.1 on CIFAR-10.'),
      0,
    ),
    seed: z._default(seed('Fixes the weights at the start and the dropout.'), 0),
  })
  .check(
    divisibleImage(
      ({ channelMultipliers }: Complete<DenoisingUnetOptions>) =>
        2 ** (channelMultipliers.length - 1),
    ),
    multipleOf('filters', 'groups'),
    together(({ filters }: Complete<DenoisingUnetOptions>) =>
      filters % 2 === 0 ? undefined : { path: ['filters'], expected: 'even' },
    ),
  ) satisfies z.ZodMiniType<Complete<DenoisingUnetOptions>, DenoisingUnetOptions>;

/** The vector of time and class is four times as wide as the first features, as in the paper. */
const told = ({ filters, classes }: Complete<DenoisingUnetOptions>) => ({
  ...{ waves: filters, width: 4 * filters, classes },
});

function build(all: Complete<DenoisingUnetOptions>): LayersModel {
  const { inputShape, filters, channelMultipliers, blocks, attention, groups } = all;
  const seedOf = partSeeds(all.seed);
  const { inputs, vector } = conditioning(told(all), seedOf);
  const noisy = tf.input({ shape: inputShape, name: 'noisy' });
  const levels = channelMultipliers.map((multiplier) => filters * multiplier);
  const last = levels.length - 1;
  const block = (x: SymbolicTensor, level: number, name: string): SymbolicTensor =>
    residualBlock(x, vector, { ...all, name, filters: levels[level] as number }, seedOf);

  let x = conv(noisy, { filters, kernelSize: 3, name: 'stem' }, seedOf);
  const skips = [x];
  for (const [level, wide] of levels.entries()) {
    for (let i = 0; i < blocks; i++) {
      x = block(x, level, `down_${level}_${i}`);
      skips.push(x);
    }
    if (level === last) break;
    x = conv(x, { filters: wide, kernelSize: 3, strides: 2, name: `down_${level}_half` }, seedOf);
    skips.push(x);
  }
  x = block(x, last, 'middle_0');
  if (attention) x = attentionBlock(x, { name: 'middle_attention', groups }, seedOf);
  x = block(x, last, 'middle_1');
  for (let level = last; level >= 0; level--) {
    for (let i = 0; i <= blocks; i++) {
      const name = `up_${level}_${i}`;
      const both = [x, skips.pop() as SymbolicTensor];
      const joined = tf.layers.concatenate({ name: `${name}_join` }).apply(both);
      x = block(joined as SymbolicTensor, level, name);
    }
    if (level === 0) break;
    x = apply(tf.layers.upSampling2d({ size: [2, 2], name: `up_${level}_double` }), x);
    const wide = levels[level] as number;
    x = conv(x, { filters: wide, kernelSize: 3, name: `up_${level}_conv` }, seedOf);
  }
  const end = swish(groupNorm(x, groups, 'end_norm'));
  const channels = inputShape[2];
  const outputs = conv(
    end,
    { filters: channels, kernelSize: 3, name: 'noise', zero: true },
    seedOf,
  );
  return tf.model({ inputs: [noisy, ...inputs], outputs, name: 'denoising_unet' });
}

/** How many weights `build` makes. */
export function denoisingUnetParameters(all: Complete<DenoisingUnetOptions>): number {
  const { inputShape, filters, channelMultipliers, blocks, timeConditioning } = all;
  const channels = inputShape[2];
  const levels = channelMultipliers.map((multiplier) => filters * multiplier);
  const { width } = told(all);
  const wideOf = (level: number) => levels[level] as number;
  const blockOf = (from: number, level: number) =>
    blockParameters(from, { filters: wideOf(level), timeConditioning }, width);
  const last = levels.length - 1;
  let count = conditioningParameters(told(all)) + (9 * channels + 1) * filters;
  let at = filters;
  const skips = [at];
  for (const [level, wide] of levels.entries()) {
    for (let i = 0; i < blocks; i++) {
      count += blockOf(at, level);
      at = wide;
      skips.push(at);
    }
    if (level === last) break;
    count += (9 * wide + 1) * wide;
    skips.push(wide);
  }
  count += 2 * blockOf(at, last);
  if (all.attention) count += 2 * at + 4 * (at + 1) * at;
  for (let level = last; level >= 0; level--) {
    for (let i = 0; i <= blocks; i++) {
      count += blockOf(at + (skips.pop() as number), level);
      at = wideOf(level);
    }
    if (level > 0) count += (9 * at + 1) * at;
  }
  return count + 2 * at + (9 * at + 1) * channels;
}

const example: Complete<DenoisingUnetOptions> = {
  inputShape: [4, 4, 1],
  classes: 3,
  filters: 4,
  channelMultipliers: [1, 2],
  blocks: 1,
  attention: true,
  timeConditioning: 'scaleShift',
  groups: 2,
  dropout: 0,
  seed: 1,
};

export const spec: ModelSpec<DenoisingUnetOptions> = {
  id: 'diffusion/denoising-unet',
  task: 'denoising',
  source:
    'Ho, Jain & Abbeel 2020, Denoising diffusion probabilistic models, arXiv:2006.11239; scale and shift by the ' +
    'time: Nichol & Dhariwal 2021, Improved denoising diffusion probabilistic models, arXiv:2102.09672',
  input:
    'noisy pictures [B, H, W, channels], time [B, 1] and with classes label [B, 1] (int32, C for none), float32',
  output: 'predicted noise or velocity [B, H, W, channels], float32',
  options,
  build,
  example: {
    options: example,
    inputs: [{ shape: [4, 4, 1] }, { shape: [1] }, { shape: [1], below: 4 }],
    parameters: denoisingUnetParameters(example),
  },
};

/**
 * The U-Net of a diffusion (Ho, Jain & Abbeel 2020, arXiv:2006.11239): noisy pictures `[B, H, W, channels]`,
 * their times `[B, 1]` and, with `classes`, their classes `[B, 1]` int32 → the noise in them, of the shape
 * of the pictures.
 *
 * At each size, residual blocks of group normalisation, swish and 3×3 convolutions; a convolution of
 * stride 2 halves, doubling of pixels and a convolution double; the way up sees what each block of the way
 * down gave. The time comes in as sines and cosines through two dense layers, in steps of the schedule: 0
 * to T − 1, or 1000 · t for a flow with t in [0, 1]. Class C, one beyond the last, is the null class of no
 * class at all. The last convolution of each block, and of the network, starts at 0; other weights as
 * Glorot & Bengio 2010.
 *
 * `{ filters: 128, channelMultipliers: [1, 2, 2, 2], blocks: 2, groups: 32, timeConditioning: 'add' }` are
 * the sizes of the paper for 32×32, which has its attention at 16×16 too.
 *
 * @throws RangeError when height or width is not divisible by 2^(sizes − 1), or an option is out of range
 * @example
 * const model = denoisingUnet({ inputShape: [28, 28, 1], classes: 10, seed: 1 });
 * const noise = model.predict([noisy, time, label]);
 */
export function denoisingUnet(options: DenoisingUnetOptions): LayersModel {
  return buildModel(spec, options);
}
