/** The options of spectral normalisation; apart from the layer, for the types of notebooks. */
import type { Layer } from '../../backend/tf.js';

export interface SpectralNormalizationOptions {
  /** The layer within: one with a kernel, such as dense, conv2d or conv2dTranspose. */
  layer: Layer;
  /** Turns of the power iteration in a training step. Default 1. */
  powerIterations?: number;
  /** Fixes the vector that the power iteration starts from. Default 0. */
  seed?: number;
  /** Shape of one example, where it is the first layer of a model. */
  inputShape?: number[];
  name?: string;
  trainable?: boolean;
}
