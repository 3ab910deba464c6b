/**
 * Makes tfjs draw from gradus's generator wherever it would call `Math.random`: initial weights, the
 * order of examples in `fit`, and random tensors that are given no seed.
 */
import * as core from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { stepMultinomial } from '../backend/fused/random.js';
import { createRng } from '../backend/random.js';
import { nextSeed, sharedRng } from '../backend/seed.js';
import type { Tf } from '../backend/tf.js';

/** tfjs takes a seed of 0 for none; this stands in for it, out of the range of `nextSeed`. */
const zeroSeed = 2 ** 31;

function seedOr(given: unknown): number {
  if (given === undefined || given === null) return nextSeed();
  return given === 0 ? zeroSeed : (given as number);
}

/** An initialiser of tfjs-layers, as its prototype has it. */
interface Initializer {
  readonly seed?: number | null;
  apply(shape: tfl.Shape, dtype?: core.DataType): core.Tensor;
}

const { initializers } = tfl;
/** One of each class with an `apply` of its own. */
const random: readonly object[] = [
  initializers.randomUniform({}),
  initializers.randomNormal({}),
  initializers.truncatedNormal({}),
  initializers.varianceScaling({ scale: 1, mode: 'fanIn', distribution: 'normal' }),
  initializers.orthogonal({}),
];

/** In place, as tfjs has it (Fisher-Yates). */
function shuffle(items: unknown[] | Uint32Array | Int32Array | Float32Array): void {
  const rng = sharedRng();
  for (let i = items.length - 1; i > 0; i--) {
    const j = rng.integer(0, i + 1);
    const held = items[i];
    items[i] = items[j] as number;
    items[j] = held as number;
  }
}

type Random = (...args: never[]) => core.Tensor;

/** Functions of `tf` that are random, with the place of their seed among the arguments. */
const functions: Readonly<Record<string, readonly [Random, place: number]>> = {
  randomNormal: [core.randomNormal, 4],
  randomUniform: [core.randomUniform, 4],
  randomUniformInt: [core.randomUniformInt, 3],
  randomStandardNormal: [core.randomStandardNormal, 2],
  randomGamma: [core.randomGamma, 4],
  truncatedNormal: [core.truncatedNormal, 4],
  dropout: [core.dropout, 3],
};

/** `tf.multinomial` with a seed that gives the same numbers each time, on every backend. */
function multinomial(
  logits: core.Tensor,
  count: number,
  seed?: number,
  normalized = false,
): core.Tensor {
  return core.tidy(() => {
    const rows = core.reshape(normalized ? core.log(logits) : logits, [
      -1,
      logits.shape.at(-1) ?? 1,
    ]);
    const drawn = stepMultinomial(rows, count, createRng(seedOr(seed)));
    return core.reshape(drawn, [...logits.shape.slice(0, -1), count]);
  });
}

/** Puts the generator into initialisers, `fit`, and the random functions of `tf`. */
export function seedAll(tf: Tf): void {
  for (const sample of random) {
    const prototype = Object.getPrototypeOf(sample) as Initializer;
    const { apply } = prototype;
    prototype.apply = function (this: Initializer, shape, dtype) {
      // tfjs makes all numbers of one call from one seed: it gets another one for each weight.
      const seeded: Initializer = Object.create(this, { seed: { value: seedOr(this.seed) } });
      return apply.call(seeded, shape, dtype);
    };
  }
  Object.assign(core.util, { shuffle });
  for (const [name, [original, place]] of Object.entries(functions)) {
    Object.assign(tf, {
      [name]: (...args: unknown[]) => {
        args[place] = seedOr(args[place]);
        return original(...(args as never[]));
      },
    });
  }
  Object.assign(tf, { multinomial });
}
