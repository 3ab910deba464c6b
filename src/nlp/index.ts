/**
 * Language: a GPT and what it is made of.
 *
 * @module
 */
export {
  type AttentionOptions,
  paddingMask,
  scaledDotProductAttention,
} from '../backend/fused/attention.js';
export {
  type CausalSelfAttentionOptions,
  causalSelfAttention,
} from '../nn/layers/causal-self-attention.js';
export {
  type TokenAndPositionEmbeddingOptions,
  tokenAndPositionEmbedding,
} from '../nn/layers/token-and-position-embedding.js';
export {
  type TransformerBlockOptions,
  transformerBlock,
} from '../nn/layers/transformer-block.js';
export { bagOfWords, bigramBits, type TokenExamples } from './baselines.js';
export { type GenerateOptions, generate } from './generate.js';
export { type GptOptions, gpt } from './gpt.js';
export { type LstmClassifierOptions, lstmClassifier } from './lstm-classifier.js';
export {
  characterVocabulary,
  nextTokenWindows,
  paddedTokens,
  type Vocabulary,
  wordVocabulary,
} from './vocabulary.js';
