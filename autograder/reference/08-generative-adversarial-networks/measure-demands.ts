/** What lesson 08 demands of measures of samples. Nothing here knows the solution. */
import { type Test, type TestContext, test } from '../../judge/test.js';
import type { TensorValue, Value } from '../../judge/value.js';
import { at, rowsOf } from '../../test-kit/float64.js';
import type { Given } from '../../test-kit/given.js';
import type { Asked } from '../../test-kit/sizes.js';

const distance = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Math.hypot(...Array.from(a, (value, d) => value - at(b, d)));

/** Good samples of each mode, by loops. */
function goodOf(samples: TensorValue, centres: TensorValue, sigma: number): number[] {
  const modes = rowsOf(centres);
  const counts = modes.map(() => 0);
  for (const sample of rowsOf(samples)) {
    const far = modes.map((mode) => distance(sample, mode));
    const least = Math.min(...far);
    const nearest = far.indexOf(least);
    if (least <= 3 * sigma) counts[nearest] = at(counts, nearest) + 1;
  }
  return counts;
}

async function coverageOf(t: TestContext, ...args: Value[]) {
  const answer = (await t.student.modeCoverage?.(...args)) as Value;
  const got = t.expectObject(answer, ['covered', 'good']);
  return {
    covered: t.expectNumber(got.covered, 'covered'),
    good: t.expectNumber(got.good, 'good'),
  };
}

const directionOf = (t: TestContext, size: number): number[] => {
  const drawn = Array.from(t.rng.normals(size));
  const length = Math.hypot(...drawn);
  return drawn.map((value) => value / length);
};

/** A sample at so many deviations from a centre, in any direction. */
const around = (t: TestContext, centre: readonly number[], far: number): number[] => {
  const direction = directionOf(t, centre.length);
  return centre.map((value, d) => value + far * at(direction, d));
};

/**
 * Modes far apart, with samples clearly inside and clearly outside of three deviations; the share that is
 * asked for lies between two counts.
 */
export const modeCoverageAsked: Asked = {
  exercise: 'modeCoverage',
  sizes: 3,
  draw(t, count = 1, modes = 1, features = 1) {
    const sigma = t.rng.uniform(0.05, 0.3);
    const centres = Array.from({ length: modes }, (_, m) =>
      Array.from({ length: features }, (_, d) => (d === 0 ? 4 * m : t.rng.uniform(-1, 1))),
    );
    const samples = Array.from({ length: count }, () => {
      // The first modes get more, so that some are reached and some are not.
      const mode = t.rng.integer(0, t.rng.integer(1, modes + 1));
      const isGood = t.rng.uniform(0, 1) < 0.7;
      const far = isGood ? t.rng.uniform(0, 2.8) : t.rng.uniform(3.3, 5);
      return around(t, centres[mode] as number[], far * sigma);
    });
    const least = (t.rng.integer(0, Math.max(1, Math.ceil(count / 2))) + 0.5) / count;
    return [t.tensor(samples), t.tensor(centres), sigma, least];
  },
  async judge(t, answer, args) {
    const [samples, centres, sigma, least] = args as [TensorValue, TensorValue, number, number];
    const got = t.expectObject(answer, ['covered', 'good']);
    const counts = goodOf(samples, centres, sigma);
    const count = samples.shape[0] as number;
    const covered = counts.filter((good) => good / count >= least).length;
    t.expectClose(t.expectNumber(got.good, 'good'), counts.reduce((a, b) => a + b, 0) / count, {
      what: 'good',
    });
    t.expectClose(t.expectNumber(got.covered, 'covered'), covered, { what: 'covered' });
  },
};

/** Two modes so near that a sample is within three deviations of both: it counts once, for the nearer. */
export const neighbouringModes = (given: Given): Test =>
  test({ kind: 'property', ...given }, async (t) => {
    const x = t.rng.uniform(-1, 1);
    const centres = t.tensor([
      [x, 0],
      [x + 1, 0],
    ]);
    const samples = t.tensor(Array.from({ length: 4 }, () => [x + t.rng.uniform(0.1, 0.4), 0]));
    const got = await coverageOf(t, samples, centres, 0.5, 0.3);
    t.expectClose(got.covered, 1, { what: 'covered' });
    t.expectClose(got.good, 1, { what: 'good' });
  });

/** One good note: all samples in one mode are all good, and cover one. */
export const oneNote = (given: Given, modes: number): Test =>
  test({ kind: 'property', ...given }, async (t) => {
    const angles = Array.from({ length: modes }, (_, m) => (2 * Math.PI * m) / modes);
    const ring = angles.map((angle) => [3 * Math.cos(angle), 3 * Math.sin(angle)]);
    const note = ring[t.rng.integer(0, modes)] as number[];
    const one = Array.from({ length: 2 * modes }, () => around(t, note, t.rng.uniform(0, 0.2)));
    const each = [...ring, ...ring].map((mode) => around(t, mode, t.rng.uniform(0, 0.2)));
    const share = 0.9 / modes;
    const centres = t.tensor(ring);
    for (const [samples, covered] of [
      [one, 1],
      [each, modes],
    ] as const) {
      const got = await coverageOf(t, t.tensor(samples), centres, 0.1, share);
      t.expectClose(got.covered, covered, { what: 'covered' });
      t.expectClose(got.good, 1, { what: 'good' });
    }
  });

async function qualityOf(t: TestContext, logits: TensorValue) {
  const answer = (await t.student.qualityScore?.(logits)) as Value;
  const got = t.expectObject(answer, ['confidence', 'entropy']);
  return {
    confidence: t.expectNumber(got.confidence, 'confidence'),
    entropy: t.expectNumber(got.entropy, 'entropy'),
  };
}

/** Both measures from softmax in float64. */
function quality(logits: TensorValue): { confidence: number; entropy: number } {
  const rows = rowsOf(logits).map((scores) => {
    const top = Math.max(...scores);
    let total = 0;
    for (const score of scores) total += Math.exp(score - top);
    const logTotal = top + Math.log(total);
    return Array.from(scores, (score) => Math.exp(score - logTotal));
  });
  const meanOf = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const overall = (rows[0] as number[]).map((_, c) => meanOf(rows.map((row) => at(row, c))));
  const surprises = overall.map((p) => (p > 0 ? -p * Math.log(p) : 0));
  return {
    confidence: meanOf(rows.map((row) => Math.max(...row))),
    entropy: meanOf(surprises) * surprises.length,
  };
}

function expectQuality(t: TestContext, got: Record<string, Value>, logits: TensorValue): void {
  const expected = quality(logits);
  for (const name of ['confidence', 'entropy'] as const) {
    t.expectClose(t.expectNumber(got[name], name), expected[name], {
      what: name,
      atol: 1e-4,
      rtol: 1e-3,
    });
  }
}

export const qualityScoreAsked: Asked = {
  exercise: 'qualityScore',
  sizes: 2,
  draw: (t, count = 1, classes = 1) => [t.randomTensor([count, classes], 2)],
  judge(t, answer, args) {
    expectQuality(t, t.expectObject(answer, ['confidence', 'entropy']), args[0] as TensorValue);
  },
};

/** Sure of each sample: of one class there is no variety, of all classes there is the most. */
export const sureClasses = (given: Given, classes: number): Test =>
  test({ kind: 'property', ...given }, async (t) => {
    const sure = (of: number): number[] =>
      Array.from({ length: classes }, (_, c) => (c === of ? t.rng.uniform(800, 1500) : 0));
    const only = t.rng.integer(0, classes);
    const one = Array.from({ length: classes }, () => sure(only));
    const each = Array.from({ length: classes }, (_, c) => sure(c));
    for (const [rows, entropy] of [
      [one, 0],
      [each, Math.log(classes)],
    ] as const) {
      const got = await qualityOf(t, t.tensor(rows));
      t.expectClose(got.confidence, 1, { what: 'confidence', atol: 1e-4 });
      t.expectClose(got.entropy, entropy, { what: 'entropy', atol: 1e-4 });
    }
    // Nothing is said of any sample: all classes alike, and no confidence.
    const shrug = await qualityOf(t, t.tensor(one.map(() => new Array<number>(classes).fill(2))));
    t.expectClose(shrug.confidence, 1 / classes, { what: 'confidence', atol: 1e-4 });
    t.expectClose(shrug.entropy, Math.log(classes), { what: 'entropy', atol: 1e-4 });
  });

async function nearestOf(t: TestContext, samples: TensorValue, training: TensorValue) {
  const answer = (await t.student.nearestNeighbours?.(samples, training)) as Value;
  return t.expectObject(answer, ['index', 'distance']);
}

/** Rows of the training set, and how far each is, by loops. */
function nearest(samples: TensorValue, training: TensorValue) {
  const rows = rowsOf(training);
  const found = rowsOf(samples).map((sample) => {
    const far = rows.map((row) => distance(sample, row));
    const least = Math.min(...far);
    return { index: far.indexOf(least), least };
  });
  return {
    index: found.map(({ index }) => index),
    distance: found.map(({ least }) => least),
  };
}

const nearestClose = { atol: 2e-3, rtol: 2e-3, what: 'distance' };

export const nearestNeighboursAsked: Asked = {
  exercise: 'nearestNeighbours',
  sizes: 3,
  draw: (t, count = 1, known = 1, features = 1) => [
    t.randomTensor([count, features], 2),
    t.randomTensor([known, features], 2),
  ],
  judge(t, answer, args) {
    const got = t.expectObject(answer, ['index', 'distance']);
    const expected = nearest(...(args as [TensorValue, TensorValue]));
    const count = [expected.index.length];
    t.expectClose(got.index, t.tensor(expected.index, count, 'int32'), { what: 'index' });
    t.expectClose(got.distance, t.tensor(expected.distance, count), nearestClose);
  },
};

/** What was copied is found, at a distance of nothing; what was moved, at the distance that it was moved. */
export const findsCopies = (given: Given, known: number, features: number): Test =>
  test({ kind: 'stability', ...given }, async (t) => {
    // Numbers like those of pictures that nobody scaled, of which rounding leaves something.
    const training = t.randomTensor([known, features], 3, 10);
    const rows = rowsOf(training).map((row) => Array.from(row));
    const order = t.rng.permutation(known);
    // Most are off in their last digits, as after a trip through a file.
    const copies = t.tensor(
      order.map((i, n) =>
        (rows[i] as number[]).map((v) => v + (n % 4 === 0 ? 0 : t.rng.normal(0, 1e-5))),
      ),
    );
    const index = t.tensor(order, [known], 'int32');
    const same = await nearestOf(t, copies, training);
    t.expectClose(same.index, index, { what: 'index' });
    const zeros = t.tensor(new Array<number>(known).fill(0), [known]);
    // A square that should be 0 is off by its last digits, its root by their root.
    t.expectClose(same.distance, zeros, { what: 'distance', atol: 0.1 });
    const moved = t.tensor(order.map((i) => around(t, rows[i] as number[], 0.6)));
    const expected = nearest(moved, training);
    const other = await nearestOf(t, moved, training);
    t.expectClose(other.distance, t.tensor(expected.distance, [known]), {
      what: 'distance',
      atol: 0.02,
    });
  });
