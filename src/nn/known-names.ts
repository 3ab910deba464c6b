/** Options of layers and optimisers whose names mean nothing, but are close to one that does. */
import type * as tfl from '@tensorflow/tfjs-layers';
import { checkOptionNames, nearest, UnknownOptionError } from '../backend/known-options.js';

/** What every layer takes beside what stands in its configuration. */
const COMMON = `name trainable dtype batchSize batchInputShape inputShape inputDType weights`.split(
  ' ',
);

/**
 * Refuses a misspelt option of a layer. What a layer takes is not written down anywhere, so that an
 * option which is like none is let through.
 */
export function checkLayerOptions(where: string, options: unknown, layer: tfl.layers.Layer): void {
  if (typeof options !== 'object' || options === null) return;
  const known = [...COMMON, ...Object.keys(layer.getConfig())];
  for (const option of Object.keys(options)) {
    if (known.includes(option) || nearest(option, known) === undefined) continue;
    throw new UnknownOptionError(where, option, known);
  }
}

const DECAYING = ['weightDecay', 'beta1', 'beta2', 'epsilon', 'exclude'];

/** Settings that TensorFlow.js takes as they come: without a rate, all weights become NaN. */
export function checkOptimizerArguments(name: string, args: readonly unknown[]): void {
  const where = `tf.train.${name}`;
  if ((name === 'adamw' || name === 'lamb') && typeof args[1] === 'object' && args[1] !== null) {
    checkOptionNames(where, args[1], DECAYING);
  }
  const needed = { momentum: ['learningRate', 'momentum'], adagrad: ['learningRate'] }[name] ?? [];
  const named = needed.length > 0 ? needed : ['learningRate'];
  for (const [i, argument] of named.entries()) {
    const value = args[i];
    if (value === undefined && i >= needed.length) continue;
    if (typeof value === 'number' && Number.isFinite(value) && value >= 0) continue;
    // These have checks of their own, with the same words.
    if (['sgd', 'rmsprop', 'adam', 'adamw', 'lamb'].includes(name)) continue;
    throw new RangeError(
      `Expected \`${argument}\` to be a number >= 0. Received: ${String(value)} (${where})`,
    );
  }
}
