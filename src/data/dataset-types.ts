/** What each kind of data set is, once it is loaded. Tensors belong to the caller. */
import type { Tensor1D, Tensor2D, Tensor3D, Tensor4D } from '../nn/tf.js';

/** What every data set says about itself. */
export interface DatasetInfo {
  name: string;
  title: string;
  description: string;
  /** Where the data come from. */
  source: string;
  /** A short name of the licence; the text lies in `datasets/<name>/LICENSE`. */
  licence: string;
  /** How to cite it. */
  citation: string;
}

/** Columns beside the data, one text for each example: `details.name[3]`. */
export type Details = Readonly<Record<string, readonly string[]>>;

/** Flat pictures with one label each: the set `digits`. */
export interface ImageDataset extends DatasetInfo {
  kind: 'images';
  /** Pixels in [0, 1], float32, one flattened picture a row: `[N, rows * columns]`. */
  x: Tensor2D;
  /** The index of each picture's class in `classes`, int32: `[N]`. */
  y: Tensor1D;
  classes: readonly string[];
  /** Rows and columns of one picture. */
  imageShape: readonly [number, number];
}

/** Pictures with one label each. */
export interface LabelledImages {
  /** Pixels in [0, 1], float32: `[N, rows, columns, channels]`. */
  x: Tensor4D;
  /** The index of each picture's class in `classes`, int32: `[N]`. */
  y: Tensor1D;
}

/** What pictures have in common. */
interface ImagesInfo extends DatasetInfo {
  kind: 'images';
  /** Rows, columns and channels of one picture. */
  imageShape: readonly [number, number, number];
}

/** Labelled pictures that come in named parts. */
export interface SplitImages extends ImagesInfo {
  classes: readonly string[];
  train: LabelledImages;
  test: LabelledImages;
}

/** Labelled pictures with texts beside them, such as their names. */
export interface DescribedImages extends ImagesInfo, LabelledImages {
  classes: readonly string[];
  details: Details;
}

/** Pictures with attributes, each there or not. */
export interface AttributedImages extends ImagesInfo {
  /** Pixels in [0, 1], float32: `[N, rows, columns, channels]`. */
  x: Tensor4D;
  /** 0 or 1, float32: `[N, attributes]`. */
  attributes: Tensor2D;
  attributeNames: readonly string[];
  details: Details;
}

/** A column of a table or a time series. */
export interface Column {
  name: string;
  type: 'number' | 'category';
  unit?: string;
  /** The values of a category. */
  values?: readonly string[];
}

/** One row by the names of its columns; null where a value is missing. */
export type TableRow = Record<string, number | string | null>;

/** Rows of a table. */
export interface TableDataset extends DatasetInfo {
  kind: 'table';
  rows: readonly TableRow[];
  columns: readonly Column[];
  /** The column that is usually to be predicted. */
  target: string;
}

/** Texts, with other texts beside each. */
export interface TextDataset extends DatasetInfo {
  kind: 'texts';
  language: string;
  texts: readonly string[];
  details: Details;
}

/** Texts with a label each. */
export interface TextsWithLabels {
  texts: readonly string[];
  /** The index of each text's class in `classes`. */
  labels: readonly number[];
  details: Details;
}

export interface LabelledTextDataset extends TextDataset, TextsWithLabels {
  classes: readonly string[];
}

/** What labelled texts in named parts have in common. */
interface SplitTextsInfo extends DatasetInfo {
  kind: 'texts';
  language: string;
  classes: readonly string[];
}

export interface TrainTestTexts extends SplitTextsInfo {
  train: TextsWithLabels;
  test: TextsWithLabels;
}

export interface TrainValidationTestTexts extends TrainTestTexts {
  validation: TextsWithLabels;
}

/** A sentence and its translation. */
export interface Pair {
  source: string;
  target: string;
}

export interface PairDataset extends DatasetInfo {
  kind: 'pairs';
  /** Of source and target, such as `['en', 'zh']`. */
  languages: readonly [string, string];
  pairs: readonly Pair[];
  details: Details;
}

/** Short sequences of numbers with one label each. */
export interface LabelledSequences {
  /** float32: `[N, T]`. */
  x: Tensor2D;
  /** The index of each sequence's class in `classes`, int32: `[N]`. */
  y: Tensor1D;
}

export interface SequenceDataset extends DatasetInfo {
  kind: 'sequences';
  classes: readonly string[];
  train: LabelledSequences;
  test: LabelledSequences;
}

/** Numbers over time, oldest first. */
export interface SeriesDataset extends DatasetInfo {
  kind: 'series';
  /** When each value was: a date, `2000-01-01`, or seconds from the start. */
  time: readonly (string | number)[];
  /** What lies between two values: `day`, `month`, `quarter`, or a time. */
  every: string;
  columns: readonly Column[];
  /** The numbers of each column of numbers. */
  values: Readonly<Record<string, Float64Array>>;
  /** The texts of each column of a category. */
  details: Details;
}

/** Recordings with one label each. */
export interface AudioDataset extends DatasetInfo {
  kind: 'audio';
  language: string;
  /** Samples a second. */
  sampleRate: number;
  /** Samples in [-1, 1) of each recording, one channel. */
  clips: readonly Float32Array[];
  /** The index of each recording's class in `classes`. */
  labels: readonly number[];
  classes: readonly string[];
  /** Who speaks, and the like. */
  details: Details;
}

/** One rating; users and items are numbers from 0 on. */
export interface Rating {
  user: number;
  item: number;
  rating: number;
  /** Seconds since 1970. */
  time: number;
}

export interface RatedItem {
  /** The name of the item at its source. */
  id: string;
  title: string;
  genres: readonly string[];
}

export interface RatingDataset extends DatasetInfo {
  kind: 'ratings';
  /** In the order of the source. */
  ratings: readonly Rating[];
  /** `items[rating.item]`. */
  items: readonly RatedItem[];
  users: number;
  /** The lowest and the highest rating. */
  scale: readonly [number, number];
}

/** Ratings that the library makes, so that the best prediction of them is known. */
export interface KnownRatings extends RatingDataset {
  /** The best prediction of each rating: `expected[i]` of `ratings[i]`. */
  expected: Float32Array;
  /** The root mean squared error of it, which no model can be expected to fall below. */
  bestRmse: number;
}

/** A thing in a picture: its class and where it is, in pixels from the upper left corner. */
export interface Box {
  /** Index in `classes`. */
  label: number;
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Pictures with the boxes of what is in them. */
export interface BoxedImages {
  /** Pixels in [0, 1], float32: `[N, rows, columns, channels]`. */
  x: Tensor4D;
  /** Of each picture. */
  boxes: readonly (readonly Box[])[];
}

export interface BoxDataset extends DatasetInfo {
  kind: 'boxes';
  imageShape: readonly [number, number, number];
  classes: readonly string[];
  train: BoxedImages;
  test: BoxedImages;
}

/** Pictures with boxes of which each pixel is known too. */
export interface SegmentedImages extends BoxedImages {
  /** The class of each pixel, int32: `[N, rows, columns]`, 0 the ground, 1 the first class. */
  masks: Tensor3D;
}

export interface SegmentedDataset extends BoxDataset {
  train: SegmentedImages;
  test: SegmentedImages;
}

export interface TrainValidationTestBoxes extends BoxDataset {
  validation: BoxedImages;
}

/** Every data set of gradus by its name. */
export interface Datasets {
  digits: ImageDataset;
  fashion: SplitImages;
  mnist: SplitImages;
  omniglot: DescribedImages;
  'noto-emoji32': DescribedImages;
  'pixel-faces32': AttributedImages;
  iris: TableDataset;
  wine: TableDataset;
  'breast-cancer': TableDataset;
  penguins: TableDataset;
  diabetes: TableDataset;
  'german-credit': TableDataset;
  moons: TableDataset;
  spirals: TableDataset;
  'tang-jueju': LabelledTextDataset;
  tang300: TextDataset;
  songci300: TextDataset;
  tinyshakespeare: TextDataset;
  names: TextDataset;
  'sentiment-en': LabelledTextDataset;
  clinc150: TrainValidationTestTexts;
  banking77: TrainTestTexts;
  csl: TrainValidationTestTexts;
  'cldr-en-zh': PairDataset;
  'tatoeba-en-zh': PairDataset;
  'numbers-dates-zh': PairDataset;
  'mnist-1d': SequenceDataset;
  'us-births': SeriesDataset;
  co2: SeriesDataset;
  'seattle-weather': SeriesDataset;
  'us-macro': SeriesDataset;
  ecg: SeriesDataset;
  'espeak-digits-en': AudioDataset;
  'espeak-digits-zh': AudioDataset;
  fsdd: AudioDataset;
  movietweetings: RatingDataset;
  'movietweetings-10core': RatingDataset;
  'synthetic-ratings': KnownRatings;
  'drawn-scenes': SegmentedDataset;
  bccd: TrainValidationTestBoxes;
}

export type DatasetName = keyof Datasets;

/** Any data set; `kind` tells which. */
export type Dataset = Datasets[DatasetName];
