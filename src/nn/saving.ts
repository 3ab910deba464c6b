/** What is saved can be loaded; what could not is refused when it is saved. */
import * as tfl from '@tensorflow/tfjs-layers';
import { messages } from '../messages/index.js';

/** A model that no file can hold. */
export class CannotSaveError extends Error {
  override readonly name = 'CannotSaveError';
  readonly code = 'cannot-save';
}

/** Losses or metrics that are functions, which JSON cannot hold. */
function hasFunction(given: unknown): boolean {
  if (typeof given === 'function') return true;
  return typeof given === 'object' && given !== null && Object.values(given).some(hasFunction);
}

/** @throws CannotSaveError with the reason and what to do */
function checkSaveable(model: tfl.LayersModel, config: { includeOptimizer?: boolean } = {}): void {
  const { saving } = messages().library;
  if (!(model.inputs?.length > 0))
    throw new CannotSaveError(saving.notBuilt({ model: model.name }));
  const seen = new Set<string>();
  for (const { originalName } of model.weights) {
    if (seen.has(originalName)) {
      const layer = originalName.split('/')[0] as string;
      const uses = model.layers.filter(({ name }) => name === layer);
      const isShared = new Set(uses).size < uses.length;
      throw new CannotSaveError(
        isShared ? saving.usedTwice({ layer }) : saving.sameName({ layer, weight: originalName }),
      );
    }
    seen.add(originalName);
  }
  const isFunction = hasFunction(Reflect.get(model, 'loss'));
  if (config.includeOptimizer === true && isFunction) {
    throw new CannotSaveError(saving.ownLoss({ model: model.name }));
  }
}

/** What is used of a layer beside its public face. */
interface FirstLayer {
  /** What says in its configuration that a model begins with it. */
  batchInputShape?: tfl.Shape;
  readonly inboundNodes?: readonly { readonly inboundLayers: readonly tfl.layers.Layer[] }[];
}

/** Puts the checks before `save`, and before `add` of sequential models. */
export function checkSaving(): void {
  const { save } = tfl.LayersModel.prototype;
  tfl.LayersModel.prototype.save = async function (this: tfl.LayersModel, handler, config) {
    checkSaveable(this, config);
    return save.call(this, handler, config);
  };

  const { add } = tfl.Sequential.prototype;
  tfl.Sequential.prototype.add = function (this: tfl.Sequential, layer) {
    const first = layer as tfl.layers.Layer & FirstLayer;
    const isFirst = this.layers.length === 0 && !(layer instanceof tfl.LayersModel);
    if (isFirst) {
      const before = first.inboundNodes?.[0]?.inboundLayers ?? [];
      const other = before.find((one) => one.getClassName() !== 'InputLayer');
      // tfjs would compute through the layers before it, but neither list nor save them.
      if (other !== undefined) {
        const { connected } = messages().library.saving;
        throw new CannotSaveError(connected({ layer: layer.name, other: other.name }));
      }
    }
    add.call(this, layer);
    // A layer that was applied before knows its input, but its configuration does not say so.
    const shape = this.inputs?.[0]?.shape;
    if (isFirst && shape !== undefined) first.batchInputShape ??= shape;
  };
}
