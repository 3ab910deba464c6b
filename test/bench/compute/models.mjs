/** The compared models in gradus, and their weights in the order that the peers read. */
import { tf } from 'gradus';
import { mlp } from 'gradus/deep-learning';
import { gpt, lstmClassifier } from 'gradus/nlp';
import { cnn, resnet18 } from 'gradus/vision';

/** @typedef {import('./tasks.mjs').Config} Config */
/** @typedef {import('gradus').LayersModel} LayersModel */

const needed = (/** @type {number | undefined} */ value) => value ?? Number.NaN;

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

/**
 * The layers whose weights follow each other in a task.
 *
 * @param {string} name
 * @param {LayersModel} model
 */
export function layersOf(name, model) {
  return name === 'resnet18' ? resnetLayers().map((layer) => model.getLayer(layer)) : [model];
}

/** @param {Config} config */
export function optimizerOf({ optimizer, learningRate, weightDecay = 0 }) {
  if (optimizer === 'adam') return tf.train.adam(learningRate);
  if (optimizer === 'momentum') return tf.train.momentum(learningRate, 0.9);
  return tf.train.adamw(learningRate, { weightDecay, exclude: ['bias', 'gamma', 'beta'] });
}
