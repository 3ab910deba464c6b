/** What predicts the noise, or a velocity: a network, or a function that knows it exactly. */
import * as tfl from '@tensorflow/tfjs-layers';
import { describe } from '../backend/explain-error.js';
import { messages } from '../messages/index.js';
import { labelClasses } from '../models/diffusion/parts/label-classes.js';
import { type LayersModel, type Tensor, tf } from '../nn/tf.js';

/**
 * A prediction for noisy examples.
 *
 * @param x noisy examples `[B, …]`
 * @param time `[B, 1]` float32: the step of the schedule, or 1000 · t of a flow
 * @param label classes `[B, 1]` int32; none where no class is asked for
 * @returns of the shape of `x`
 */
export type DenoiserFunction = (x: Tensor, time: Tensor, label?: Tensor) => Tensor;

/** A network, such as `denoisingUnet` makes, or a function. */
export type Denoiser = LayersModel | DenoiserFunction;

/** A denoiser as losses and samplers use it. */
export interface Predictor {
  /** Undefined for a function. */
  readonly model: LayersModel | undefined;
  /** 0 where there are none; undefined where a function does not say. */
  readonly classes: number | undefined;
  /** As a function is called; without a label, a network with classes is told the null class. */
  predict(x: Tensor, time: Tensor, label: Tensor | undefined, training: boolean): Tensor;
}

const isModel = (value: object): value is LayersModel => value instanceof tfl.LayersModel;

/** The null class for each of a batch, `[B, 1]`. */
const nullLabels = (batch: number, classes: number): Tensor =>
  tf.fill([batch, 1], classes, 'int32');

function ofModel(model: LayersModel): Predictor {
  const classes = labelClasses(model);
  return {
    ...{ model, classes },
    predict(x, time, label, training) {
      if (classes === 0) return model.apply([x, time], { training }) as Tensor;
      const given = label ?? nullLabels(x.shape[0] as number, classes);
      return model.apply([x, time, given], { training }) as Tensor;
    },
  };
}

/** @throws TypeError for what is no denoiser */
export function predictorOf(denoiser: Denoiser): Predictor {
  if (typeof denoiser === 'function') {
    return {
      model: undefined,
      classes: undefined,
      predict(x, time, label) {
        const given: unknown = denoiser(x, time, label);
        const shape = given instanceof tf.Tensor ? given.shape : undefined;
        if (String(shape) === String(x.shape)) return given as Tensor;
        const text = { expected: `[${x.shape}]`, given: describe(given) };
        throw new TypeError(messages().diffusion.prediction(text));
      },
    };
  }
  if (typeof denoiser === 'object' && denoiser !== null && isModel(denoiser)) {
    return ofModel(denoiser);
  }
  throw new TypeError(messages().diffusion.denoiser({ given: describe(denoiser) }));
}

/**
 * A predictor that goes beyond what a class asks for: `(1 + w) · p(x, class) − w · p(x)` (Ho & Salimans
 * 2022, equation 6, arXiv:2207.12598).
 *
 * @param weight w; 0 leaves the prediction for the class as it is
 */
export function guided(predictor: Predictor, weight: number): Predictor {
  if (weight === 0) return predictor;
  const { classes } = predictor;
  return {
    ...predictor,
    predict(x, time, label, training) {
      const [batch = 0] = x.shape;
      const [asked, free] =
        classes === undefined || label === undefined
          ? [label, undefined].map((one) => predictor.predict(x, time, one, training))
          : // One call on both: a network takes a batch of twice the size in less than twice the time.
            tf.split(
              predictor.predict(
                tf.concat([x, x]),
                tf.concat([time, time]),
                tf.concat([label, nullLabels(batch, classes)]),
                training,
              ),
              2,
            );
      return tf.sub(tf.mul(asked as Tensor, 1 + weight), tf.mul(free as Tensor, weight));
    },
  };
}
