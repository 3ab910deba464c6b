import { describe, expect, test } from 'vitest';
import { confusionMatrix } from './confusion-matrix.js';
import type { HeatmapTrace } from './figure.js';

const figureOf = (actual: ArrayLike<number>, predicted: ArrayLike<number>) =>
  confusionMatrix({ title: 'Pets', labels: ['cat', 'dog', 'eel'], actual, predicted });

describe('confusionMatrix', () => {
  const figure = figureOf([0, 0, 0, 1, 1, 1], Int32Array.from([0, 0, 1, 1, 0, 0]));
  const cells = figure.data[0] as HeatmapTrace;

  test('counts actual classes in rows, predicted classes in columns', () => {
    expect(cells.text).toEqual([
      ['2', '1', ''],
      ['2', '1', ''],
      ['', '', ''],
    ]);
    expect(figure.layout.yaxis.title?.text).toBe('actual');
    expect(figure.layout.yaxis.autorange).toBe('reversed');
  });

  test('gives right cells and mistakes different signs, by share of the row', () => {
    expect(cells.z[0]?.[0]).toBeCloseTo(Math.sqrt(2 / 3));
    expect(cells.z[1]?.[0]).toBeCloseTo(-Math.sqrt(2 / 3));
    expect(cells.z[2]).toEqual([-0, -0, 0]);
  });

  test('says in words how many are right and which mistake is the most common', () => {
    expect(figure.alt).toBe(
      'Confusion matrix: Pets. 3 of 6 examples are on the diagonal, that is, right. The most common mistake is dog taken for cat (2 times).',
    );
    expect(figureOf([1], [1]).alt).not.toContain('mistake');
  });

  test('names the class that does not exist', () => {
    expect(() => figureOf([0, 3], [0, 0])).toThrow(
      'Expected `actual[1]` to be an integer from 0 to 2 (see `labels`). Received: 3',
    );
    expect(() => figureOf([0, 1], [0])).toThrow(
      'Expected `predicted` to be as long as `actual` (2). Received: 1',
    );
  });

  describe.each([3, 10, 26, 40, 80])('of %i classes', (classes) => {
    const labels = Array.from({ length: classes }, (_, i) => `class ${i}`);
    const examples = Array.from({ length: classes * 200 }, (_, i) => i % classes);
    const large = confusionMatrix({ title: 'Many', labels, actual: examples, predicted: examples });
    const { width = 0, height, margin } = large.layout;
    const cell = (width - margin.l - margin.r) / classes;

    test('the cells are square and fill the figure, which fits a page', () => {
      expect((height - margin.t - margin.b) / classes).toBeCloseTo(cell);
      expect(cell).toBeGreaterThanOrEqual(8);
      expect(cell).toBeLessThanOrEqual(48);
      expect(width).toBeLessThanOrEqual(840);
    });

    test('a number fits its cell or is left to the mouse', () => {
      const { texttemplate, textfont } = large.data[0] as HeatmapTrace;
      if (texttemplate === undefined) expect(cell).toBeLessThan(19);
      else {
        expect(textfont?.size).toBeGreaterThanOrEqual(8);
        expect((textfont?.size ?? 0) * 0.62 * '200'.length).toBeLessThanOrEqual(cell);
      }
    });

    test('the names do not stand on each other', () => {
      const { tickangle, dtick = 1 } = large.layout.xaxis;
      expect(dtick * cell).toBeGreaterThanOrEqual(12);
      if (tickangle === 0) expect('class 79'.length * 6.5).toBeLessThan(cell * dtick + 10);
    });
  });
});
