import fc from 'fast-check';
import { expect, test } from 'vitest';
import { calibrationChart } from './calibration-chart.js';
import { precisionRecallCurve } from './precision-recall-curve.js';
import { rocCurve } from './roc-curve.js';

const auc = (labels: (number | boolean)[], scores: number[]) =>
  Number(
    /AUC ([\d.]+)/.exec(rocCurve({ title: 'c', labels, scores }).alt)?.[1]?.replace(/\.$/, ''),
  );
const ap = (labels: number[], scores: number[]) =>
  Number(
    /AP ([\d.]+)/
      .exec(precisionRecallCurve({ title: 'c', labels, scores }).alt)?.[1]
      ?.replace(/\.$/, ''),
  );

test('the values of the examples in scikit-learn’s documentation', () => {
  const [labels, scores] = [
    [0, 0, 1, 1],
    [0.1, 0.4, 0.35, 0.8],
  ];
  expect(auc(labels, scores)).toBe(0.75); // roc_auc_score
  expect(ap(labels, scores)).toBe(0.833); // average_precision_score: 0.83…
  // roc_curve(y, scores): fpr [0, 0, 0.5, 0.5, 1], tpr [0, 0.5, 0.5, 1, 1]
  expect(rocCurve({ title: 'c', labels, scores }).data[0]).toMatchObject({
    x: [0, 0, 0.5, 0.5, 1],
    y: [0, 0.5, 0.5, 1, 1],
  });
});

test('equal scores cross the threshold together, in whichever order they stand', () => {
  expect(auc([0, 1, 0, 1], [0.5, 0.5, 0.5, 0.5])).toBe(0.5);
  expect(auc([1, 1, 0, 0], [0.5, 0.5, 0.5, 0.5])).toBe(0.5);
  // One pair of four is a tie: (3 + 1/2) / 4.
  expect(auc([0, 1, 0, 1], [0.1, 0.4, 0.4, 0.8])).toBe(0.875);
  expect(ap([1, 0, 1, 0], [1, 1, 1, 1])).toBe(0.5);
  expect(ap([1, 0], [1, 1])).toBe(ap([0, 1], [1, 1]));
});

test('AUC is the share of pairs in the right order, ties half', () => {
  const example = fc.tuple(fc.boolean(), fc.integer({ min: 0, max: 5 }));
  const examples = fc
    .array(example, { minLength: 2, maxLength: 30 })
    .filter((list) => new Set(list.map(([label]) => label)).size === 2);
  fc.assert(
    fc.property(examples, (list) => {
      const scoresOf = (wanted: boolean) =>
        list.flatMap(([label, score]) => (label === wanted ? score : []));
      const pairs = scoresOf(true).flatMap((p) =>
        scoresOf(false).map((n) => (p > n ? 1 : p === n ? 0.5 : 0)),
      );
      const share = pairs.reduce((a: number, b) => a + b, 0) / pairs.length;
      expect(
        auc(
          list.map(([label]) => label),
          list.map(([, score]) => score),
        ),
      ).toBeCloseTo(share, 2);
    }),
  );
});

test('several classifiers share the labels; the texts say what was counted', () => {
  const series = [
    { name: 'a', scores: [1, 0] },
    { name: 'b', scores: [0, 1] },
  ];
  expect(rocCurve({ title: 'R', labels: [1, 0], series }).alt).toBe(
    'ROC curve: R. Positive examples: 1, negative: 1. a: AUC 1.000; b: AUC 0.000.',
  );
  expect(precisionRecallCurve({ title: 'P', labels: [true, false], series }).alt).toBe(
    'Precision–recall curve: P. 1 of 2 examples are positive. a: AP 1.000; b: AP 0.500.',
  );
});

test('a hundred thousand examples make a curve of moderate size', () => {
  const n = 100_000;
  const labels = Array.from({ length: n }, (_, i) => i % 2);
  const scores = Float64Array.from({ length: n }, (_, i) => ((i * 7919) % n) / n);
  for (const figure of [
    rocCurve({ title: 'c', labels, scores }),
    precisionRecallCurve({ title: 'c', labels, scores }),
  ]) {
    expect(JSON.stringify(figure).length).toBeLessThan(120_000);
  }
});

test('refuses labels of one class, scores without an order, other lengths', () => {
  const roc = (labels: number[], scores: number[]) => () =>
    rocCurve({ title: 'c', labels, scores });
  expect(roc([1, 1], [0, 1])).toThrow('`labels` to be of both classes');
  expect(roc([0, 2], [0, 1])).toThrow('`labels[1]` to be 0 or 1 (or false or true). Received: 2');
  expect(roc([0, 1], [0, Number.NaN])).toThrow('`scores[1]` to be a finite number. Received: NaN');
  expect(roc([0, 1], [0])).toThrow('`scores` to be as long as `labels` (2). Received: 1');
  expect(() => precisionRecallCurve({ title: 'c', labels: [0], scores: [0] })).toThrow(
    'a list with a positive example',
  );
});

test('calibration: shares and error by hand', () => {
  // Bin (0, 0.5]: 0.2 and 0.4, one came true; bin (0.5, 1]: 0.9, true.
  const figure = calibrationChart({
    title: 'C',
    probabilities: [0.2, 0.4, 0.9],
    labels: [0, 1, 1],
    bins: 2,
  });
  expect(figure.data[0]).toMatchObject({ x: [0.25, 0.75], y: [0.5, 1], width: 0.5 });
  // 2/3 · |0.3 - 0.5| + 1/3 · |0.9 - 1| = 0.1667
  expect(figure.alt).toBe(
    'Calibration: C. 3 predictions, expected calibration error 0.1667. Of 2 predicted near 0.3, 0.5 came true. Of 1 predicted near 0.9, 1 came true.',
  );
});

test('calibration: a bin holds its upper end, for every edge of ten bins', () => {
  for (let edge = 1; edge <= 10; edge++) {
    const figure = calibrationChart({ title: 'C', probabilities: [edge / 10], labels: [1] });
    expect((figure.data[0] as { x: number[] }).x[0]).toBeCloseTo((edge - 0.5) / 10);
  }
  expect(() => calibrationChart({ title: 'C', probabilities: [1.2], labels: [1] })).toThrow(
    '`probabilities[0]` to be a number from 0 to 1. Received: 1.2',
  );
});
