/** The quantizer of a VQ-VAE; apart from the model, for the types of notebooks. */
import type { VqVaeParts } from '../vq-vae.js';
import type { VectorQuantizer } from './vector-quantizer.js';

/** The layer as what it is. */
export function quantizerOf({ quantizer }: Pick<VqVaeParts, 'quantizer'>): VectorQuantizer {
  const layer: object = quantizer;
  return layer as VectorQuantizer;
}
