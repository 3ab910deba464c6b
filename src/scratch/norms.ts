/** Batch norm and layer norm, forwards and backwards, on plain rows. */
import { at } from './at.js';

export interface BatchNormOptions {
  /** Scale of each feature, `[D]`. */
  gamma: readonly number[];
  /** Shift of each feature, `[D]`. */
  beta: readonly number[];
  /** Running mean, `[D]`. */
  mean: readonly number[];
  /** Running variance, `[D]`. */
  variance: readonly number[];
  /** Share of the running statistics that a batch leaves as it is. Default: 0.99. */
  momentum?: number;
  /** Added to a variance, under the root. Default: 1e-3. */
  epsilon?: number;
  /** Whether the batch's own statistics are used, and the running ones moved. */
  training: boolean;
}

/** What a batch became, and the running statistics after it. */
export interface BatchNormResult {
  /** `[B][D]` */
  y: number[][];
  mean: number[];
  variance: number[];
}

/**
 * Batch norm (Ioffe & Szegedy 2015, arXiv:1502.03167):
 * `y = gamma * (x - mean) / √(variance + epsilon) + beta`, for each feature over the batch. While
 * training, mean and variance (divided by B) are those of the batch, and the running ones move by
 * `running <- momentum * running + (1 - momentum) * batch`.
 *
 * @param x `[B][D]`
 * @returns new lists; the arguments stay as they are
 */
export function batchNorm(
  x: readonly (readonly number[])[],
  options: BatchNormOptions,
): BatchNormResult {
  const { gamma, beta, training, momentum = 0.99, epsilon = 1e-3 } = options;
  const batch = columnsOf(x).map(statistics);
  const used = training
    ? batch
    : options.mean.map((mean, j) => ({ mean, variance: at(options.variance, j) }));
  const y = x.map((row) =>
    row.map((value, j) => {
      const { mean, variance } = used[j] as Statistics;
      return (at(gamma, j) * (value - mean)) / Math.sqrt(variance + epsilon) + at(beta, j);
    }),
  );
  const moved = (running: readonly number[], name: keyof Statistics): number[] =>
    running.map((before, j) =>
      training ? momentum * before + (1 - momentum) * (batch[j] as Statistics)[name] : before,
    );
  return {
    y,
    mean: moved(options.mean, 'mean'),
    variance: moved(options.variance, 'variance'),
  };
}

/** Gradients of a norm's input and of its scale and shift. */
export interface NormGradients {
  /** `[B][D]` */
  dx: number[][];
  /** `[D]` */
  dgamma: number[];
  /** `[D]` */
  dbeta: number[];
}

/**
 * The gradients of batch norm while training. With n = (x - mean) / √(variance + epsilon) and
 * dn = dy * gamma: `dx = (dn - mean(dn) - n * mean(dn * n)) / √(variance + epsilon)`, means over the
 * batch.
 *
 * @param x the input, `[B][D]`
 * @param dy gradient of the loss with respect to the output, `[B][D]`
 * @param epsilon Default: 1e-3
 */
export function batchNormBackward(
  x: readonly (readonly number[])[],
  gamma: readonly number[],
  dy: readonly (readonly number[])[],
  epsilon = 1e-3,
): NormGradients {
  const back = columnsOf(dy);
  const scaled = back.map((column, j) => column.map((g) => g * at(gamma, j)));
  const columns = columnsOf(x).map((column, j) =>
    groupBackward(column, scaled[j] as number[], epsilon),
  );
  return {
    dx: columnsOf(columns.map(({ dx }) => dx)),
    dgamma: columns.map(({ n }, j) => dot(n, back[j] as number[])),
    dbeta: back.map((column) => column.reduce((sum, g) => sum + g, 0)),
  };
}

/**
 * Layer norm (Ba et al. 2016, arXiv:1607.06450): as batch norm, over the features of each example, so
 * that no example sees another and nothing runs along.
 *
 * @param x `[B][D]`
 * @param epsilon Default: 1e-3
 * @returns `[B][D]`
 */
export function layerNorm(
  x: readonly (readonly number[])[],
  gamma: readonly number[],
  beta: readonly number[],
  epsilon = 1e-3,
): number[][] {
  return x.map((row) => {
    const { mean, variance } = statistics(row);
    const spread = Math.sqrt(variance + epsilon);
    return row.map((value, j) => (at(gamma, j) * (value - mean)) / spread + at(beta, j));
  });
}

/** The gradients of layer norm; arguments as of `batchNormBackward`. */
export function layerNormBackward(
  x: readonly (readonly number[])[],
  gamma: readonly number[],
  dy: readonly (readonly number[])[],
  epsilon = 1e-3,
): NormGradients {
  const rows = x.map((row, i) =>
    groupBackward(
      row,
      (dy[i] as number[]).map((g, j) => g * at(gamma, j)),
      epsilon,
    ),
  );
  const normalised = columnsOf(rows.map(({ n }) => n));
  const back = columnsOf(dy);
  return {
    dx: rows.map(({ dx }) => dx),
    dgamma: normalised.map((n, j) => dot(n, back[j] as number[])),
    dbeta: back.map((column) => column.reduce((sum, g) => sum + g, 0)),
  };
}

interface Statistics {
  mean: number;
  variance: number;
}

/** Mean and variance, divided by the count. */
function statistics(values: readonly number[]): Statistics {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return { mean, variance };
}

/** A group that was normalised together: what it became, and the gradient before. */
function groupBackward(x: readonly number[], dn: readonly number[], epsilon: number) {
  const { mean, variance } = statistics(x);
  const spread = Math.sqrt(variance + epsilon);
  const n = x.map((value) => (value - mean) / spread);
  const shared = statistics(dn).mean;
  const along = dot(dn, n) / x.length;
  return { n, dx: dn.map((g, i) => (g - shared - at(n, i) * along) / spread) };
}

/** Rows as columns. */
const columnsOf = (rows: readonly (readonly number[])[]): number[][] =>
  (rows[0] ?? []).map((_, j) => rows.map((row) => at(row, j)));

const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, i) => sum + value * at(b, i), 0);
