/**
 * Masks of padding, honoured or refused.
 *
 * tfjs hands the mask of a `masking` or `embedding({ maskZero: true })` layer to each layer behind it
 * and leaves it to them whether they look: pooling, convolutions and most others compute over the
 * padding. It also goes on handing it out where it no longer belongs, behind a layer that ended it.
 */
import * as core from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { messages } from '../../messages/index.js';
import { isBuiltIn } from '../built-in-classes.js';
import { MaskError } from './mask-error.js';

type Options = { mask?: unknown } & Record<string, unknown>;

/** Layers that treat each step alone; the mask holds for their output as for their input. */
const STEPWISE = new Set(
  `Activation AlphaDropout Dense Dropout ELU GaussianDropout GaussianNoise LeakyReLU PReLU ReLU
  RMSNorm Rescaling SpatialDropout1D ThresholdedReLU TimeDistributed`.split(/\s+/),
);
/** Stepwise too, along their last axis. */
const ALONG_LAST = new Set(['LayerNormalization', 'Softmax']);
/** Layers that pass the masked steps over. */
const RECURRENT = new Set(['Bidirectional', 'GRU', 'LSTM', 'RNN', 'SimpleRNN']);
/** Layers behind which no step is padding any more. */
const ENDING = new Set(['GlobalAveragePooling1D', 'LinearChainCrf']);
const MERGING = new Set(['Add', 'Average', 'Maximum', 'Minimum', 'Multiply']);

/** What a layer does with a mask, and whether there is one behind it. */
type Manner = 'reads' | 'carries' | 'reads and carries' | 'refuses';

function isLast(layer: tfl.layers.Layer, rank: number): boolean {
  const axis: unknown = Reflect.get(layer, 'axis');
  return [axis].flat().every((one) => one === undefined || one === -1 || one === rank - 1);
}

function mannerOf(layer: tfl.layers.Layer, rank: number, all: boolean): Manner {
  const name = layer.getClassName();
  if (layer instanceof tfl.LayersModel || STEPWISE.has(name)) return 'carries';
  if (ALONG_LAST.has(name)) return isLast(layer, rank) ? 'carries' : 'refuses';
  if (RECURRENT.has(name)) {
    return Reflect.get(layer, 'returnSequences') === true ? 'reads and carries' : 'reads';
  }
  if (ENDING.has(name)) return 'reads';
  if (MERGING.has(name)) return 'carries';
  if (name === 'Concatenate') return isLast(layer, rank) || all ? 'carries' : 'refuses';
  // A user's layer says of itself that it knows masks; of tfjs's own, the others do not.
  const registered = core.serialization.SerializationMap.getMap().classNameMap[name];
  return layer.supportsMasking && !isBuiltIn(registered?.[0]) ? 'reads and carries' : 'refuses';
}

function begins(layer: tfl.layers.Layer): boolean {
  const name = layer.getClassName();
  return name === 'Masking' || (name === 'Embedding' && Reflect.get(layer, 'maskZero') === true);
}

/** Outputs with padded steps among them. */
const padded = new WeakSet<object>();
/** The mask that was seen in these options before: tfjs uses one object for a whole model. */
const seen = new WeakMap<object, unknown>();

/** Whether a tensor has padded steps that a mask names. */
export function isPadded(x: object): boolean {
  return padded.has(x);
}

/** A mask that tfjs left in the options from a layer before. */
function isLeftOver(options: Options, hasPadding: boolean): boolean {
  const before = seen.get(options);
  seen.set(options, options.mask);
  return before === options.mask && !hasPadding;
}

function refuse(layer: tfl.layers.Layer): never {
  const { name } = layer;
  const className = layer.getClassName();
  const { masks } = messages().library;
  const known = isBuiltIn(
    core.serialization.SerializationMap.getMap().classNameMap[className]?.[0],
  );
  throw new MaskError(
    `${masks.ignored({ name, className })} ${known ? masks.remedy() : masks.ownRemedy()}`,
  );
}

/**
 * Watches the masks of all layers.
 *
 * @throws MaskError from a layer that would compute over padding
 */
function watch(prototype: tfl.layers.Layer): void {
  const { apply } = prototype;
  prototype.apply = function (this: tfl.layers.Layer, inputs, given) {
    const list: unknown[] = Array.isArray(inputs) ? inputs : [inputs];
    const concrete = list.every((one) => one instanceof core.Tensor);
    if (!concrete) return apply.call(this, inputs, given);
    const tensors = list as core.Tensor[];
    let options = given as Options | undefined;
    const paddedOnes = tensors.filter((one) => padded.has(one)).length;
    if (options?.mask != null && isLeftOver(options, paddedOnes > 0)) {
      options = { ...options, mask: undefined };
    }
    if (begins(this)) return marked(apply.call(this, inputs, given));
    if (paddedOnes === 0 && options?.mask == null) return apply.call(this, inputs, options);
    const all = paddedOnes === tensors.length;
    const manner = mannerOf(this, tensors[0]?.rank ?? 0, all);
    const isLost = manner.startsWith('reads') && options?.mask == null;
    if (manner === 'refuses' || isLost) return refuse(this);
    if (manner === 'carries') this.supportsMasking = true;
    // tfjs adds the mask to the scores there, of another shape.
    if (this.getClassName() === 'Softmax') options = { ...options, mask: undefined };
    const outputs = apply.call(this, inputs, options);
    // A model's inner layers have marked what it gives.
    const marks = manner.endsWith('carries') && !(this instanceof tfl.LayersModel);
    return marks && (all || this.getClassName() === 'Concatenate' || paddedOnes === 0)
      ? marked(outputs)
      : outputs;
  };
}

function marked<T>(outputs: T): T {
  for (const one of [outputs].flat()) if (one instanceof core.Tensor) padded.add(one);
  return outputs;
}

interface Merging {
  computeMask(inputs: unknown, mask?: unknown): core.Tensor | null;
}

/** Steps count where they count in one of the inputs, as in Keras; tfjs gives a mask of another rank. */
function mergeMasks(prototype: Merging): void {
  prototype.computeMask = (_inputs, mask) => {
    const masks = (Array.isArray(mask) ? mask : []) as (core.Tensor | null)[];
    if (masks.length === 0 || masks.some((one) => one == null)) return null;
    return core.tidy(() => (masks as core.Tensor[]).reduce((all, one) => core.logicalOr(all, one)));
  };
}

/** Lets every layer look at masks, and the merging ones merge them. */
export function installMasks(): void {
  watch(tfl.layers.Layer.prototype);
  for (const make of [
    tfl.layers.add,
    tfl.layers.average,
    tfl.layers.maximum,
    tfl.layers.minimum,
    tfl.layers.multiply,
  ]) {
    mergeMasks(Object.getPrototypeOf(make({ name: 'merge' })) as Merging);
  }
}
