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
export {
  type BagOfWordsClassifierOptions,
  bagOfWordsClassifier,
} from '../models/nlp/bag-of-words-classifier.js';
export { type BertClassifierOptions, bertClassifier } from '../models/nlp/bert-classifier.js';
export { type BertMaskedLmOptions, bertMaskedLm } from '../models/nlp/bert-masked-lm.js';
export {
  type BertQuestionAnsweringOptions,
  bertQuestionAnswering,
} from '../models/nlp/bert-question-answering.js';
export {
  type BiLstmClassifierOptions,
  biLstmClassifier,
} from '../models/nlp/bi-lstm-classifier.js';
export { type BiLstmTaggerOptions, biLstmTagger } from '../models/nlp/bi-lstm-tagger.js';
export { type GloveOptions, glove } from '../models/nlp/glove.js';
export {
  type GptFeedForward,
  type GptOptions,
  type GptPositions,
  gpt,
} from '../models/nlp/gpt.js';
export { type GruClassifierOptions, gruClassifier } from '../models/nlp/gru-classifier.js';
export { type LstmClassifierOptions, lstmClassifier } from '../models/nlp/lstm-classifier.js';
export { type Seq2seqOptions, seq2seq } from '../models/nlp/seq2seq.js';
export { type SkipGramOptions, skipGram } from '../models/nlp/skip-gram.js';
export { type TextCnnOptions, textCnn } from '../models/nlp/text-cnn.js';
export {
  type TransformerOptions,
  type TransformerPositions,
  transformer,
} from '../models/nlp/transformer.js';
export {
  type TransformerClassifierOptions,
  transformerClassifier,
} from '../models/nlp/transformer-classifier.js';
export type { CrfPotentials } from '../nn/crf/chain.js';
export { crfLogPartition, crfMarginals } from '../nn/crf/forward-backward.js';
export { crfLogLikelihood, crfLoss } from '../nn/crf/log-likelihood.js';
export { type ViterbiPaths, viterbiDecode } from '../nn/crf/viterbi.js';
export { type LinearChainCrfOptions, linearChainCrf } from '../nn/layers/tagging-layers.js';
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
  type TokenEmbeddingOptions,
  type TokenMaskOptions,
  type TransformerBlockOptions,
  tokenAndPositionEmbedding,
  tokenEmbedding,
  tokenMask,
  transformerBlock,
} from '../nn/layers/transformer-layers.js';
export { type AnswerPromptsOptions, answerPrompts } from './alignment/answer-prompts.js';
export { assistantTokens } from './alignment/assistant-tokens.js';
export {
  type DpoLossOptions,
  dpoLoss,
  dpoMargin,
  type PairLogProbabilities,
} from './alignment/dpo-loss.js';
export { type DpoFitOptions, DpoTrainer, type DpoTrainerOptions } from './alignment/dpo-trainer.js';
export { type GroupAdvantagesOptions, groupAdvantages } from './alignment/group-advantages.js';
export {
  type Answered,
  type InstructionExamples,
  type InstructionExamplesOptions,
  instructionExamples,
} from './alignment/instruction-examples.js';
export {
  type InstructionFitOptions,
  InstructionTrainer,
  type InstructionTrainerOptions,
} from './alignment/instruction-trainer.js';
export { type KlEstimateOptions, type KlEstimator, klEstimate } from './alignment/kl-estimate.js';
export { addLora, hasLora, type LoraOptions, mergeLora, removeLora } from './alignment/lora.js';
export {
  type DrawnAnswers,
  type GrpoAnswers,
  type GrpoLossOptions,
  grpoLoss,
  reinforceLoss,
} from './alignment/policy-losses.js';
export {
  type PolicyAlgorithm,
  type PolicyFitOptions,
  PolicyTrainer,
  type PolicyTrainerOptions,
} from './alignment/policy-trainer.js';
export {
  type PreferenceExamples,
  type PreferencePair,
  preferenceExamples,
} from './alignment/preference-examples.js';
export {
  type SequenceLogProbabilityOptions,
  sequenceLogProbability,
} from './alignment/sequence-log-probability.js';
export {
  type LogProbabilityOptions,
  tokenLogProbabilities,
} from './alignment/token-log-probabilities.js';
export { bagOfWords, bigramBits, type TokenExamples } from './baselines.js';
export { type AnswerSpan, type AnswerSpanOptions, answerSpan } from './bert/answer-span.js';
export {
  type BertExamples,
  type BertFitOptions,
  BertTrainer,
  type BertTrainerOptions,
} from './bert/bert-trainer.js';
export { copyEncoder } from './bert/encoder.js';
export { type BertInputs, type BertInputsOptions, bertInputs } from './bert/inputs.js';
export {
  type MaskCounts,
  type MaskedTokens,
  type MaskTokensOptions,
  maskTokens,
} from './bert/mask-tokens.js';
export {
  type AnsweredQuestion,
  type AnswerQuestionsOptions,
  answerQuestions,
  type FoundAnswer,
  type QuestionExamples,
  type QuestionExamplesOptions,
  questionExamples,
} from './bert/question-answering.js';
export type { Question } from './bert/question-rows.js';
export {
  cosineSimilarity,
  type SentenceEmbeddingsOptions,
  sentenceEmbeddings,
} from './bert/sentence-embeddings.js';
export { bertTokens } from './bert/special-tokens.js';
export { type BigramModel, type BigramOptions, countBigrams } from './bigrams.js';
export { CheckpointError } from './checkpoints/checkpoint-error.js';
export { type LoadCheckpointOptions, loadCheckpoint } from './checkpoints/load-checkpoint.js';
export { type Analogy, analogy, analogyAccuracy } from './embeddings/analogy.js';
export {
  type CoOccurrences,
  type CoOccurrencesOptions,
  coOccurrences,
} from './embeddings/co-occurrences.js';
export {
  type GloveBatch,
  type GloveBatchesOptions,
  gloveBatches,
} from './embeddings/glove-batches.js';
export { type GloveLossTerms, gloveLoss, skipGramLoss } from './embeddings/losses.js';
export {
  type NearestWordsOptions,
  nearestWords,
  type SimilarWord,
} from './embeddings/nearest-words.js';
export {
  countTokens,
  keepProbabilities,
  negativeSampler,
  noiseDistribution,
} from './embeddings/negative-sampler.js';
export { type ProjectedVectors, projectVectors } from './embeddings/project-vectors.js';
export {
  type SkipGramBatch,
  type SkipGramBatchesOptions,
  skipGramBatches,
} from './embeddings/skip-gram-batches.js';
export {
  type EmbeddingTrainerOptions,
  gloveTrainer,
  skipGramTrainer,
} from './embeddings/trainers.js';
export { type WordVectors, wordVectors, wordVectorsOf } from './embeddings/word-vectors.js';
export {
  type GenerateOptions,
  type Generator,
  type GeneratorOptions,
  generate,
  generateBatch,
  generator,
  type StreamOptions,
  streamTokens,
} from './generate.js';
export { tokenProbabilities } from './generation/draw-token.js';
export {
  type GenerateTextOptions,
  generateText,
  streamText,
  type TextCodec,
} from './generation/generate-text.js';
export { type Perplexity, type PerplexityOptions, perplexity } from './generation/perplexity.js';
export type { SamplingOptions } from './generation/sampling-options.js';
export { PackageError } from './import-package.js';
export { type NGramModel, type NGramOptions, nGramModel } from './n-grams.js';
export { type Bm25Index, type Bm25Options, bm25Index } from './retrieval/bm25.js';
export type { SearchHit, SearchOptions } from './retrieval/ranked.js';
export { recallAtK } from './retrieval/recall-at-k.js';
export { type FusionOptions, reciprocalRankFusion } from './retrieval/reciprocal-rank-fusion.js';
export { type VectorIndex, vectorIndex } from './retrieval/vector-index.js';
export { type BleuOptions, type BleuScore, bleu } from './scores/bleu.js';
export type { BleuTokens } from './scores/bleu-tokens.js';
export { type ChrfOptions, chrf } from './scores/chrf.js';
export type { References } from './scores/references.js';
export { type SquadScore, squadScore } from './scores/squad.js';
export type { ScalingRun } from './sizes/fit-law.js';
export { type GptFlops, type GptFlopsOptions, gptFlops } from './sizes/gpt-flops.js';
export {
  type ActivationOptions,
  activationBytes,
  type KvCacheOptions,
  kvCacheBytes,
  type TrainingMemory,
  type TrainingMemoryOptions,
  trainingMemory,
} from './sizes/gpt-memory.js';
export { type GptSize, gptSize } from './sizes/gpt-size.js';
export {
  type ScalingLaw,
  type ScalingLawOptions,
  type ScalingPrediction,
  scalingLaw,
} from './sizes/scaling-law.js';
export {
  type EntityScore,
  type EntityScores,
  type EntitySpan,
  entityF1,
  entitySpans,
} from './tagging/entities.js';
export {
  type TaggedTokens,
  type TaggingExamples,
  type TaggingExamplesOptions,
  taggingExamples,
} from './tagging/examples.js';
export { type TagTokensOptions, tagTokens } from './tagging/tag-tokens.js';
export {
  type TaggingFitOptions,
  TaggingTrainer,
  type TaggingTrainerOptions,
} from './tagging/tagging-trainer.js';
export { type JiebaOptions, jiebaSegmenter } from './text/jieba-segmenter.js';
export { type MaskedText, type MaskPiiOptions, maskPii, type PiiKind } from './text/mask-pii.js';
export {
  type NearDuplicate,
  type NearDuplicatesOptions,
  removeNearDuplicates,
  type WithoutNearDuplicates,
} from './text/near-duplicates.js';
export { type NormalizeTextOptions, normalizeText } from './text/normalize-text.js';
export {
  type End,
  type PaddedSequences,
  type PadSequencesOptions,
  padSequences,
} from './text/pad-sequences.js';
export { type Segmenter, type SegmentWordsOptions, segmentWords } from './text/segment-words.js';
export { type LanguageOptions, splitSentences, type TextLanguage } from './text/split-sentences.js';
export { nextTokenWindows, paddedTokens } from './token-windows.js';
export { gpt2Tokenizer } from './tokenizers/gpt2-tokenizer.js';
export { loadTokenizer, saveTokenizer } from './tokenizers/save-tokenizer.js';
export type { DecodeOptions, Tokenizer } from './tokenizers/tokenizer.js';
export type { TokenizerFile } from './tokenizers/tokenizer-file.js';
export { TokenizerFileError } from './tokenizers/tokenizer-file-error.js';
export { tokenizerOf } from './tokenizers/tokenizer-of.js';
export { type TrainBpeOptions, trainBpe } from './tokenizers/train-bpe.js';
export { type TrainWordPieceOptions, trainWordPiece } from './tokenizers/train-word-piece.js';
export {
  characterTokenizer,
  type WordLevelOptions,
  wordTokenizer,
} from './tokenizers/word-level-tokenizers.js';

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
