/** What autoencoders share: their two halves as models of their own. */
import * as tfl from '@tensorflow/tfjs-layers';
import { messages } from '../../../messages/index.js';
import { type Layer, type LayersModel, type SymbolicTensor, tf } from '../../../nn/tf.js';
import type { partSeeds } from '../../part-seeds.js';

/** What the numbers of a reconstruction are: `sigmoid` for pixels in [0, 1], `linear` for any. */
export type ReconstructionActivation = 'sigmoid' | 'linear';

type SeedOf = ReturnType<typeof partSeeds>;

/** Noise in training where there is any, encoder, decoder. */
export function encoderDecoder(
  name: string,
  parts: { readonly encoder: readonly Layer[]; readonly decoder: readonly Layer[] },
  options: { readonly inputShape: readonly number[]; readonly noise: number },
  seedOf: SeedOf,
): LayersModel {
  const examples = tf.input({ shape: [...options.inputShape], name: 'examples' });
  const noise = { stddev: options.noise, seed: seedOf('noise'), name: 'noise' };
  const chain = [
    ...(options.noise > 0 ? [tf.layers.gaussianNoise(noise)] : []),
    tf.sequential({ layers: [...parts.encoder], name: 'encoder' }),
    tf.sequential({ layers: [...parts.decoder], name: 'decoder' }),
  ];
  // Not a `Sequential`: disposed, it would leave the weights of models within it.
  const outputs = chain.reduce<SymbolicTensor>((x, layer) => layer.apply(x), examples);
  return tf.model({ inputs: examples, outputs, name });
}

function partOf(model: LayersModel, name: 'encoder' | 'decoder'): LayersModel {
  const layers = model instanceof tfl.LayersModel ? model.layers : [];
  const part = layers.find((layer) => layer.name === name);
  if (part instanceof tfl.LayersModel) return part as unknown as LayersModel;
  const names = layers.map((layer) => layer.name).join(', ');
  throw new TypeError(messages().models.noParts({ layers: names }));
}

/**
 * The encoder of an autoencoder: examples → codes `[B, latent]`. It shares its weights with the model and
 * is disposed with it. Noise of the training comes before it: it never adds any.
 *
 * @throws TypeError for a model that has no such part
 * @example
 * const codes = encoderOf(model).predict(x);
 */
export function encoderOf(model: LayersModel): LayersModel {
  return partOf(model, 'encoder');
}

/**
 * The decoder of an autoencoder: codes `[B, latent]` → examples. It shares its weights with the model and
 * is disposed with it.
 *
 * @throws TypeError for a model that has no such part
 * @example
 * const between = decoderOf(model).predict(tf.mul(tf.add(code, other), 0.5));
 */
export function decoderOf(model: LayersModel): LayersModel {
  return partOf(model, 'decoder');
}
