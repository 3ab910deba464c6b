/** Whether a model is made of the library's own layers alone. */
import { serialization } from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { isLibraryOwn } from '../backend/capture/index.js';

/** The classes that TensorFlow.js itself registered: this runs before any code of a user. */
const builtIn = new Set<unknown>(
  Object.values(serialization.SerializationMap.getMap().classNameMap).map(([type]) => type),
);

/** The name of the first layer, of this one and those within it, that a user wrote. */
export function foreignLayer(layer: object): string | undefined {
  if (!(layer instanceof tfl.layers.Layer)) return String(layer);
  const own = isLibraryOwn(layer.constructor) || builtIn.has(layer.constructor);
  if (!own || Object.hasOwn(layer, 'call')) return layer.name;
  const inner: unknown[] = [];
  if (layer instanceof tfl.LayersModel) inner.push(...layer.layers);
  // TimeDistributed, Bidirectional and RNN wrap layers and cells.
  for (const name of ['layer', 'forwardLayer', 'backwardLayer', 'cell', 'cells']) {
    const value: unknown = Reflect.get(layer, name);
    if (value !== undefined && value !== null) inner.push(...[value].flat());
  }
  for (const one of inner) {
    const found = typeof one === 'object' && one !== null ? foreignLayer(one) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}
