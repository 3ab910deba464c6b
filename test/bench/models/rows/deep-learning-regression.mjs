/** Rows of `deep-learning` that predict numbers. */
import { loadDataset, meanSquaredError, tf } from 'gradus';
import { splitRows, standardScaler } from 'gradus/data';
import { mlpRegressor } from 'gradus/deep-learning';
import { linearRegression } from '../baselines.mjs';
import { train } from '../training.mjs';

/** @typedef {import('gradus').Tensor2D} Tensor2D */
/** @typedef {import('gradus/deep-learning').MlpRegressorOptions} MlpRegressorOptions */
/** @typedef {{ x: number[][], y: number[][] }} Table */

/**
 * R² on a fifth of the rows, of the mean, of least squares and of the network: all three see the same
 * features, scaled by those of the training set.
 *
 * @param {Table} table
 * @param {Partial<MlpRegressorOptions> & { hidden: number[] }} options
 * @param {{ epochs: number, rate: number, weightDecay: number, seed: number }} run
 */
async function compare(table, options, { epochs, rate, weightDecay, seed }) {
  const split = splitRows(table.x.length, { seed });
  const pick = (/** @type {number[][]} */ rows, /** @type {number[]} */ at) =>
    tf.tensor2d(at.map((i) => rows[i] ?? []));
  const [x, y] = [pick(table.x, split.train), pick(table.y, split.train)];
  const [heldX, heldY] = [pick(table.x, split.test), pick(table.y, split.test)];
  const [features, targets] = [standardScaler(x), standardScaler(y)];
  const scaled = { x: features.scale(x), y: targets.scale(y) };
  const score = (/** @type {(x: Tensor2D) => Tensor2D} */ predict) =>
    tf.tidy(() => {
      const predicted = targets.unscale(predict(features.scale(heldX)));
      return tf.metrics.r2Score(heldY, predicted).dataSync()[0] ?? Number.NaN;
    });
  const model = mlpRegressor({ inputShape: [x.shape[1]], seed, ...options });
  const optimizer = tf.train.adamw(rate, { weightDecay, exclude: ['bias'] });
  const run = { epochs, batchSize: 32, rate, seed, optimizer, loss: meanSquaredError };
  const seconds = await train(model, scaled, run);
  return {
    ours: score((rows) => /** @type {Tensor2D} */ (model.predict(rows))),
    mean: score((rows) => tf.zeros([rows.shape[0], 1])),
    linear: score(linearRegression(scaled.x, scaled.y)),
    seconds,
  };
}

/** Weekday, the season as six waves of the year and their halves, thirds …, and the year itself. */
async function births() {
  const { time, values } = await loadDataset('us-births');
  const waves = [1, 2, 3, 4, 5, 6];
  return {
    x: time.map((day) => {
      const date = new Date(`${day}T00:00:00Z`);
      const year = date.getUTCFullYear();
      const angle = ((date.getTime() - Date.UTC(year, 0, 1)) / 86_400_000 / 366) * 2 * Math.PI;
      return [
        year + angle / (2 * Math.PI),
        ...Array.from({ length: 7 }, (_, weekday) => Number(date.getUTCDay() === weekday)),
        ...waves.flatMap((k) => [Math.sin(k * angle), Math.cos(k * angle)]),
      ];
    }),
    y: Array.from(values.births ?? [], (count) => [count]),
  };
}

async function diabetes() {
  const { rows, columns, target } = await loadDataset('diabetes');
  const names = columns.map(({ name }) => name).filter((name) => name !== target);
  return {
    x: rows.map((row) => names.map((name) => Number(row[name]))),
    y: rows.map((row) => [Number(row[target])]),
  };
}

/** @type {import('../row.mjs').Row[]} */
export const rows = [
  {
    name: 'regressor-births',
    data: 'us-births, 1,096 of 5,479 days held out',
    measure: 'R²',
    floor: 0.88,
    async run(seed) {
      const run = { epochs: 30, rate: 5e-3, weightDecay: 0.01, seed };
      const { mean, linear, ...rest } = await compare(await births(), { hidden: [64, 64] }, run);
      return { ...rest, baselines: { mean, 'linear regression': linear } };
    },
  },
  {
    name: 'regressor-diabetes',
    data: 'diabetes, 88 of 442 held out',
    measure: 'R²',
    floor: 0.35,
    async run(seed) {
      const run = { epochs: 60, rate: 3e-3, weightDecay: 1, seed };
      const options = { hidden: [16], dropout: 0.2 };
      const { mean, linear, ...rest } = await compare(await diabetes(), options, run);
      // 442 people, all but linear: here a network is no better than a line, and no worse.
      return { ...rest, baselines: { mean }, beside: { 'linear regression': linear } };
    },
  },
];
