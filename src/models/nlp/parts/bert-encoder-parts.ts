/** The layers of a BERT's encoder, found by name: without its options, whose types notebooks need not read. */
import type { Layer, LayersModel } from '../../../nn/tf.js';
import { layersByName } from './layers-by-name.js';

/** What the encoder of a BERT is made of, in the order in which a token passes. */
export interface BertEncoderParts {
  /** A `TokenAndPositionEmbedding`. */
  readonly embedding: Layer;
  readonly segments: Layer;
  readonly norm: Layer;
  /** Each a `TransformerBlock`. */
  readonly blocks: readonly Layer[];
}

/**
 * @param madeBy the function that makes such models, for the message
 * @throws TypeError for a model that is no BERT
 */
export function bertEncoderParts(model: LayersModel, madeBy: string): BertEncoderParts {
  const { required, optional } = layersByName(model, madeBy);
  const blocks = [required('block_0')];
  for (let next = optional('block_1'); next !== undefined; ) {
    blocks.push(next);
    next = optional(`block_${blocks.length}`);
  }
  return {
    embedding: required('embedding'),
    segments: required('segment_embedding'),
    norm: required('embedding_norm'),
    blocks,
  };
}
