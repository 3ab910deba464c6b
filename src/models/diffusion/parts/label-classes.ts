/** Which classes a network of this family takes. */
import { messages } from '../../../messages/index.js';
import type { LayersModel } from '../../../nn/tf.js';
import { LABEL_EMBEDDING } from './conditioning.js';

/**
 * How many classes a network can be asked for: its null class is the number after the last. 0 where it
 * takes a noisy example and a time alone.
 *
 * @throws TypeError for a model with other inputs
 */
export function labelClasses(model: LayersModel): number {
  const { inputs, layers, name } = model;
  if (inputs.length === 2) return 0;
  const table = layers.find((layer) => layer.name === LABEL_EMBEDDING)?.weights[0]?.shape;
  if (inputs.length === 3 && typeof table?.[0] === 'number') return table[0] - 1;
  throw new TypeError(
    messages().diffusion.otherModel({
      model: name,
      given: inputs.map((one) => one.name).join(', '),
    }),
  );
}
