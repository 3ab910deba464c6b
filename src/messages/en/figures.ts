import type { Params } from '../params.js';

const many = (count: string | number | undefined, one: string, more: string): string =>
  Number(count) === 1 ? one : more;

/** What stands in and beside figures: axes, legends, and the text for those who do not see them. */
export const figures = {
  lineChart: (p: Params) => `Line chart: ${p.title}. ${p.parts}`,
  line: (p: Params) =>
    `${p.name} goes from ${p.first} to ${p.last} over ${p.count} ${many(p.count, 'point', 'points')}.`,
  emptyLine: (p: Params) => `${p.name} has no points yet.`,
  notFinite: (p: Params) =>
    ` ${p.count} ${many(p.count, 'value is', 'values are')} not finite (NaN or Infinity) and left out.`,
  barChart: (p: Params) => `Bar chart: ${p.title}. ${p.parts}`,
  confusionMatrix: (p: Params) =>
    `Confusion matrix: ${p.title}. ${p.right} of ${p.total} examples are on the diagonal, that is, right.`,
  worstMistake: (p: Params) =>
    ` The most common mistake is ${p.actual} taken for ${p.predicted} (${p.count} times).`,
  predicted: () => 'predicted',
  actual: () => 'actual',
  imageGrid: (p: Params) => `${p.count} ${many(p.count, 'picture', 'pictures')}: ${p.title}.`,
  captions: (p: Params) => ` Captions: ${p.list}.`,
  picture: (p: Params) => `Picture: ${p.title}. ${p.width} by ${p.height} pixels, ${p.kind}.`,
  grey: () => 'grey',
  colour: () => 'in colour',
  scatter: (p: Params) => `Scatter plot: ${p.title}. ${p.parts}`,
  group: (p: Params) =>
    `${p.name}: ${p.count} ${many(p.count, 'point', 'points')}, x from ${p.xLow} to ${p.xHigh}, y from ${p.yLow} to ${p.yHigh}.`,
  emptyGroup: (p: Params) => `${p.name}: no points.`,
  thinned: (p: Params) => ` ${p.shown} of ${p.count} points are drawn.`,
  moreGroups: (p: Params) => ` And ${p.count} more.`,
  embedding: (p: Params) =>
    `Embedding: ${p.title}. ${p.count} points in two dimensions. ${p.parts}`,
  centre: (p: Params) =>
    `${p.name}: ${p.count} ${many(p.count, 'point', 'points')} around (${p.x}, ${p.y}).`,
  histogram: (p: Params) => `Histogram: ${p.title}. ${p.parts}`,
  histogramSeries: (p: Params) =>
    `${p.name}: ${p.count} ${many(p.count, 'value', 'values')} from ${p.low} to ${p.high}, mean ${p.mean}; most (${p.most}) between ${p.from} and ${p.to}.`,
  count: () => 'count',
  density: () => 'density',
  heatMap: (p: Params) =>
    `Heat map: ${p.title}. ${p.rows} rows by ${p.columns} columns, from ${p.low} (${p.lowAt}) to ${p.high} (${p.highAt}).`,
  cell: (p: Params) => `row ${p.row}, column ${p.column}`,
  attention: (p: Params) =>
    `Attention: ${p.title}. ${p.queries} by ${p.keys} tokens (queries by keys), ${p.heads} ${many(p.heads, 'head', 'heads')}. ${p.parts}`,
  attentionHead: (p: Params) =>
    `${p.name}: the most weight, ${p.weight}, goes from ${p.query} to ${p.key}.`,
  head: (p: Params) => `head ${p.index}`,
  attends: () => 'query',
  attended: () => 'key',
  weight: () => 'weight',
  spectrogram: (p: Params) =>
    `Spectrogram: ${p.title}. ${p.seconds} s, up to ${p.hertz} Hz, from ${p.low} to ${p.high} dB. The loudest is at ${p.atSeconds} s and ${p.atHertz} Hz.`,
  time: () => 'time (s)',
  frequency: () => 'frequency (Hz)',
  melFrequency: () => 'frequency (Hz, mel scale)',
  decibels: () => 'dB',
  latentGrid: (p: Params) =>
    `Latent grid: ${p.title}. ${p.rows} by ${p.columns} decoded pictures, ${p.xLabel} from ${p.xLow} to ${p.xHigh}, ${p.yLabel} from ${p.yLow} to ${p.yHigh}.`,
  rocCurve: (p: Params) =>
    `ROC curve: ${p.title}. Positive examples: ${p.positives}, negative: ${p.negatives}. ${p.parts}`,
  auc: (p: Params) => `${p.name}: AUC ${p.value}`,
  falsePositives: () => 'false positive rate',
  truePositives: () => 'true positive rate',
  chance: () => 'chance',
  precisionRecall: (p: Params) =>
    `Precision–recall curve: ${p.title}. ${p.positives} of ${p.total} examples are positive. ${p.parts}`,
  averagePrecision: (p: Params) => `${p.name}: AP ${p.value}`,
  recall: () => 'recall',
  precision: () => 'precision',
  calibration: (p: Params) =>
    `Calibration: ${p.title}. ${p.count} predictions, expected calibration error ${p.ece}. ${p.parts}`,
  calibrationBin: (p: Params) =>
    `Of ${p.count} predicted near ${p.predicted}, ${p.observed} came true.`,
  predictedProbability: () => 'predicted probability',
  observedShare: () => 'share that came true',
  perfect: () => 'perfect',
  observed: () => 'observed',
  boxes: (p: Params) =>
    `Boxes on a picture: ${p.title}. ${p.width} by ${p.height} pixels. ${p.found} found, ${p.truth} true. ${p.parts}`,
  boxPlot: (p: Params) => `Box plot: ${p.title}. ${p.parts}`,
  box5: (p: Params) =>
    `${p.name}: ${p.count} ${many(p.count, 'value', 'values')} from ${p.low} to ${p.high}, median ${p.median}, the middle half from ${p.q1} to ${p.q3}.`,
  surface: (p: Params) =>
    `Surface in space: ${p.title}. From ${p.low} at ${p.lowAt} to ${p.high} at ${p.highAt}.`,
  place: (p: Params) => `(${p.x}, ${p.y})`,
  scatter3d: (p: Params) => `Points in space: ${p.title}. ${p.parts}`,
  centre3d: (p: Params) =>
    `${p.name}: ${p.count} ${many(p.count, 'point', 'points')} around (${p.x}, ${p.y}, ${p.z}).`,
  box: (p: Params) => `${p.name} at x ${p.x}, y ${p.y}, ${p.width} by ${p.height}.`,
  trueBox: (p: Params) => `True: ${p.name}`,
  landscape: (p: Params) =>
    `Loss landscape: ${p.title}. The lowest loss, ${p.low}, is at (${p.x}, ${p.y}); the highest is ${p.high}. ${p.parts}`,
  path: (p: Params) =>
    `${p.name} goes in ${p.count} ${many(p.count, 'step', 'steps')} from (${p.x0}, ${p.y0}) to (${p.x1}, ${p.y1}).`,
  loss: () => 'loss',
  logLoss: () => 'log₁₀ loss',
  model: (p: Params) =>
    `Graph of a model: ${p.title}. ${p.layers} ${many(p.layers, 'layer', 'layers')}, ${p.parameters} ${many(p.parameters, 'parameter', 'parameters')}. ${p.parts}`,
  layerFrom: (p: Params) => `${p.name}${p.shape} after ${p.inputs}.`,
  layerFirst: (p: Params) => `${p.name}${p.shape}.`,
  parameters: (p: Params) => `${p.count} ${many(p.count, 'parameter', 'parameters')}`,
  audio: (p: Params) =>
    `Audio: ${p.title}. ${p.seconds} s at ${p.rate} Hz, ${p.channels} ${many(p.channels, 'channel', 'channels')}, loudest sample ${p.peak}.`,
  amplitude: () => 'amplitude',
  channel: (p: Params) => `channel ${p.index}`,
};
