/** Layers that tfjs lacks. */
import '@tensorflow/tfjs-backend-cpu';
import { afterAll, beforeAll, describe } from 'vitest';
import { backendsHere, layerConforms } from '../../../test/conformance.js';
import { type BackendName, useBackend } from '../../backend/index.js';
import { AttentionDecoder } from '../layers/attention-decoder.js';
import { CausalSelfAttention } from '../layers/causal-self-attention.js';
import { ClassToken } from '../layers/class-token.js';
import { CrossAttention } from '../layers/cross-attention.js';
import { DecoderBlock } from '../layers/decoder-block.js';
import { GroupNormalization } from '../layers/group-normalization.js';
import { LinearChainCrf } from '../layers/linear-chain-crf.js';
import { RMSNorm } from '../layers/norms.js';
import { OutputBias } from '../layers/output-bias.js';
import { PositionEmbedding } from '../layers/position-embedding.js';
import { RecurrentEncoder } from '../layers/recurrent-encoder.js';
import { SelfAttention } from '../layers/self-attention.js';
import { SinusoidalEmbedding } from '../layers/sinusoidal-embedding.js';
import { SinusoidalPositions } from '../layers/sinusoidal-positions.js';
import { SwiGLU } from '../layers/swiglu.js';
import { TokenAndPositionEmbedding } from '../layers/token-and-position-embedding.js';
import { TokenEmbedding } from '../layers/token-embedding.js';
import { TokenMask } from '../layers/token-mask.js';
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
  layerConforms(
    'TokenEmbedding',
    () => new TokenEmbedding({ vocabSize: 5, context: 4, width: 3, stddev, seed: 1 }),
    { inputs: [{ shape: [4], below: 5 }], parameters: 15 },
  );

  const memory = { shape: [5, 6] };
  layerConforms(
    'SelfAttention of two groups, rotary',
    () =>
      new SelfAttention({ heads: 4, keyValueHeads: 2, positions: 'rotary', stddev: 0.3, seed: 1 }),
    { inputShape: [3, 8], parameters: 8 * 16 + 16 + 72 },
  );
  layerConforms(
    'CausalSelfAttention with ALiBi',
    () => new CausalSelfAttention({ heads: 2, positions: 'alibi', stddev, seed: 1 }),
    { ...vectors, parameters: 80 },
  );
  layerConforms(
    'TransformerBlock as in Llama',
    () =>
      new TransformerBlock({
        ...{ heads: 2, keyValueHeads: 1, positions: 'rotary', feedForward: 'swiglu', norm: 'rms' },
        ...{ expansion: 2, stddev, seed: 1 },
      }),
    { ...vectors, parameters: 2 * 4 + (4 * 8 + 8 + 20) + (4 * 16 + 16 + 8 * 4 + 4) },
  );
  layerConforms(
    'TransformerBlock without biases, of another longest wave',
    () =>
      new TransformerBlock({
        ...{ heads: 1, positions: 'rotary', maxPeriod: 100, norm: 'rms', normEpsilon: 1e-3 },
        ...{ useBias: false, expansion: 2, stddev, seed: 1 },
      }),
    { ...vectors, parameters: 2 * 4 + 4 * 16 + 2 * 4 * 8 },
  );
  layerConforms(
    'CrossAttention',
    () => new CrossAttention({ heads: 2, attentionDropout: 0.2, stddev, seed: 1 }),
    { inputs: [{ shape: [3, 4] }, memory], parameters: 20 + (6 * 8 + 8) + 20 },
  );
  layerConforms(
    'DecoderBlock',
    () =>
      new DecoderBlock({
        ...{ heads: 2, expansion: 2, dropout: 0.2, attentionDropout: 0.2, stddev, seed: 1 },
      }),
    { inputs: [{ shape: [3, 4] }, memory], parameters: 172 + 8 + 20 + (6 * 8 + 8) + 20 },
  );
  layerConforms('SinusoidalPositions', () => new SinusoidalPositions(), {
    ...vectors,
    parameters: 0,
  });
  layerConforms('SwiGLU', () => new SwiGLU({}), { ...vectors, parameters: 0 });
  layerConforms('OutputBias', () => new OutputBias({}), { ...vectors, parameters: 4 });
  layerConforms(
    'TransformerBlock as in BERT',
    () =>
      new TransformerBlock({
        ...{ heads: 2, causal: false, normFirst: false, expansion: 2, stddev, seed: 1 },
      }),
    { ...vectors, parameters: 172 },
  );
  layerConforms('TokenMask', () => new TokenMask({}), {
    inputs: [{ shape: [4], below: 3 }],
    parameters: 0,
    // It has no gradient to look at: whole numbers go in, and it has no weights.
    without: ['gradient', 'overfits', 'leaks', 'backends'],
  });
  layerConforms('LinearChainCrf', () => new LinearChainCrf(), {
    ...vectors,
    parameters: 4 * 4 + 4 + 4,
  });
  layerConforms('RecurrentEncoder', () => new RecurrentEncoder({ units: 3, seed: 1 }), {
    ...vectors,
    parameters: 2 * 3 * 3 * (4 + 3 + 1),
  });
  layerConforms('AttentionDecoder', () => new AttentionDecoder({ units: 3, seed: 1 }), {
    inputs: [{ shape: [3, 4] }, memory],
    parameters: 21 + 3 * 3 * (4 + 3 + 1) + (12 + (6 * 6 + 6) + 12) + 21,
  });
});
