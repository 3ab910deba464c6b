/** Layers that are random in training: each has a generator of its own. */
import * as core from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { dropout, stepNormal } from '../../backend/fused/random.js';
import { createRng, type Rng, type RngState } from '../../backend/random.js';
import { nextSeed } from '../../backend/seed.js';
import { type CallOptions, classOf, onlyInput } from './tfjs-class.js';

interface DropoutFields {
  readonly rate: number;
  readonly seed: number | undefined;
  getNoiseShape(input: core.Tensor): number[] | undefined;
}
const TfjsDropout = classOf<DropoutFields>(tfl.layers.dropout({ rate: 0, name: 'dropout' }));
const TfjsGaussianNoise = classOf<{ readonly stddev: number }>(
  tfl.layers.gaussianNoise({ stddev: 0, name: 'gaussian_noise' }),
);
const TfjsGaussianDropout = classOf<{ readonly rate: number }>(
  tfl.layers.gaussianDropout({ rate: 0, name: 'gaussian_dropout' }),
);

const generators = new WeakMap<object, Rng>();

/** The generator of a layer, made when it is first needed. */
export function generator(layer: object, seed?: number): Rng {
  const rng = generators.get(layer) ?? createRng(seed ?? nextSeed());
  generators.set(layer, rng);
  return rng;
}

/** Where the generator of a layer stands; undefined when it was never used. */
export function noiseState(layer: object): RngState | undefined {
  return generators.get(layer)?.state();
}

/** Lets a layer go on from a state that `noiseState` gave; undefined is the start. */
export function restoreNoise(layer: object, state: RngState | undefined): void {
  if (state === undefined) generators.delete(layer);
  // In place: a captured step holds on to the generator.
  else generator(layer, 0).restore(state);
}

/** Dropout; the numbers follow from the layer's seed or from `setSeed`. */
export class Dropout extends TfjsDropout {
  override call(inputs: core.Tensor | core.Tensor[], options: CallOptions): core.Tensor {
    return core.tidy(() => {
      this.invokeCallHook(inputs, options);
      const x = onlyInput(inputs);
      const rng = generator(this, this.seed);
      if (options.training !== true || this.rate === 0) return core.clone(x);
      if (this.rate === 1) return core.zerosLike(x);
      return dropout(x, this.rate, rng, this.getNoiseShape(x) ?? x.shape);
    });
  }
}

/** A seed as a saved layer has it, where null is none. */
const seedIn = ({ seed }: { readonly seed?: number | null }): number | undefined =>
  seed ?? undefined;

/** Adds normal noise in training; with a seed as in Keras 3, which tfjs does not know. */
export class GaussianNoise extends TfjsGaussianNoise {
  readonly seed: number | undefined;
  constructor(options: { readonly stddev?: number; readonly seed?: number | null }) {
    super(options);
    this.seed = seedIn(options);
  }
  override getConfig(): core.serialization.ConfigDict {
    return { ...super.getConfig(), seed: this.seed ?? null };
  }
  override call(inputs: core.Tensor | core.Tensor[], options: CallOptions): core.Tensor {
    return core.tidy(() => {
      this.invokeCallHook(inputs, options);
      const x = onlyInput(inputs);
      const rng = generator(this, this.seed);
      if (options.training !== true) return core.clone(x);
      return core.add(x, core.mul(stepNormal(x.shape, rng), this.stddev));
    });
  }
}

/** Multiplies by normal noise of mean 1 in training (Srivastava et al. 2014, section 10). */
export class GaussianDropout extends TfjsGaussianDropout {
  readonly seed: number | undefined;
  constructor(options: { readonly rate?: number; readonly seed?: number | null }) {
    super(options);
    this.seed = seedIn(options);
  }
  override getConfig(): core.serialization.ConfigDict {
    return { ...super.getConfig(), seed: this.seed ?? null };
  }
  override call(inputs: core.Tensor | core.Tensor[], options: CallOptions): core.Tensor {
    return core.tidy(() => {
      this.invokeCallHook(inputs, options);
      const x = onlyInput(inputs);
      const rng = generator(this, this.seed);
      if (options.training !== true || !(this.rate > 0 && this.rate < 1)) return core.clone(x);
      const stddev = Math.sqrt(this.rate / (1 - this.rate));
      return core.mul(x, core.add(core.mul(stepNormal(x.shape, rng), stddev), 1));
    });
  }
}
