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
export { characterVocabulary, type Vocabulary, wordVocabulary } from '../data/vocabulary.js';
export { type GptOptions, gpt } from '../models/nlp/gpt.js';
export { type LstmClassifierOptions, lstmClassifier } from '../models/nlp/lstm-classifier.js';
export {
  type CausalSelfAttentionOptions,
  causalSelfAttention,
  type TokenAndPositionEmbeddingOptions,
  type TransformerBlockOptions,
  tokenAndPositionEmbedding,
  transformerBlock,
} from '../nn/layers/transformer-layers.js';
export { bagOfWords, bigramBits, type TokenExamples } from './baselines.js';
export {
  type GenerateOptions,
  type Generator,
  type GeneratorOptions,
  generate,
  generator,
} from './generate.js';
export { nextTokenWindows, paddedTokens } from './token-windows.js';
