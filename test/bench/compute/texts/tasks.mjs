/** The compared models of texts. */

/** @typedef {import('gradus').Rng} Rng */
/** @typedef {import('../tasks.mjs').Config} Config */
/** @typedef {import('../tasks.mjs').Values} Values */

/**
 * Rows of tokens, from half full to full, with 0 behind.
 *
 * @param {Rng} rng
 * @param {Config} config
 * @param {number} batchSize
 * @param {(row: number, place: number) => number} token
 */
function padded(rng, { time = 0 }, batchSize, token) {
  const values = new Int32Array(batchSize * time);
  for (let row = 0; row < batchSize; row++) {
    const length = rng.integer(time / 2, time + 1);
    for (let place = 0; place < length; place++) values[row * time + place] = token(row, place);
  }
  return values;
}

/**
 * Texts of two classes, which use the lower half of the vocabulary more or less often.
 *
 * @param {number} batchSize
 * @returns {(rng: Rng, config: Config) => () => Values[]}
 */
const texts = (batchSize) => (rng, config) => () => {
  const { vocabSize = 0, time = 0 } = config;
  const half = vocabSize / 2;
  const y = Int32Array.from({ length: batchSize }, () => rng.integer(0, 2));
  const x = padded(rng, config, batchSize, (row) =>
    rng.uniform() < (y[row] === 1 ? 0.7 : 0.3)
      ? rng.integer(1, half)
      : rng.integer(half, vocabSize),
  );
  return [
    { values: x, shape: [batchSize, time] },
    { values: y, shape: [batchSize, 1] },
  ];
};

/**
 * A text, and the same backwards to be written: from its start (token 1), and each next token.
 *
 * @param {number} batchSize
 * @returns {(rng: Rng, config: Config) => () => Values[]}
 */
const reversed = (batchSize) => (rng, config) => () => {
  const { vocabSize = 0, time = 0 } = config;
  const source = padded(rng, config, batchSize, () => rng.integer(2, vocabSize));
  const next = new Int32Array(source.length);
  const given = new Int32Array(source.length);
  for (let row = 0; row < batchSize; row++) {
    const text = source.subarray(row * time, (row + 1) * time);
    const back = text.filter((token) => token !== 0).reverse();
    next.set(back, row * time);
    given.set([1, ...back.subarray(0, -1)], row * time);
  }
  const shape = [batchSize, time];
  return [source, given, next].map((values) => ({ values, shape }));
};

/**
 * Pairs of texts of which some tokens are masked (token 1): each goes on by one of eight, as in a chain; what stood
 * there is to be guessed.
 *
 * @param {number} batchSize
 * @returns {(rng: Rng, config: Config) => () => Values[]}
 */
const masked = (batchSize) => (rng, config) => () => {
  const { vocabSize = 0, time = 0 } = config;
  const next = (/** @type {number} */ token) =>
    2 + ((7 * token + rng.integer(0, 8)) % (vocabSize - 2));
  let before = 2;
  const tokens = padded(rng, config, batchSize, () => (before = next(before)));
  const segments = tokens.map((token, i) => (token !== 0 && i % time >= time / 4 ? 1 : 0));
  const labels = tokens.map((token) => (token !== 0 && rng.uniform() < 0.15 ? token : 0));
  const given = tokens.map((token, i) => (labels[i] === 0 ? token : 1));
  const shape = [batchSize, time];
  return [given, segments, labels].map((values) => ({ values, shape }));
};

/** @type {Config} */
const adam = { optimizer: 'adam', learningRate: 1e-3, epsilon: 1e-5 };

/** @type {Record<string, import('../tasks.mjs').Task>} */
export const textTasks = {
  'text-cnn': {
    about: 'TextCNN, embedding 2000×64, 64 filters of 3, 4 and 5 tokens; batch 64, T = 64, Adam',
    config: {
      ...{ ...adam, vocabSize: 2000, time: 64, classes: 2 },
      ...{ embedding: 64, filters: 64, kernelSizes: [3, 4, 5] },
    },
    steps: 150,
    batches: 20,
    data: texts(64),
    perStep: { texts: 64 },
  },
  'bi-lstm': {
    about: 'embedding 1000×32, bidirectional LSTM 64, dense 2; batch 64, T = 25 to 50, Adam',
    config: { ...adam, vocabSize: 1000, time: 50, classes: 2, embedding: 32, units: 64 },
    steps: 150,
    batches: 20,
    data: texts(64),
    perStep: { texts: 64 },
  },
  'transformer-block': {
    about:
      'encoder of one block, 4 heads, width 64, over 1000 tokens; batch 64, T = 32 to 64, Adam',
    config: {
      ...{ ...adam, vocabSize: 1000, time: 64, classes: 2, layers: 1, heads: 4, width: 64 },
    },
    steps: 150,
    batches: 20,
    data: texts(64),
    perStep: { texts: 64 },
  },
  'seq2seq-transformer': {
    about:
      'Transformer 2 + 2 layers, 4 heads, width 64, 200 tokens; batch 32, 16 to 32 tokens to as many, Adam',
    config: { ...adam, vocabSize: 200, time: 32, layers: 2, heads: 4, width: 64, padded: true },
    steps: 100,
    batches: 10,
    data: reversed(32),
    perStep: { texts: 32 },
  },
  'bert-small': {
    about:
      'BERT 4 layers, 4 heads, width 128, 2000 tokens, 15 % masked; batch 32, T = 32 to 64, Adam',
    config: { ...adam, vocabSize: 2000, time: 64, layers: 4, heads: 4, width: 128, padded: true },
    steps: 100,
    batches: 10,
    data: masked(32),
    perStep: { texts: 32 },
  },
};
