import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { lineChart } from './line-chart.js';
import { toSvg } from './svg/to-svg.js';

describe('lineChart', () => {
  test('gives plain plotly JSON with one trace for each series', () => {
    const figure = lineChart({
      title: 'Loss',
      x: [1, 2, 3],
      series: [
        { name: 'train', y: Float32Array.from([2, 1, 0.5]) },
        { name: 'test', y: [3, 2], x: [1, 3] },
      ],
      xLabel: 'epoch',
      yLabel: 'loss',
    });
    const json = JSON.parse(JSON.stringify(figure));
    expect(json.data).toMatchObject([
      { type: 'scatter', name: 'train', x: [1, 2, 3], y: [2, 1, 0.5] },
      { type: 'scatter', name: 'test', x: [1, 3], y: [3, 2] },
    ]);
    expect(json.layout.xaxis.title.text).toBe('epoch');
    expect(json.layout.showlegend).toBe(true);
  });

  test('draws a band under its line, and tells of neither in the legend nor in the words', () => {
    const series = {
      name: 'loss',
      y: [2, 1, 1],
      band: { low: [1, 0.5, Number.NaN], high: [3, 2, 2] },
    };
    const figure = lineChart({ title: 't', series: [series, { name: 'other', y: [1, 1, 1] }] });
    const [band, line] = figure.data;
    expect(figure.data).toHaveLength(3);
    expect(band).toMatchObject({
      fill: 'toself',
      showlegend: false,
      x: [0, 1, 1, 0],
      y: [3, 2, 0.5, 1],
    });
    expect(line).toMatchObject({ name: 'loss', y: [2, 1, 1] });
    const { data: plain } = lineChart({ title: 't', series: [{ name: 'loss', y: [2, 1, 1] }] });
    expect(line).toEqual(plain[0]);
    expect(figure.alt.match(/loss/g)).toHaveLength(1);
    expect(toSvg(figure)).toMatch(/<path d="M[^"]*Z" fill="#[0-9A-Fa-f]{8}" stroke="none"/);
    const short = { ...series, band: { low: [1], high: [3, 2, 2] } };
    expect(() => lineChart({ title: 't', series: [short] })).toThrow('series[0].band.low');
  });

  test('tells two series apart by colour and by dash', () => {
    const [a, b] = lineChart({
      title: 't',
      series: [
        { name: 'a', y: [1] },
        { name: 'b', y: [1] },
      ],
    }).data;
    if (a?.type !== 'scatter' || b?.type !== 'scatter') throw new Error('expected two lines');
    expect(a.line.color).not.toBe(b.line.color);
    expect(a.line.dash).not.toBe(b.line.dash);
  });

  test('says in words what it shows, counting values that are not finite', () => {
    const figure = lineChart({
      title: 'Loss',
      series: [{ name: 'train', y: [2, Number.NaN, 0.5] }],
    });
    expect(figure.alt).toBe(
      'Line chart: Loss. train goes from 2 to 0.5 over 3 points. 1 value is not finite (NaN or Infinity) and left out.',
    );
    expect(figure.data[0]).toMatchObject({ y: [2, null, 0.5] });
    expect(inspect(figure)).toBe(`Figure: ${figure.alt}`);
  });

  test('escapes what plotly would read as HTML', () => {
    const figure = lineChart({ title: 'a <b> & c', series: [{ name: '<a href="x">', y: [1] }] });
    expect(figure.layout.title.text).toBe('a &lt;b&gt; &amp; c');
    expect(figure.data[0]?.name).toBe('&lt;a href="x"&gt;');
    expect(figure.alt).toContain('a <b> & c');
  });

  test('names the argument that is wrong', () => {
    const tensor = { length: 0, dataSync: () => [1] };
    expect(() => lineChart({ title: '', series: [] })).toThrow(
      'Expected `title` to be a non-empty string. Received: ""',
    );
    expect(() => lineChart({ title: 't', series: [] })).toThrow(
      'Expected `series` to be a non-empty list of { name, y }. Received: []',
    );
    expect(() => lineChart({ title: 't', series: [{ name: 'a', y: [] }] })).toThrow(
      'Expected `series[0].y` to be a non-empty list of numbers. Received: []',
    );
    expect(() => lineChart({ title: 't', series: [{ name: 'a', y: tensor }] })).toThrow(
      'Received: a tensor (read its numbers first: `await t.data()`)',
    );
    expect(() => lineChart({ title: 't', x: [1], series: [{ name: 'a', y: [1, 2] }] })).toThrow(
      'Expected `series[0].x` to be as long as `series[0].y` (2). Received: 1',
    );
  });
});
