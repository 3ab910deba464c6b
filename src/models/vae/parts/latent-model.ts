/** What variational autoencoders share: their two halves as models of their own. */
import { type Layer, type LayersModel, type SymbolicTensor, tf } from '../../../nn/tf.js';
import type { partSeeds } from '../../part-seeds.js';
import { pixelVariance } from './pixel-variance.js';
import type { Likelihood, PixelVariance } from './vae-options.js';

export interface LatentModel {
  readonly name: string;
  readonly inputShape: readonly number[];
  readonly latent: number;
  readonly likelihood: Likelihood;
  readonly variance: PixelVariance;
  /** Numbers of a condition; 0 for none. */
  readonly conditions: number;
  readonly seedOf: ReturnType<typeof partSeeds>;
}

export interface Halves {
  /** Examples to features `[B, F]`, layer by layer. */
  readonly encoder: readonly Layer[];
  /** A code, and its condition behind it, to scores of the examples' shape. */
  readonly decoder: readonly Layer[];
}

const CONDITION = 'condition';

const chain = (layers: readonly Layer[], x: SymbolicTensor): SymbolicTensor =>
  layers.reduce((value, layer) => layer.apply(value), x);

const many = (layer: Layer, inputs: SymbolicTensor[]): SymbolicTensor[] =>
  [layer.apply(inputs)].flat();

const one = (layer: Layer, inputs: SymbolicTensor[]): SymbolicTensor =>
  many(layer, inputs)[0] as SymbolicTensor;

/** The examples or the codes, and the condition where there is one. */
function places(
  { conditions }: LatentModel,
  shape: readonly number[],
  name: string,
): SymbolicTensor[] {
  const first = tf.input({ shape: [...shape], name });
  if (conditions === 0) return [first];
  return [first, tf.input({ shape: [conditions], name: CONDITION })];
}

/** One vector of a vector and a condition. */
const joined = (inputs: SymbolicTensor[], name: string): SymbolicTensor =>
  inputs.length === 1
    ? (inputs[0] as SymbolicTensor)
    : one(tf.layers.concatenate({ name }), inputs);

/** Examples → mean and log variance of q(z|x). */
function encoderOf(model: LatentModel, body: readonly Layer[]): LayersModel {
  const { latent, inputShape, seedOf } = model;
  const inputs = places(model, inputShape, 'examples');
  const head = (name: string): Layer =>
    tf.layers.dense({
      units: latent,
      kernelInitializer: tf.initializers.glorotUniform({ seed: seedOf(name) }),
      name,
    });
  let features: SymbolicTensor;
  if (inputs.length === 1) features = chain(body, inputs[0] as SymbolicTensor);
  else {
    const [examples, condition] = inputs as [SymbolicTensor, SymbolicTensor];
    const flat =
      inputShape.length === 1
        ? examples
        : tf.layers.flatten({ name: 'flatten' }).apply<SymbolicTensor>(examples);
    features = chain(body, joined([flat, condition], 'example_and_condition'));
  }
  const outputs = ['mean', 'log_variance'].map((name) => head(name).apply(features));
  return tf.model({ inputs, outputs, name: 'encoder' });
}

/** Codes → scores → the mean of each pixel. */
function decoderOf(model: LatentModel, body: readonly Layer[]): LayersModel {
  const { latent, likelihood } = model;
  const within = places(model, [latent], 'codes');
  const scores = tf.model({
    inputs: within,
    outputs: chain(body, joined(within, 'code_and_condition')),
    name: 'scores',
  });
  const inputs = places(model, [latent], 'codes');
  const activation = likelihood === 'bernoulli' ? 'sigmoid' : 'linear';
  const pixels = tf.layers.activation({ activation, name: 'pixels' });
  return tf.model({ inputs, outputs: pixels.apply(one(scores, inputs)), name: 'decoder' });
}

/**
 * Examples, and their condition where there is one → the decoder's pixels for the mean of q(z|x). Nothing
 * in it is random: codes are sampled by what trains and measures it.
 */
export function latentModel(model: LatentModel, halves: Halves): LayersModel {
  const inputs = places(model, model.inputShape, 'examples');
  const [mean] = many(encoderOf(model, halves.encoder), inputs) as [SymbolicTensor];
  const decoder = decoderOf(model, halves.decoder);
  let outputs = one(decoder, [mean, ...inputs.slice(1)]);
  if (model.likelihood === 'gaussian' && model.variance === 'learnt') {
    outputs = pixelVariance('variance').apply(outputs);
  }
  return tf.model({ inputs, outputs, name: model.name });
}
