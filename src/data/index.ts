/**
 * Data sets by name, and seeded splits of them.
 *
 * @module
 */

export {
  type BatchesOptions,
  type BatchIterable,
  batches,
  type PrefetchOptions,
  prefetch,
} from './batches.js';
export { type CardOptions, dataCard } from './card.js';
export { DatasetError, type DatasetErrorCode } from './dataset-error.js';
export type {
  AttributedImages,
  AudioDataset,
  Box,
  BoxDataset,
  BoxedImages,
  Column,
  Dataset,
  DatasetName,
  Datasets,
  DescribedImages,
  Details,
  ImageDataset,
  KnownRatings,
  LabelledImages,
  LabelledSequences,
  LabelledTextDataset,
  Pair,
  PairDataset,
  RatedItem,
  Rating,
  RatingDataset,
  SegmentedDataset,
  SegmentedImages,
  SequenceDataset,
  SeriesDataset,
  SplitImages,
  TableDataset,
  TableRow,
  TextDataset,
  TextsWithLabels,
  TrainTestTexts,
  TrainValidationTestBoxes,
  TrainValidationTestTexts,
} from './dataset-types.js';
export { type ColumnDrift, type DriftOptions, drift } from './drift.js';
export {
  type EntitySentencesOptions,
  entitySentences,
  type TaggedTexts,
} from './entity-sentences.js';
export {
  type Expectation,
  type ExpectationFailure,
  type ExpectationRule,
  type ValidationResult,
  validate,
} from './expectations.js';
export { type DrawnScenesOptions, drawnScenes } from './generated/drawn-scenes.js';
export {
  type EntailmentPairs,
  type EntailmentPairsOptions,
  entailmentPairs,
} from './generated/entailment-pairs.js';
export { type FactSentencesOptions, factSentences } from './generated/fact-sentences.js';
export type { InstructionKind, InstructionLanguage } from './generated/instruction-kinds.js';
export {
  type Instruction,
  type InstructionsOptions,
  instructions,
  isRightAnswer,
  type Preference,
  type PreferencesOptions,
  preferences,
} from './generated/instructions.js';
export { type Mnist1d, type Mnist1dOptions, mnist1d } from './generated/mnist-1d.js';
export {
  chineseNumber,
  type NumbersAndDatesOptions,
  numbersAndDates,
} from './generated/numbers-and-dates.js';
export {
  type LabelledPoints,
  moons,
  type PointsOptions,
  type SpiralsOptions,
  spirals,
} from './generated/points.js';
export {
  type QuestionPassage,
  type QuestionPassagesOptions,
  questionPassages,
} from './generated/question-passages.js';
export {
  type SyntheticRatings,
  type SyntheticRatingsOptions,
  syntheticRatings,
} from './generated/ratings.js';
export { type GrammarTextOptions, grammarAnalogies, grammarText } from './grammar-text.js';
export { type Fold, type KFoldOptions, kFold } from './k-fold.js';
export { type DatasetEntry, listDatasets } from './list.js';
export { type LoadOptions, loadDataset } from './load.js';
export { type LabelledTexts, type MatchReportsOptions, matchReports } from './match-reports.js';
export { pickRows, type Rows } from './pick-rows.js';
export { type ColumnProfile, profileColumns } from './profile.js';
export type { BadRow, CsvOptions, CsvTable } from './readers/csv.js';
export type { IdxArray } from './readers/idx.js';
export type { ImageOptions } from './readers/image.js';
export {
  type FileOrBytes,
  readCsv,
  readIdx,
  readImage,
  readJson,
  readJsonLines,
  readWav,
} from './readers/index.js';
export type { JsonOptions } from './readers/json.js';
export type { Wav } from './readers/wav.js';
export { type Scaler, standardScaler } from './scaler.js';
export { type ShapeImages, type ShapeImagesOptions, shapeImages } from './shape-images.js';
export {
  type Part,
  type Split,
  type SplitWithValidation,
  type TrainTestSplitOptions,
  trainTestSplit,
} from './split.js';
export { type RowKey, type RowSplit, type SplitRowsOptions, splitRows } from './split-rows.js';
