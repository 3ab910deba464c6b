/** The layers of a model by their names, to run them one by one. */
import { messages } from '../../../messages/index.js';
import type { Layer, LayersModel } from '../../../nn/tf.js';

export interface LayersByName {
  /** @throws TypeError where there is none: the model was made by another function */
  required(name: string): Layer;
  optional(name: string): Layer | undefined;
}

/**
 * @param madeBy the function that makes such models, for the message
 */
export function layersByName(model: LayersModel, madeBy: string): LayersByName {
  const layers = Array.isArray(model?.layers) ? model.layers : [];
  const found = new Map(layers.map((layer) => [layer.name, layer]));
  return {
    optional: (name) => found.get(name),
    required(name) {
      const layer = found.get(name);
      if (layer !== undefined) return layer;
      const names = [...found.keys()].join(', ');
      throw new TypeError(messages().models.notMadeBy({ name: madeBy, layers: names }));
    },
  };
}
