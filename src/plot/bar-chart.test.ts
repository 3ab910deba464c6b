import { describe, expect, test } from 'vitest';
import { barChart } from './bar-chart.js';

describe('barChart', () => {
  test('draws one bar for each label, from zero', () => {
    const figure = barChart({ title: 'Accuracy', labels: ['base', 'net'], values: [0.5, 0.97] });
    expect(figure.data).toMatchObject([{ type: 'bar', x: ['base', 'net'], y: [0.5, 0.97] }]);
    expect(figure.layout.yaxis.rangemode).toBe('tozero');
    expect(figure.alt).toBe('Bar chart: Accuracy. base 0.5, net 0.97.');
  });

  test('groups several series and names them', () => {
    const figure = barChart({
      title: 'Two',
      labels: [0, 1],
      series: [
        { name: 'a', values: [1, 2] },
        { name: 'b', values: Int32Array.from([3, 4]) },
      ],
    });
    expect(figure.data.map((t) => t.name)).toEqual(['a', 'b']);
    expect(figure.layout.showlegend).toBe(true);
    expect(figure.alt).toBe('Bar chart: Two. a: 0 1, 1 2. b: 0 3, 1 4.');
  });

  test('names the argument that is wrong', () => {
    expect(() => barChart({ title: 't', labels: ['a'] })).toThrow(
      'Expected `values` to be a list of numbers (or give `series`). Received: undefined',
    );
    expect(() => barChart({ title: 't', labels: ['a'], values: [1, 2] })).toThrow(
      'Expected `values` to be as long as `labels` (1). Received: 2',
    );
  });
});
