/** Dropout, noise and samples, made by TensorFlow from a seed that is an input of the step. */
import * as core from '@tensorflow/tfjs-core';
import { stepInput } from '../capture/index.js';
import { nativeOp1, probe } from '../native-op.js';
import type { Rng } from '../random.js';

const works = probe(() => {
  const seed = core.tensor1d([1, 2], 'int32');
  const [value] = stateless('StatelessRandomUniform', [1], seed).dataSync();
  return value !== undefined && value >= 0 && value < 1;
});

function stateless(op: string, shape: readonly number[], seed: core.Tensor): core.Tensor {
  return nativeOp1(op, [core.tensor1d([...shape], 'int32'), seed], {
    types: { dtype: 'float32', T: 'int32', Tseed: 'int32' },
  });
}

/** What seeds are drawn from. */
export type SeedSource = Pick<Rng, 'integer'>;

/** Two numbers for this step. */
function stepSeed(rng: SeedSource): core.Tensor {
  const draw = (): number => rng.integer(1, 2 ** 31);
  return stepInput(() => Int32Array.of(draw(), draw()), [2], 'int32');
}

/** Uniform in [0, 1); the numbers of a seed differ between backends. */
export function stepUniform(shape: readonly number[], rng: SeedSource): core.Tensor {
  if (works()) return stateless('StatelessRandomUniform', shape, stepSeed(rng));
  return core.randomUniform([...shape], 0, 1, 'float32', rng.integer(1, 2 ** 31));
}

/** Normal with mean 0 and standard deviation 1; the numbers of a seed differ between backends. */
export function stepNormal(shape: readonly number[], rng: SeedSource): core.Tensor {
  if (works()) return stateless('StatelessRandomNormal', shape, stepSeed(rng));
  return core.randomNormal([...shape], 0, 1, 'float32', rng.integer(1, 2 ** 31));
}

/** @throws RangeError when a rate of dropout is out of range */
export function checkRate(name: string, rate: number): void {
  if (!(rate >= 0 && rate < 1)) {
    throw new RangeError(`Expected \`${name}\` at least 0 and less than 1. Received: ${rate}`);
  }
}

/**
 * Sets elements to 0 with probability `rate` and scales the others by `1 / (1 - rate)`
 * (Srivastava et al. 2014), so that the expected sum stays.
 *
 * @param x any shape, float32
 * @param rate at least 0 and less than 1
 * @param rng gives the seed of each call
 * @param noiseShape of the pattern, broadcast to `x`; default that of `x`
 */
export function dropout(
  x: core.Tensor,
  rate: number,
  rng: Rng,
  noiseShape: readonly number[] = x.shape,
): core.Tensor {
  checkRate('rate', rate);
  if (rate === 0) return core.clone(x);
  return core.tidy(() => {
    const kept = core.greaterEqual(stepUniform(noiseShape, rng), rate);
    return core.mul(x, core.mul(core.cast(kept, 'float32'), 1 / (1 - rate)));
  });
}

/**
 * Draws class numbers with probabilities `softmax(logits)`.
 *
 * TensorFlow's plain operation goes on in its sequence when the seed comes again; this one does not.
 *
 * @param logits `[B, C]`, float32
 * @param count draws for each row
 * @param rng gives the seed of each call
 * @returns `[B, count]`, int32
 */
export function stepMultinomial(logits: core.Tensor, count: number, rng: Rng): core.Tensor {
  if (!works()) {
    return core.multinomial(logits as core.Tensor2D, count, rng.integer(1, 2 ** 31));
  }
  return core.tidy(() =>
    nativeOp1('StatelessMultinomial', [logits, core.scalar(count, 'int32'), stepSeed(rng)], {
      types: { T: 'float32', Tseed: 'int32', output_dtype: 'int32' },
    }),
  );
}
