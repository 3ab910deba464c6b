import { describe, expect, test } from 'vitest';
import { attentionMap } from '../attention-map.js';
import { barChart } from '../bar-chart.js';
import { boxesOnImage } from '../boxes-on-image.js';
import { calibrationChart } from '../calibration-chart.js';
import { confusionMatrix } from '../confusion-matrix.js';
import { embeddingPlot } from '../embedding-plot.js';
import { heatMap } from '../heat-map.js';
import { histogram } from '../histogram.js';
import { imageFigure } from '../image-figure.js';
import { imageGrid } from '../image-grid.js';
import { latentGrid } from '../latent-grid.js';
import { lineChart } from '../line-chart.js';
import { lossLandscape } from '../loss-landscape.js';
import { modelGraph } from '../model-graph.js';
import { precisionRecallCurve } from '../precision-recall-curve.js';
import { rocCurve } from '../roc-curve.js';
import { scatterChart } from '../scatter-chart.js';
import { spectrogramFigure } from '../spectrogram-figure.js';
import { toSvg } from './to-svg.js';

const count = (svg: string, part: RegExp): number => [...svg.matchAll(part)].length;

describe('toSvg', () => {
  test('escapes every text that a caller gives', () => {
    const evil = `"><script>alert('1')</script>&\u0000`;
    const point = { name: evil, x: [1], y: [1], hover: [evil] };
    const figures = [
      lineChart({
        title: evil,
        series: [
          { name: evil, y: [1, 2], x: [evil, 'b'] },
          { name: 'b', y: [1] },
        ],
        xLabel: evil,
        yLabel: evil,
      }),
      barChart({ title: evil, labels: [evil], values: [1], xLabel: evil, alt: evil }),
      confusionMatrix({ title: evil, labels: [evil], predicted: [0], actual: [0] }),
      imageGrid({ title: evil, images: [1], shape: [1, 1], captions: [evil] }),
      scatterChart({ title: evil, groups: [point, { ...point, name: 'b' }], xLabel: evil }),
      embeddingPlot({ title: evil, points: [[0, 1]], labels: [evil], classes: [evil] }),
      histogram({ title: evil, series: [{ name: evil, values: [1] }], xLabel: evil }),
      heatMap({ title: evil, values: [[1]], rowLabels: [evil], valueLabel: evil }),
      attentionMap({ title: evil, weights: [[1]], tokens: [evil], headLabels: [evil] }),
      imageFigure({ title: evil, image: [[1]] }),
      latentGrid({ title: evil, images: [1], shape: [1, 1], x: [0], y: [0], xLabel: evil }),
      rocCurve({ title: evil, labels: [0, 1], series: [{ name: evil, scores: [0, 1] }] }),
      precisionRecallCurve({
        title: evil,
        labels: [0, 1],
        series: [{ name: evil, scores: [0, 1] }],
      }),
      calibrationChart({ title: evil, probabilities: [0.5], labels: [1] }),
      boxesOnImage({ title: evil, image: [[1]], boxes: [{ label: evil, box: [0, 0, 1, 1] }] }),
      lossLandscape({
        title: evil,
        losses: [[1]],
        x: [0],
        y: [0],
        xLabel: evil,
        paths: [{ name: evil, x: [0], y: [0] }],
      }),
      modelGraph({ title: evil, layers: [{ name: evil, kind: evil }] }),
      spectrogramFigure({ title: evil, values: [[1]], sampleRate: 1, stride: 1 }),
    ];
    for (const figure of figures) {
      const svg = toSvg(figure);
      expect(svg).not.toContain('<script');
      expect(svg).not.toMatch(/\p{Cc}/u);
      expect(svg).not.toMatch(/&(?!amp;|lt;|gt;|quot;|#39;)/);
      // Every quote opens or closes an attribute.
      expect(svg.replace(/ [\w:-]+="[^"<>]*"/g, '')).not.toContain('"');
      expect(svg).toContain('&lt;script&gt;');
      // What plotly is given opens no tag either: it reads some HTML in every text.
      const { data, layout } = figure;
      expect(JSON.stringify({ data, layout })).not.toContain('<script');
    }
  });

  test('carries the alt text as title and label', () => {
    const svg = toSvg(barChart({ title: 'Bars', labels: ['a'], values: [1], alt: 'One bar.' }));
    expect(svg).toContain('role="img" aria-label="One bar."');
    expect(svg).toContain('<title>One bar.</title>');
  });

  test('breaks a line where a value is missing', () => {
    const y = [1, 2, Number.NaN, 3, 4];
    const svg = toSvg(lineChart({ title: 't', series: [{ name: 'a', y }] }));
    const path = /<path d="([^"]*)"/.exec(svg)?.[1] ?? '';
    expect(count(path, /M/g)).toBe(2);
    expect(count(path, /L/g)).toBe(2);
  });

  test('a larger value lies higher, a negative bar hangs below zero', () => {
    const svg = toSvg(barChart({ title: 't', labels: ['a', 'b'], values: [2, -1] }));
    const bars = [...svg.matchAll(/y="([\d.]+)" width="[\d.]+" height="([\d.]+)" fill="#0072B2"/g)];
    const [up, down] = bars.map((m) => ({ top: Number(m[1]), height: Number(m[2]) }));
    if (up === undefined || down === undefined) throw new Error('expected two bars');
    expect(up.height).toBeCloseTo(2 * down.height, 0);
    expect(down.top).toBeCloseTo(up.top + up.height, 0);
  });

  test('puts a count in each cell that has one', () => {
    const svg = toSvg(
      confusionMatrix({ title: 't', labels: ['a', 'b'], predicted: [0, 1, 1], actual: [0, 0, 1] }),
    );
    expect(count(svg, /fill="rgb\(/g)).toBe(4);
    expect(count(svg, />1<\/text>/g)).toBe(3);
  });

  test('embeds each picture of a grid as pixels', () => {
    const svg = toSvg(
      imageGrid({
        title: 't',
        images: [
          [0, 1],
          [1, 0],
        ],
        shape: [1, 2],
      }),
    );
    expect(count(svg, /href="data:image\/png;base64,/g)).toBe(2);
  });

  test('shows series names only when there are several', () => {
    const one = toSvg(lineChart({ title: 't', series: [{ name: 'only', y: [1] }] }));
    const two = toSvg(
      lineChart({
        title: 't',
        series: [
          { name: 'first', y: [1] },
          { name: 'second', y: [1] },
        ],
      }),
    );
    expect(one).not.toContain('>only</text>');
    expect(two).toContain('>second</text>');
  });

  test("alone it is dark ink on white; in a page it has the page's ink and no ground", () => {
    const figure = lineChart({ title: 't', series: [{ name: 'a', y: [1, 2] }] });
    const alone = toSvg(figure);
    expect(alone).toContain('fill="#24292f"');
    expect(alone).toContain('fill="#ffffff"');
    const inPage = toSvg(figure, { inPage: true });
    expect(inPage).toContain('fill="currentColor"');
    expect(inPage).not.toMatch(/#24292f|#ffffff/);
    expect(inPage).toContain('max-width:100%');
  });
});
