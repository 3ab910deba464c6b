/** What a classifier sees in examples, before it decides. */
import { shown } from '../checks.js';
import { messages } from '../messages/index.js';
import { type LayersModel, type Tensor, type Tensor2D, tf } from '../nn/tf.js';
import { rowsOf } from './rows.js';

export interface FeaturesOfOptions {
  /** Name of the layer whose output is taken. Default: the layer before the last, as in the FID. */
  layer?: string;
  /** Examples at a time. Default 256. */
  batchSize?: number;
}

/**
 * The outputs of a layer of a trained model as features: distances between them follow what the model has
 * learnt to see, where distances of pixels do not. Dropout and the like rest, as in `predict`.
 *
 * @param model a classifier; it is not changed
 * @param examples its input, `[N, …]`
 * @returns features `[N, D]` float32, D = all numbers of the layer's output; the caller disposes them
 * @throws RangeError when the model has no such layer
 * @example
 * const features = featuresOf(classifier, images, { layer: 'hidden_1' });
 */
export function featuresOf(
  model: LayersModel,
  examples: Tensor,
  options: FeaturesOfOptions = {},
): Tensor2D {
  const where = 'featuresOf';
  const { layer, batchSize = 256 } = options;
  const { count } = rowsOf(where, 'examples', examples);
  const names = model.layers.map(({ name }) => name);
  const wanted = layer ?? names.at(-2);
  if (wanted === undefined || !names.includes(wanted)) {
    const known = names.join(', ');
    throw new RangeError(messages().generative.noLayer({ where, known, given: shown(wanted) }));
  }
  // It shares its layers with the model: disposed, it would take their weights along.
  const cut = tf.model({ inputs: model.inputs, outputs: model.getLayer(wanted).output });
  return tf.tidy(() => {
    return tf.reshape(cut.predict(examples, { batchSize }) as Tensor, [count, -1]) as Tensor2D;
  });
}
