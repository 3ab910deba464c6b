/**
 * Every model of the library, by its id: a line here is all that a new file needs. Each is imported when
 * it is asked for, so that a program pays for the models that it uses.
 */
import type { ModelSpec } from './spec.js';

type Import = () => Promise<{ readonly spec: ModelSpec }>;

export const registry = {
  'deep-learning/autoencoder': () => import('./deep-learning/autoencoder.js'),
  'deep-learning/cnn1d': () => import('./deep-learning/cnn1d.js'),
  'deep-learning/conv-autoencoder': () => import('./deep-learning/conv-autoencoder.js'),
  'deep-learning/denoising-autoencoder': () => import('./deep-learning/denoising-autoencoder.js'),
  'deep-learning/mlp': () => import('./deep-learning/mlp.js'),
  'deep-learning/mlp-regressor': () => import('./deep-learning/mlp-regressor.js'),
  'diffusion/denoising-mlp': () => import('./diffusion/denoising-mlp.js'),
  'diffusion/denoising-unet': () => import('./diffusion/denoising-unet.js'),
  'gan/conditional-discriminator': () => import('./gan/conditional-discriminator.js'),
  'gan/conditional-generator': () => import('./gan/conditional-generator.js'),
  'gan/dcgan-discriminator': () => import('./gan/dcgan-discriminator.js'),
  'gan/dcgan-generator': () => import('./gan/dcgan-generator.js'),
  'gan/gan-discriminator': () => import('./gan/gan-discriminator.js'),
  'gan/gan-generator': () => import('./gan/gan-generator.js'),
  'nlp/bag-of-words-classifier': () => import('./nlp/bag-of-words-classifier.js'),
  'nlp/bert-classifier': () => import('./nlp/bert-classifier.js'),
  'nlp/bert-masked-lm': () => import('./nlp/bert-masked-lm.js'),
  'nlp/bert-question-answering': () => import('./nlp/bert-question-answering.js'),
  'nlp/bi-lstm-classifier': () => import('./nlp/bi-lstm-classifier.js'),
  'nlp/bi-lstm-tagger': () => import('./nlp/bi-lstm-tagger.js'),
  'nlp/glove': () => import('./nlp/glove.js'),
  'nlp/gpt': () => import('./nlp/gpt.js'),
  'nlp/gru-classifier': () => import('./nlp/gru-classifier.js'),
  'nlp/lstm-classifier': () => import('./nlp/lstm-classifier.js'),
  'nlp/seq2seq': () => import('./nlp/seq2seq.js'),
  'nlp/skip-gram': () => import('./nlp/skip-gram.js'),
  'nlp/text-cnn': () => import('./nlp/text-cnn.js'),
  'nlp/transformer': () => import('./nlp/transformer.js'),
  'nlp/transformer-classifier': () => import('./nlp/transformer-classifier.js'),
  'vae/conditional-vae': () => import('./vae/conditional-vae.js'),
  'vae/conv-vae': () => import('./vae/conv-vae.js'),
  'vae/vae': () => import('./vae/vae.js'),
  'vae/vq-vae': () => import('./vae/vq-vae.js'),
  'vision/cnn': () => import('./vision/cnn.js'),
  'vision/lenet': () => import('./vision/lenet.js'),
  'vision/mobilenet-small': () => import('./vision/mobilenet-small.js'),
  'vision/resnet18': () => import('./vision/resnet18.js'),
  'vision/resnet20': () => import('./vision/resnet20.js'),
  'vision/resnet34': () => import('./vision/resnet34.js'),
  'vision/unet': () => import('./vision/unet.js'),
  'vision/vgg-small': () => import('./vision/vgg-small.js'),
  'vision/vit': () => import('./vision/vit.js'),
} as const satisfies Readonly<Record<string, Import>>;

/** The id of a model of the library: its family and its file. */
export type ModelId = keyof typeof registry;

export const modelIds = Object.keys(registry) as ModelId[];

export function isModelId(id: string): id is ModelId {
  return Object.hasOwn(registry, id);
}

/** What the model of an id says of itself. */
export async function modelSpec(id: ModelId): Promise<ModelSpec> {
  const { spec } = await registry[id]();
  return spec;
}
