/** Layers that tfjs lacks. */
import '@tensorflow/tfjs-backend-cpu';
import { afterAll, beforeAll, describe } from 'vitest';
import { backendsHere, layerConforms } from '../../../test/conformance.js';
import { type BackendName, useBackend } from '../../backend/index.js';
import { CausalSelfAttention } from '../layers/causal-self-attention.js';
import { ClassToken } from '../layers/class-token.js';
import { GroupNormalization } from '../layers/group-normalization.js';
import { RMSNorm } from '../layers/norms.js';
import { PositionEmbedding } from '../layers/position-embedding.js';
import { SelfAttention } from '../layers/self-attention.js';
import { SinusoidalEmbedding } from '../layers/sinusoidal-embedding.js';
import { TokenAndPositionEmbedding } from '../layers/token-and-position-embedding.js';
import { TransformerBlock } from '../layers/transformer-block.js';
import { tf } from '../tf.js';

const vectors = { inputShape: [3, 4] };
/** Larger than at the start of a training, so that a wrong gradient shows. */
const stddev = 0.4;

describe('layers of gradus', () => {
  beforeAll(async () => {
    const [backend] = backendsHere() as [BackendName];
    await useBackend({ backend, printBackend: false });
  });
  afterAll(async () => void (await tf.setBackend('cpu')));

  layerConforms('RMSNorm', () => new RMSNorm({ epsilon: 1e-3 }), {
    inputShape: [4],
    parameters: 4,
  });
  layerConforms('GroupNormalization', () => new GroupNormalization({ groups: 2 }), {
    inputShape: [3, 2, 4],
    parameters: 8,
  });
  layerConforms('SinusoidalEmbedding', () => new SinusoidalEmbedding({ width: 6 }), {
    inputShape: [1],
    parameters: 0,
  });
  layerConforms(
    'CausalSelfAttention',
    () => new CausalSelfAttention({ heads: 2, attentionDropout: 0.2, stddev, seed: 1 }),
    {
      ...vectors,
      parameters: 80,
    },
  );
  layerConforms(
    'TransformerBlock',
    () =>
      new TransformerBlock({
        heads: 2,
        expansion: 2,
        dropout: 0.2,
        attentionDropout: 0.2,
        stddev,
        seed: 1,
      }),
    { ...vectors, parameters: 172 },
  );
  layerConforms(
    'SelfAttention',
    () => new SelfAttention({ heads: 2, attentionDropout: 0.2, stddev, seed: 1 }),
    { ...vectors, parameters: 80 },
  );
  layerConforms(
    'TransformerBlock of an encoder',
    () => new TransformerBlock({ heads: 2, causal: false, expansion: 2, stddev, seed: 1 }),
    { ...vectors, parameters: 172 },
  );
  layerConforms('ClassToken', () => new ClassToken({ stddev, seed: 1 }), {
    ...vectors,
    parameters: 4,
  });
  layerConforms('PositionEmbedding', () => new PositionEmbedding({ stddev, seed: 1 }), {
    ...vectors,
    parameters: 12,
  });
  layerConforms(
    'TokenAndPositionEmbedding',
    () => new TokenAndPositionEmbedding({ vocabSize: 5, context: 4, width: 3, stddev, seed: 1 }),
    { inputs: [{ shape: [4], below: 5 }], parameters: 27 },
  );
});
