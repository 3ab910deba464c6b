/** The compared models in gradus, and their weights in the order that the peers read. */
import { tf } from 'gradus';
import { mlp } from 'gradus/deep-learning';
import { gpt, lstmClassifier } from 'gradus/nlp';
import { cnn, mobilenetSmall, resnet18, unet, vit } from 'gradus/vision';
import { textModels } from './texts/models.mjs';

/** @typedef {import('./tasks.mjs').Config} Config */
/** @typedef {import('gradus').LayersModel} LayersModel */

const needed = (/** @type {number | undefined} */ value) => value ?? Number.NaN;

/** @param {Config} c */
const imageOf = (c) => ({ inputShape: c.image ?? [0, 0, 0], classes: needed(c.classes), seed: 1 });

/** @param {Config} c */
const gptOf = (c) =>
  gpt({
    vocabSize: needed(c.vocabSize),
    context: needed(c.context),
    layers: needed(c.layers),
    heads: needed(c.heads),
    width: needed(c.width),
    seed: 1,
  });

/** @type {Record<string, (config: Config) => LayersModel>} */
const models = {
  mlp: (c) =>
    mlp({
      inputShape: [needed(c.inputs)],
      hidden: c.hidden ?? [],
      classes: needed(c.classes),
      seed: 1,
    }),
  cnn: (c) => cnn({ inputShape: [28, 28, 1], classes: needed(c.classes), seed: 1 }),
  lstm: (c) =>
    lstmClassifier({
      vocabSize: needed(c.vocabSize),
      length: needed(c.time),
      classes: needed(c.classes),
      width: needed(c.embedding),
      units: needed(c.units),
      seed: 1,
    }),
  gpt: gptOf,
  gpt2: gptOf,
  resnet18: (c) => resnet18({ inputShape: [64, 64, 3], classes: needed(c.classes), seed: 1 }),
  mobilenet: (c) => mobilenetSmall(imageOf(c)),
  vit: (c) =>
    vit({
      ...imageOf(c),
      patchSize: needed(c.patchSize),
      layers: needed(c.layers),
      heads: needed(c.heads),
      width: needed(c.width),
    }),
  unet: (c) => unet({ ...imageOf(c), depth: needed(c.depth), filters: needed(c.filters) }),
  ...textModels,
};

/**
 * @param {string} name
 * @param {Config} config
 */
export function modelOf(name, config) {
  const make = models[name];
  if (make === undefined) throw new RangeError(`Expected a known model. Received: ${name}`);
  return make(config);
}

/** ResNet's layers in the order in which torchvision lists them. */
function resnetLayers() {
  const convs = ['stem'];
  for (let stage = 0; stage < 4; stage++) {
    for (const block of [0, 1]) {
      const parts =
        stage > 0 && block === 0 ? ['conv_1', 'conv_2', 'shortcut'] : ['conv_1', 'conv_2'];
      convs.push(...parts.map((part) => `stage_${stage}_block_${block}_${part}`));
    }
  }
  return [...convs.flatMap((name) => [name, `${name}_norm`]), 'logits'];
}

/** MobileNet's layers from the image to the classes. */
function mobilenetLayers() {
  const convs = ['stem'];
  for (let block = 0; block < 5; block++) {
    convs.push(`block_${block}_depthwise`, `block_${block}_pointwise`);
  }
  return [...convs.flatMap((name) => [name, `${name}_norm`]), 'logits'];
}

/** @param {number} blocks */
function vitLayers(blocks) {
  const all = Array.from({ length: blocks }, (_, i) => `block_${i}`);
  return ['patches', 'class_token', 'positions', ...all, 'norm', 'logits'];
}

/**
 * U-Net's layers on the way down and up again.
 *
 * @param {number} depth
 */
function unetLayers(depth) {
  const pair = (/** @type {string} */ name) => [`${name}_conv_0`, `${name}_conv_1`];
  const levels = Array.from({ length: depth }, (_, level) => level);
  return [
    ...levels.flatMap((level) => pair(`down_${level}`)),
    ...pair('bottom'),
    ...levels.reverse().flatMap((level) => [`up_${level}`, ...pair(`up_${level}`)]),
    'logits',
  ];
}

/** @type {Record<string, (config: Config) => string[]>} */
const orders = {
  resnet18: resnetLayers,
  mobilenet: mobilenetLayers,
  vit: (c) => vitLayers(needed(c.layers)),
  unet: (c) => unetLayers(needed(c.depth)),
};

/**
 * The layers whose weights follow each other in a task.
 *
 * @param {string} name
 * @param {Config} config
 * @param {LayersModel} model
 */
export function layersOf(name, config, model) {
  return orders[name]?.(config).map((layer) => model.getLayer(layer)) ?? [model];
}

/** @param {Config} config */
export function optimizerOf({ optimizer, learningRate, weightDecay = 0, beta1, beta2 }) {
  if (optimizer === 'adam') return tf.train.adam(learningRate, beta1, beta2);
  if (optimizer === 'momentum') return tf.train.momentum(learningRate, 0.9);
  return tf.train.adamw(learningRate, { weightDecay, exclude: ['bias', 'gamma', 'beta'] });
}
