/** Tuning by few weights: LoRA. */
import type * as tfl from '@tensorflow/tfjs-layers';
import { checkSizes, shown } from '../../checks.js';
import { messages } from '../../messages/index.js';
import { partSeeds } from '../../models/part-seeds.js';
import type { Dense } from '../../nn/layers/dense.js';
import { denseWithin, hasLowRankChanges } from '../../nn/layers/dense-within.js';
import type { LayersModel } from '../../nn/tf.js';

export interface LoraOptions {
  /** Rank of the change of each kernel, r. Default 8. */
  rank?: number;
  /** The change counts alpha / r times; above 0. Default 16. */
  alpha?: number;
  /**
   * Names of the dense layers that are changed: of a GPT `qkv`, `projection`, `up`, `down`, and `head` where it is
   * not tied. Default: all but the last layer of the model.
   */
  targets?: readonly string[];
  /** Fixes the changes at the start. Default 0. */
  seed?: number;
}

/** The weights that learnt before a model was given its changes. */
const frozen = new WeakMap<LayersModel, readonly tfl.LayerVariable[]>();

function targetsOf(model: LayersModel, targets: readonly string[] | undefined): Dense[] {
  const all = denseWithin(model);
  const last: unknown = model.layers.at(-1);
  const chosen =
    targets === undefined
      ? all.filter((layer) => layer !== last)
      : all.filter(({ name }) => targets.includes(name));
  const names = new Set(chosen.map(({ name }) => name));
  const missing = targets?.filter((name) => !names.has(name)) ?? [];
  if (chosen.length > 0 && missing.length === 0) return chosen;
  const known = [...new Set(all.map(({ name }) => `\`${name}\``))].join(', ');
  throw new RangeError(messages().nlp.alignment.targets({ known, given: shown(missing) }));
}

/**
 * Lets a model learn by low-rank changes of its dense layers alone (LoRA; Hu et al. 2021, arXiv:2106.09685): beside a
 * kernel W `[in, out]` comes (alpha / r) · A · B with A `[in, r]` and B `[r, out]`, and nothing else learns. B starts
 * at 0, so that the model first answers as before.
 *
 * Call it before the trainer and its optimiser are made. `mergeLora` puts the changes into the kernels, `removeLora`
 * takes them away; one of them comes before the model is saved.
 *
 * @throws RangeError for options out of range, or names that no dense layer has; TypeError for a model that has
 *   changes already
 * @example
 * addLora(model, { rank: 4, targets: ['qkv', 'projection'] });
 * const trainer = new Trainer({ model, loss: sparseSoftmaxCrossEntropy, optimizer: tf.train.adam(1e-3) });
 * await trainer.fit(data, { epochs: 3 });
 * mergeLora(model);
 */
export function addLora(model: LayersModel, options: LoraOptions = {}): void {
  const { rank = 8, alpha = 16, targets, seed = 0 } = options;
  const { alignment } = messages().nlp;
  checkSizes({ rank });
  if (!(alpha > 0 && alpha < Infinity)) {
    throw new RangeError(alignment.alpha({ given: shown(alpha) }));
  }
  if (hasLora(model)) throw new TypeError(alignment.loraTwice({ model: model.name }));
  const layers = targetsOf(model, targets);
  const before = (model.weights as tfl.LayerVariable[]).filter(({ trainable }) => trainable);
  for (const weight of before) weight.trainable = false;
  frozen.set(model, before);
  const seedOf = partSeeds(seed);
  for (const [i, layer] of layers.entries()) {
    layer.addChange({ rank, scale: alpha / rank, seed: seedOf(`lora_${i}`) });
  }
}

/** Whether a model has changes of `addLora` that are neither merged nor removed. */
export function hasLora(model: LayersModel): boolean {
  return hasLowRankChanges(model);
}

function endLora(model: LayersModel, merge: boolean): void {
  if (!hasLora(model)) {
    throw new TypeError(messages().nlp.alignment.noLora({ model: model.name }));
  }
  for (const layer of denseWithin(model)) layer.endChange({ merge });
  for (const weight of frozen.get(model) ?? []) weight.trainable = true;
  frozen.delete(model);
}

/**
 * Puts the changes of `addLora` into the kernels: the model answers as before (to rounding), has the weights that it
 * had at first, and all that learnt before learns again.
 *
 * @throws TypeError for a model without changes
 * @example
 * mergeLora(model);
 * await saveModel(model, 'models/tuned');
 */
export function mergeLora(model: LayersModel): void {
  endLora(model, true);
}

/**
 * Takes the changes of `addLora` away: the model is again what it was before.
 *
 * @throws TypeError for a model without changes
 * @example
 * removeLora(model);
 */
export function removeLora(model: LayersModel): void {
  endLora(model, false);
}
