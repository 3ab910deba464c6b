/** A small network that predicts the noise in points. */
import * as z from 'zod/mini';
import { type LayersModel, tf } from '../../nn/tf.js';
import { buildModel } from '../build-model.js';
import { seed, size, sizeOrNone, sizes, together } from '../options.js';
import { partSeeds } from '../part-seeds.js';
import type { Complete, ModelSpec } from '../spec.js';
import { conditioning, conditioningParameters, dense, sum, swish } from './parts/conditioning.js';

export interface DenoisingMlpOptions {
  /** Size of one example in a list: `[2]` for points of the plane. */
  inputShape: readonly number[];
  /** Classes that an example may be asked for, C; 0 for none. Default 0. */
  classes?: number | undefined;
  /** Units of the hidden layers. Default `[128, 128, 128]`. */
  hidden?: readonly number[] | undefined;
  /** Size of the vector of time and class, even. Default 64. */
  timeWidth?: number | undefined;
  /** Fixes the weights at the start. Default 0. */
  seed?: number | undefined;
}

const options = z
  .strictObject({
    inputShape: sizes('Size of one example in a list: `[2]` for points of the plane.', 1),
    classes: z._default(sizeOrNone('Classes that an example may be asked for, C; 0 for none.'), 0),
    hidden: z._default(sizes('Units of the hidden layers.', 1), [128, 128, 128]),
    timeWidth: z._default(size('Size of the vector of time and class, even.'), 64),
    seed: z._default(seed('Fixes the weights at the start.'), 0),
  })
  .check(
    together(({ inputShape, timeWidth }: Complete<DenoisingMlpOptions>) => {
      if (inputShape.length !== 1) return { path: ['inputShape'], expected: 'oneSize' };
      return timeWidth % 2 === 0 ? undefined : { path: ['timeWidth'], expected: 'even' };
    }),
  ) satisfies z.ZodMiniType<Complete<DenoisingMlpOptions>, DenoisingMlpOptions>;

const told = ({ timeWidth, classes }: Complete<DenoisingMlpOptions>) => ({
  ...{ waves: timeWidth, width: timeWidth, classes },
});

function build(all: Complete<DenoisingMlpOptions>): LayersModel {
  const { inputShape, hidden } = all;
  const seedOf = partSeeds(all.seed);
  const { inputs, vector } = conditioning(told(all), seedOf);
  const noisy = tf.input({ shape: [...inputShape], name: 'noisy' });
  let x = noisy;
  for (const [i, units] of hidden.entries()) {
    const name = `hidden_${i}`;
    const ofTime = dense(vector, { units, name: `${name}_time` }, seedOf);
    x = swish(sum(dense(x, { units, name }, seedOf), ofTime));
  }
  const outputs = dense(x, { units: inputShape[0] as number, name: 'noise' }, seedOf);
  return tf.model({ inputs: [noisy, ...inputs], outputs, name: 'denoising_mlp' });
}

/** How many weights `build` makes. */
function parametersOf(all: Complete<DenoisingMlpOptions>): number {
  const [features = 1] = all.inputShape;
  let [count, from] = [conditioningParameters(told(all)), features];
  for (const units of all.hidden) {
    count += (from + 1) * units + (all.timeWidth + 1) * units;
    from = units;
  }
  return count + (from + 1) * features;
}

const example = { inputShape: [2], classes: 3, hidden: [8, 8], timeWidth: 4, seed: 1 };

export const spec: ModelSpec<DenoisingMlpOptions> = {
  id: 'diffusion/denoising-mlp',
  task: 'denoising',
  source:
    'Ho, Jain & Abbeel 2020, Denoising diffusion probabilistic models, arXiv:2006.11239, with dense layers in place of the U-Net',
  input:
    'noisy examples [B, D], time [B, 1] and with classes label [B, 1] (int32, C for none), float32',
  output: 'predicted noise or velocity [B, D], float32',
  options,
  build,
  example: {
    options: example,
    inputs: [{ shape: [2] }, { shape: [1] }, { shape: [1], below: 4 }],
    parameters: parametersOf(example),
  },
};

/**
 * A network of dense layers for diffusion in few dimensions, such as points of the plane: noisy examples
 * `[B, D]`, their times `[B, 1]` and, with `classes`, their classes `[B, 1]` int32 → the noise in them,
 * `[B, D]`.
 *
 * The time comes in as in `denoisingUnet`, and is added to each hidden layer before its swish. Weights start
 * as Glorot & Bengio 2010, biases 0.
 *
 * @throws RangeError for options out of range
 * @example
 * const model = denoisingMlp({ inputShape: [2], seed: 1 });
 * const noise = model.predict([noisy, time]);
 */
export function denoisingMlp(options: DenoisingMlpOptions): LayersModel {
  return buildModel(spec, options);
}
