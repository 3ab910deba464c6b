/** One figure of each kind, and some that are hard to draw; made from a seed. */
import { createRng } from '../../src/backend/random.js';
import { attentionMap } from '../../src/plot/attention-map.js';
import { audioPlayer } from '../../src/plot/audio-player.js';
import { barChart } from '../../src/plot/bar-chart.js';
import { boxPlot } from '../../src/plot/box-plot.js';
import { boxesOnImage } from '../../src/plot/boxes-on-image.js';
import { calibrationChart } from '../../src/plot/calibration-chart.js';
import { confusionMatrix } from '../../src/plot/confusion-matrix.js';
import { embeddingPlot } from '../../src/plot/embedding-plot.js';
import type { Figure } from '../../src/plot/figure.js';
import { heatMap } from '../../src/plot/heat-map.js';
import { histogram } from '../../src/plot/histogram.js';
import { imageFigure } from '../../src/plot/image-figure.js';
import { imageGrid } from '../../src/plot/image-grid.js';
import { latentGrid } from '../../src/plot/latent-grid.js';
import { lineChart } from '../../src/plot/line-chart.js';
import { lossLandscape } from '../../src/plot/loss-landscape.js';
import { lossSurface } from '../../src/plot/loss-surface.js';
import { type ModelLayer, modelGraph } from '../../src/plot/model-graph.js';
import { precisionRecallCurve } from '../../src/plot/precision-recall-curve.js';
import { rocCurve } from '../../src/plot/roc-curve.js';
import { scatterChart } from '../../src/plot/scatter-chart.js';
import { scatterChart3d } from '../../src/plot/scatter-chart-3d.js';
import { spectrogramFigure } from '../../src/plot/spectrogram-figure.js';
import { surfaceChart } from '../../src/plot/surface-chart.js';

const rng = createRng(7);
const uniform = (): number => rng.uniform();
const normal = (): number => rng.normal();
const list = <T>(length: number, make: (i: number) => T): T[] =>
  Array.from({ length }, (_, i) => make(i));

/** A ring on a coloured ground, red to the right and green downwards. */
const ring = (size: number, radius: number): number[][][] =>
  list(size, (i) =>
    list(size, (j) => {
      const far = Math.hypot(i - size / 2, j - size / 2);
      return Math.abs(far - radius) < size / 12 ? [1, 1, 1] : [j / size, i / size, 0.4];
    }),
  );
const greyRing = (size: number, radius: number, weight = 1): number[] =>
  list(size * size, (at) => {
    const far = Math.hypot(Math.floor(at / size) - size / 2 + 0.5, (at % size) - size / 2 + 0.5);
    return weight * Math.exp(-((far - radius) ** 2));
  });

const sentence = ['The', 'cat', 'sat', 'on', 'the', 'mat', 'because', 'it', 'was', 'warm', '.'];
const softmax = (row: number[]): number[] => {
  const powers = row.map((value) => Math.exp(value));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((value) => value / sum);
};
const head = (size: number, shift: number): number[][] =>
  list(size, (i) =>
    softmax(list(size, (j) => (j > i ? -9 : 2 - Math.abs(i - shift - j) + normal() * 0.5))),
  );

const labels = list(400, () => Number(uniform() < 0.3));
const scoresOf = (separation: number): number[] =>
  labels.map((label) => label * separation + normal());

const ravine = (x: number, y: number): number => 0.05 + (1 - x) ** 2 + 20 * (y - x * x) ** 2;
const axis = list(61, (i) => -2 + i * (4 / 60));
const walk = (rate: number, momentum: number) => {
  let [x, y, vx, vy] = [-1.5, 1.8, 0, 0];
  const path = { x: [x], y: [y] };
  for (let step = 0; step < 120; step++) {
    const [gx, gy] = [-2 * (1 - x) - 80 * x * (y - x * x), 40 * (y - x * x)];
    [vx, vy] = [momentum * vx - rate * gx, momentum * vy - rate * gy];
    [x, y] = [x + vx, y + vy];
    path.x.push(x);
    path.y.push(y);
  }
  return path;
};

const resnet: ModelLayer[] = [
  { name: 'image', kind: 'Input', shape: [null, 32, 32, 3] },
  { name: 'stem', kind: 'Conv2D', shape: [null, 32, 32, 16], parameters: 448 },
  { name: 'conv1', kind: 'Conv2D', shape: [null, 32, 32, 16], parameters: 2320 },
  { name: 'bn1', kind: 'BatchNormalization', shape: [null, 32, 32, 16], parameters: 64 },
  { name: 'relu1', kind: 'ReLU', shape: [null, 32, 32, 16] },
  { name: 'conv2', kind: 'Conv2D', shape: [null, 32, 32, 16], parameters: 2320 },
  { name: 'add1', kind: 'Add', shape: [null, 32, 32, 16], inputs: ['conv2', 'stem'] },
  { name: 'left', kind: 'Conv2D', shape: [null, 32, 32, 8], parameters: 136, inputs: ['add1'] },
  { name: 'middle', kind: 'Conv2D', shape: [null, 32, 32, 8], parameters: 1160, inputs: ['add1'] },
  {
    name: 'middle2',
    kind: 'Conv2D',
    shape: [null, 32, 32, 8],
    parameters: 584,
    inputs: ['middle'],
  },
  { name: 'pool', kind: 'MaxPooling2D', shape: [null, 32, 32, 16], inputs: ['add1'] },
  {
    name: 'join',
    kind: 'Concatenate',
    shape: [null, 32, 32, 32],
    inputs: ['left', 'middle2', 'pool'],
  },
  { name: 'mean', kind: 'GlobalAveragePooling2D', shape: [null, 32] },
  { name: 'logits', kind: 'Dense', shape: [null, 10], parameters: 330, inputs: ['mean'] },
  { name: 'auxiliary', kind: 'Dense', shape: [null, 10], parameters: 330, inputs: ['mean'] },
];

const sampleRate = 8000;
const chirp = list(
  sampleRate,
  (i) => 0.8 * Math.sin(2 * Math.PI * (200 + 700 * (i / sampleRate)) * (i / sampleRate)),
);
const frames = (bins: number, peakOf: (t: number) => number): number[][] =>
  list(120, (t) =>
    list(bins, (b) => Math.exp(-(((b - peakOf(t / 120)) / 2) ** 2)) + 0.0005 * uniform()),
  );

const words = [
  'king',
  'queen',
  'man',
  'woman',
  'prince',
  'apple',
  'pear',
  'plum',
  'grape',
  'run',
  'walk',
  'jump',
  'swim',
];
const kinds = [
  'people',
  'people',
  'people',
  'people',
  'people',
  ...list(4, () => 'fruit'),
  ...list(4, () => 'movement'),
];

export const sound = audioPlayer(chirp, { sampleRate, title: 'A rising tone' });

const names10 = [
  'airplane',
  'automobile',
  'bird',
  'cat',
  'deer',
  'dog',
  'frog',
  'horse',
  'ship',
  'truck',
];

const ravineOptions = {
  title: 'A ravine',
  losses: axis.map((y) => axis.map((x) => ravine(x, y))),
  x: axis,
  y: axis,
  xLabel: 'w₁',
  yLabel: 'w₂',
  paths: [
    { name: 'gradient descent', ...walk(0.002, 0) },
    { name: 'momentum', ...walk(0.002, 0.8) },
  ],
};

/** By a name that a file can have. */
export const samples: Record<string, Figure> = {
  line: lineChart({
    title: 'Loss while training',
    xLabel: 'epoch',
    yLabel: 'loss',
    series: [
      { name: 'train', y: list(20, (i) => 2.3 * Math.exp(-i / 6) + 0.05) },
      { name: 'validation', y: list(20, (i) => 2.3 * Math.exp(-i / 7) + 0.2 + i * 0.004) },
    ],
  }),
  bar: barChart({
    title: 'Accuracy',
    labels: ['baseline', 'network', 'ensemble'],
    series: [
      { name: 'train', values: [0.6, 0.97, 0.99] },
      { name: 'test', values: [0.59, 0.93, 0.95] },
    ],
  }),
  scatter: scatterChart({
    title: 'Three kinds of iris',
    xLabel: 'petal length (cm)',
    yLabel: 'petal width (cm)',
    groups: ['setosa', 'versicolor', 'virginica'].map((name, k) => ({
      name,
      x: list(40, () => 1.5 + 2 * k + 0.4 * normal()),
      y: list(40, () => 0.3 + 0.8 * k + 0.2 * normal()),
    })),
  }),
  'scatter-sizes': scatterChart({
    title: 'Models: size and accuracy',
    x: list(30, () => 10 * uniform()),
    y: list(30, () => uniform()),
    sizes: list(30, () => 4 + 30 * uniform()),
    hover: list(30, (i) => `model ${i}`),
    xLabel: 'parameters (M)',
    yLabel: 'accuracy',
  }),
  embedding: embeddingPlot({
    title: 'Words in two dimensions',
    points: words.map((_, i) => [kinds.indexOf(kinds[i] ?? '') + normal(), (i % 3) * 2 + normal()]),
    labels: words,
    classes: kinds,
  }),
  'embedding-classes': embeddingPlot({
    title: 'CIFAR-10, last layer by t-SNE',
    points: list(1500, (i) => [
      6 * Math.cos(i % 10) + normal(),
      6 * Math.sin(1.7 * (i % 10)) + normal(),
    ]),
    classes: list(1500, (i) => names10[i % 10] ?? ''),
  }),
  histogram: histogram({
    title: 'Weights before and after training',
    xLabel: 'weight',
    series: [
      { name: 'before', values: list(1000, () => 0.3 * normal()) },
      { name: 'after', values: list(1000, () => 0.2 + 0.6 * normal()) },
    ],
  }),
  'heat-map': heatMap({
    title: 'Correlations of the features',
    values: list(6, (i) => list(6, (j) => (i === j ? 1 : Math.sin(i * j + i + j)))),
    rowLabels: ['age', 'income', 'children', 'rooms', 'distance', 'year built'],
    columnLabels: ['age', 'income', 'children', 'rooms', 'distance', 'year built'],
    valueLabel: 'correlation',
  }),
  'heat-map-large': heatMap({
    title: 'Gradients by layer and step',
    values: list(40, (i) =>
      list(120, (j) => Math.exp(-i / 20) * (1 + Math.sin(j / 9)) + 0.1 * uniform()),
    ),
    xLabel: 'step',
    yLabel: 'layer',
    valueLabel: 'norm',
  }),
  image: imageFigure({ title: 'A ring', image: ring(24, 7) }),
  'image-grid': imageGrid({
    title: 'Mistakes in grey',
    images: list(10, (i) => greyRing(12, 1 + i / 2)),
    shape: [12, 12],
    captions: list(10, (i) => `${i} → ${(i * 7) % 10}`),
  }),
  'image-grid-colour': imageGrid({
    title: 'Rings in colour',
    images: list(6, (i) => ring(16, 2 + i).flat(2)),
    shape: [16, 16, 3],
    captions: names10.slice(0, 6),
  }),
  'confusion-matrix': confusionMatrix({
    title: 'What the network answers',
    labels: names10,
    actual: list(600, (i) => i % 10),
    predicted: list(600, (i) => (uniform() < 0.8 ? i % 10 : Math.floor(uniform() * 10))),
  }),
  attention: attentionMap({ title: 'Self-attention', weights: head(11, 1), tokens: sentence }),
  'attention-heads': attentionMap({
    title: 'Self-attention, layer 0',
    weights: list(6, (i) => head(11, i)),
    tokens: sentence,
  }),
  spectrogram: spectrogramFigure({
    title: 'A rising tone',
    values: frames(129, (t) => 10 + 90 * t),
    sampleRate: 16000,
    stride: 160,
  }),
  'spectrogram-mel': spectrogramFigure({
    title: 'A rising tone, 40 mel bands',
    values: frames(40, (t) => 5 + 30 * t),
    sampleRate: 16000,
    stride: 160,
    unit: 'power',
    mel: { lowerHz: 20, upperHz: 8000 },
  }),
  'latent-grid': latentGrid({
    title: 'What the decoder has learnt',
    images: list(8, (i) => list(8, (j) => greyRing(14, 1 + (i * 5) / 7, (j + 1) / 8))).flat(),
    shape: [14, 14],
    x: list(8, (i) => -2 + (i * 4) / 7),
    y: list(8, (i) => -2 + (i * 4) / 7),
  }),
  roc: rocCurve({
    title: 'Spam or not',
    labels,
    series: [
      { name: 'words', scores: scoresOf(1) },
      { name: 'network', scores: scoresOf(2.2) },
    ],
  }),
  'precision-recall': precisionRecallCurve({
    title: 'Spam or not',
    labels,
    series: [
      { name: 'words', scores: scoresOf(1) },
      { name: 'network', scores: scoresOf(2.2) },
    ],
  }),
  calibration: (() => {
    const probabilities = list(2000, () => uniform());
    return calibrationChart({
      title: 'Is 80 % sure right in 80 %?',
      probabilities,
      labels: probabilities.map((p) => Number(uniform() < p ** 1.6)),
    });
  })(),
  boxes: boxesOnImage({
    title: 'What the detector has found',
    image: ring(64, 20),
    boxes: [
      { label: 'ring', score: 0.93, box: [9, 10, 54, 55] },
      { label: 'corner', score: 0.41, box: [0, 0, 12, 9] },
      { label: 'corner', score: 0.35, box: [55, 48, 64, 63] },
    ],
    truth: [{ label: 'ring', box: [12, 12, 53, 53] }],
  }),
  landscape: lossLandscape(ravineOptions),
  'landscape-surface': lossSurface(ravineOptions),
  surface: surfaceChart({
    title: 'What one sigmoid neuron answers',
    values: axis.map((y) => axis.map((x) => 1 / (1 + Math.exp(-(3 * x - 2 * y))))),
    x: axis,
    y: axis,
    xLabel: 'x₁',
    yLabel: 'x₂',
    zLabel: 'output',
  }),
  'scatter-3d': scatterChart3d({
    title: 'Three principal components',
    groups: ['setosa', 'versicolor', 'virginica'].map((name, k) => ({
      name,
      x: list(40, () => 2 * k + 0.5 * normal()),
      y: list(40, () => (k === 1 ? 1 : -1) + 0.5 * normal()),
      z: list(40, () => k * k + 0.5 * normal()),
    })),
    xLabel: 'PC 1',
    yLabel: 'PC 2',
    zLabel: 'PC 3',
  }),
  box: boxPlot({
    title: 'Test accuracy over forty seeds',
    yLabel: 'accuracy',
    groups: ['sgd', 'momentum', 'adam'].map((name, k) => ({
      name,
      values: list(40, () => 0.85 + 0.04 * k + (0.03 - 0.008 * k) * normal()),
    })),
  }),
  model: modelGraph({ title: 'A residual block and three branches', layers: resnet }),
  audio: sound.figure,
};
