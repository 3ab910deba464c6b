/** The layers that a model is made of. */
import * as tfl from '@tensorflow/tfjs-layers';
import { CompositeLayer } from './composite-layer.js';

/** Fields in which TimeDistributed, Bidirectional and RNN hold the layers and cells they wrap. */
const WRAPPED = ['layer', 'forwardLayer', 'backwardLayer', 'cell', 'cells'];

/** A layer and all layers within it, outermost first, always in the same order. */
export function layersWithin(layer: object): object[] {
  const inner: unknown[] = WRAPPED.flatMap((name) => Reflect.get(layer, name) ?? []);
  if (layer instanceof tfl.LayersModel) inner.push(...layer.layers);
  if (layer instanceof CompositeLayer) inner.push(...layer.parts);
  return [
    layer,
    ...inner.flatMap((one) => (one instanceof tfl.layers.Layer ? layersWithin(one) : [])),
  ];
}
