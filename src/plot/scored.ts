/** Binary labels with scores, and the curves over all thresholds. */
import { fail, isList, type Numbers, needLength, needText } from './input.js';

/** One classifier; several share the labels. */
export interface ScoredSeries {
  name: string;
  /** The larger, the surer that an example is positive; finite. */
  scores: Numbers;
}

export interface ScoredOptions {
  /** 1 (or true) for a positive example, 0 (or false) for a negative one. */
  labels: ArrayLike<number | boolean>;
  /** The scores of one classifier; give these or `series`. */
  scores?: Numbers;
  series?: readonly ScoredSeries[];
}

export interface Scored {
  name: string;
  /** At each threshold, from the highest down: how many positives and negatives lie at or above it. */
  steps: { truePositives: number; falsePositives: number }[];
}

/** Checks the options; gives the counts at each distinct score. */
export function needScored(
  options: ScoredOptions,
  title: string,
): { scored: Scored[]; positives: number; negatives: number } {
  const labels = needBinary(options.labels);
  const positives = labels.filter(Boolean).length;
  const negatives = labels.length - positives;
  const series =
    options.series ??
    (options.scores === undefined ? undefined : [{ name: title, scores: options.scores }]);
  if (!Array.isArray(series) || series.length === 0) {
    fail('scores', 'a list of numbers (or give `series`)', options.scores ?? options.series);
  }
  const scored = series.map((one, index): Scored => {
    const where = options.series === undefined ? 'scores' : `series[${index}].scores`;
    const scores = needFinite(where, one.scores);
    needLength(where, scores.length, labels.length, 'labels');
    return { name: needText(`series[${index}].name`, one.name), steps: stepsOf(labels, scores) };
  });
  return { scored, positives, negatives };
}

/** Labels of two classes as booleans. */
export function needBinary(value: unknown): boolean[] {
  if (!isList(value) || value.length === 0) fail('labels', 'a non-empty list of 0 and 1', value);
  return Array.from(value, (item, i) => {
    if (item !== 0 && item !== 1 && item !== true && item !== false) {
      fail(`labels[${i}]`, '0 or 1 (or false or true)', item);
    }
    return item === 1 || item === true;
  });
}

/** Numbers that can be ranked: NaN has no place among the others. */
export function needFinite(argument: string, value: unknown): number[] {
  if (!isList(value) || value.length === 0) fail(argument, 'a non-empty list of numbers', value);
  return Array.from(value, (item, i) => {
    if (typeof item !== 'number' || !Number.isFinite(item)) {
      fail(`${argument}[${i}]`, 'a finite number', item);
    }
    return item;
  });
}

/** Examples with equal scores cross the threshold together. */
function stepsOf(labels: readonly boolean[], scores: readonly number[]): Scored['steps'] {
  const order = Array.from(scores.keys()).sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0));
  const steps: Scored['steps'] = [];
  let truePositives = 0;
  let falsePositives = 0;
  order.forEach((example, i) => {
    if (labels[example]) truePositives++;
    else falsePositives++;
    const next = order[i + 1];
    if (next === undefined || scores[next] !== scores[example]) {
      steps.push({ truePositives, falsePositives });
    }
  });
  return steps;
}
