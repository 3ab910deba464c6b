/** The normalisation of a transformer, by its kind. */
import { type Layer, tf } from '../tf.js';
import type { NormKind } from './transformer-options.js';

export const normalization = (
  kind: NormKind,
  options: { readonly epsilon: number; readonly name: string },
): Layer => (kind === 'rms' ? tf.layers.rmsNorm(options) : tf.layers.layerNormalization(options));
