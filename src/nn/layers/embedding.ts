/** Embedding: one operation, and one for its gradient. */
import * as core from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { embedding } from '../../backend/fused/embedding.js';
import { type CallOptions, classOf, onlyInput } from './tfjs-class.js';

const TfjsEmbedding = classOf<{ readonly embeddings: tfl.LayerVariable }>(
  tfl.layers.embedding({ inputDim: 1, outputDim: 1, name: 'embedding' }),
);

/** Vectors by number: `[B, T]` → `[B, T, outputDim]`. */
export class Embedding extends TfjsEmbedding {
  override call(inputs: core.Tensor | core.Tensor[], options: CallOptions): core.Tensor {
    return core.tidy(() => {
      this.invokeCallHook(inputs, options);
      return embedding(this.embeddings.read(), core.cast(onlyInput(inputs), 'int32'));
    });
  }
}
