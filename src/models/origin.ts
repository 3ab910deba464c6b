/** Which spec and which options a model was built from. */
import type { Layer, LayersModel } from '../nn/tf.js';
import type { ModelSpec } from './spec.js';

export interface Origin {
  readonly spec: ModelSpec;
  /** All of them, checked. */
  readonly options: object;
}

interface Remembered extends Origin {
  readonly layers: readonly Layer[];
}

const origins = new WeakMap<LayersModel, Remembered>();

export function rememberOrigin(model: LayersModel, origin: Origin): void {
  origins.set(model, { ...origin, layers: [...model.layers] });
}

/** Undefined for a model that no spec built, and for one that had a layer added or taken off since. */
export function originOf(model: LayersModel): Origin | undefined {
  const origin = origins.get(model);
  if (origin === undefined || origin.layers.length !== model.layers.length) return undefined;
  return origin.layers.every((layer, i) => layer === model.layers[i]) ? origin : undefined;
}
