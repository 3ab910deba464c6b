/** A generator and a discriminator that fit each other. */
import { messages } from '../messages/index.js';
import { type LayersModel, type Tensor, tf, type Variable } from '../nn/tf.js';

/** Both networks, and what they say of their inputs. */
export interface Networks {
  /** Numbers of noise. */
  readonly latent: number;
  /** Shape of one example. */
  readonly shape: readonly number[];
  /** How many classes both are told of; undefined where they take none. */
  readonly classes: number | undefined;
  /** Examples for noise `[B, latent]` and one-hot classes, in training. */
  generate(noise: Tensor, condition: Tensor | undefined): Tensor;
  /** Scores of examples, in training. */
  judge(x: Tensor, condition: Tensor | undefined): Tensor;
}

/** Without the batch. */
const sizesOf = (shape: readonly (number | null)[] | undefined): number[] =>
  (shape ?? []).slice(1).map(Number);

/** What a generator takes. */
export function inputsOf(generator: LayersModel): {
  readonly latent: number;
  readonly classes: number | undefined;
} {
  const [noise, condition] = generator.inputs;
  return {
    latent: Number(noise?.shape.at(-1)),
    classes: condition === undefined ? undefined : Number(condition.shape.at(-1)),
  };
}

const applied = (model: LayersModel, x: Tensor, condition: Tensor | undefined): Tensor =>
  model.apply(condition === undefined ? x : [x, condition], { training: true }) as Tensor;

/** @throws RangeError where the two do not fit */
export function networksOf(generator: LayersModel, discriminator: LayersModel): Networks {
  const { latent, classes } = inputsOf(generator);
  const shape = sizesOf(discriminator.inputs[0]?.shape);
  const output = sizesOf(generator.outputs[0]?.shape);
  const { apart, conditions } = messages().gan;
  if (output.join() !== shape.join()) {
    throw new RangeError(apart({ output: `[${output}]`, input: `[${shape}]` }));
  }
  const judged = inputsOf(discriminator).classes;
  if (classes !== judged) {
    throw new RangeError(conditions({ generator: classes ?? 0, discriminator: judged ?? 0 }));
  }
  return {
    latent,
    shape,
    classes,
    generate: (noise, condition) => applied(generator, noise, condition),
    judge: (x, condition) => applied(discriminator, x, condition),
  };
}

/** Class numbers `[B]` as one-hot rows `[B, classes]`, float32. */
export function oneHotOf(labels: Tensor, classes: number): Tensor {
  return tf.tidy(() => tf.cast(tf.oneHot(tf.cast(labels, 'int32'), classes), 'float32'));
}

/** @throws RangeError for a number that is none of a class: it would be a row of zeros */
export function checkLabels(labels: ArrayLike<number>, classes: number): void {
  const wrong = Array.from(labels).find(
    (label) => !(Number.isInteger(label) && label >= 0 && label < classes),
  );
  if (wrong === undefined) return;
  throw new RangeError(messages().gan.classNumber({ classes, given: wrong }));
}

/** What is trained of a model. */
export const weightsOf = (model: LayersModel): Variable[] =>
  model.trainableWeights.map((weight) => weight.read() as Variable);
