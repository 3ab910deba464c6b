/** What a model is made of, and whether all of it is the library's own. */
import { serialization } from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { isLibraryOwn } from '../backend/capture/index.js';
import { CompositeLayer } from './layers/composite-layer.js';

/** The classes that TensorFlow.js itself registered: this runs before any code of a user. */
const builtIn = new Set<unknown>(
  Object.values(serialization.SerializationMap.getMap().classNameMap).map(([type]) => type),
);

/** A layer and all layers within it, outermost first, always in the same order. */
export function layersWithin(layer: object): object[] {
  if (!(layer instanceof tfl.layers.Layer)) return [layer];
  const inner: unknown[] = [];
  if (layer instanceof tfl.LayersModel) inner.push(...layer.layers);
  if (layer instanceof CompositeLayer) inner.push(...layer.parts);
  // TimeDistributed, Bidirectional and RNN wrap layers and cells.
  for (const name of ['layer', 'forwardLayer', 'backwardLayer', 'cell', 'cells']) {
    const value: unknown = Reflect.get(layer, name);
    if (typeof value === 'object' && value !== null) inner.push(...[value].flat());
  }
  const objects = inner.filter((one) => typeof one === 'object' && one !== null);
  return [layer, ...objects.flatMap((one) => layersWithin(one as object))];
}

/** The name of the first layer, of this one and those within it, that a user wrote. */
export function foreignLayer(layer: object): string | undefined {
  for (const one of layersWithin(layer)) {
    if (!(one instanceof tfl.layers.Layer)) return String(one);
    const own = isLibraryOwn(one.constructor) || builtIn.has(one.constructor);
    if (!own || Object.hasOwn(one, 'call')) return one.name;
  }
  return undefined;
}
