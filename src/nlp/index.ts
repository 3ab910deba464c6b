/**
 * Language: a GPT, models that translate, and what they are made of.
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
export { type Seq2seqOptions, seq2seq } from '../models/nlp/seq2seq.js';
export {
  type TransformerOptions,
  type TransformerPositions,
  transformer,
} from '../models/nlp/transformer.js';
export {
  type AttentionDecoderOptions,
  attentionDecoder,
  type CausalSelfAttentionOptions,
  type CrossAttentionOptions,
  causalSelfAttention,
  crossAttention,
  type DecoderBlockOptions,
  decoderBlock,
  type RecurrentEncoderOptions,
  recurrentEncoder,
  type SelfAttentionOptions,
  type SinusoidalPositionsOptions,
  type SwigluOptions,
  selfAttention,
  sinusoidalPositions,
  swiglu,
  type TokenAndPositionEmbeddingOptions,
  type TokenMaskOptions,
  type TransformerBlockOptions,
  tokenAndPositionEmbedding,
  tokenMask,
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
export { type BleuOptions, type BleuScore, bleu } from './scores/bleu.js';
export type { BleuTokens } from './scores/bleu-tokens.js';
export { type ChrfOptions, chrf } from './scores/chrf.js';
export type { References } from './scores/references.js';
export { nextTokenWindows, paddedTokens } from './token-windows.js';
export {
  type AttentionMapOptions,
  attentionMap,
  diagonality,
} from './translation/attention-map.js';
export {
  type TokenPair,
  type TranslationExamples,
  type TranslationExamplesOptions,
  translationExamples,
} from './translation/examples.js';
export { END, PADDING, START, translationVocabulary } from './translation/special-tokens.js';
export { type TranslateOptions, type Translation, translate } from './translation/translate.js';
export {
  type TranslationFitOptions,
  TranslationTrainer,
  type TranslationTrainerOptions,
} from './translation/translation-trainer.js';
