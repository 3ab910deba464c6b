import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { figureNames } from '../plot/figure-names.js';
import { figuresPage } from '../plot/figures-page.js';
import * as plot from '../plot/index.js';
import { lineChart } from '../plot/line-chart.js';
import { plotlyBeside } from '../plot/plotly-source.js';
import { figureBundle } from './figure-bundle.js';

const evil = `</script><img src=x onerror=alert(1)>"'<!--`;
const figure = lineChart({ title: evil, series: [{ name: evil, y: [1, 2] }], alt: evil });

test('four forms of one figure', () => {
  expect(Object.keys(figureBundle(figure))).toEqual([
    'application/vnd.plotly.v1+json',
    'text/html',
    'image/svg+xml',
    'text/plain',
  ]);
});

test('JupyterLab alone tells a chart of its size; in the HTML plotly.js looks for itself', () => {
  const bundle = figureBundle(figure);
  expect(bundle['application/vnd.plotly.v1+json']).toMatchObject({ config: { responsive: false } });
  expect(bundle['text/html']).toContain('"responsive":true');
});

test('no text of a caller ends the script or opens a tag in the HTML', () => {
  const html = String(figureBundle(figure)['text/html']);
  expect(html.match(/<\/?[a-z!][^\s>]*/g)).toEqual([
    '<div',
    '<img',
    '</div',
    '<script',
    '</script',
  ]);
  const page = figuresPage({ title: evil, figures: [figure] });
  expect(page).not.toContain('<img src=x');
});

test('the HTML loads plotly.js of its own at most once, and from beside the notebook alone', () => {
  const html = String(figureBundle(figure)['text/html']);
  expect(html).not.toMatch(/https?:\/\/(?!www\.w3\.org)/);
  expect(html).toContain('window.gradusPlotly = window.gradusPlotly ||');
});

test('a large figure is not written twice: its HTML is the still picture', () => {
  const y = Array.from({ length: 60_000 }, (_, i) => Math.sin(i));
  const html = String(
    figureBundle(lineChart({ title: 'l', series: [{ name: 'a', y }] }))['text/html'],
  );
  expect(html).not.toContain('<script');
  expect(html.length).toBeLessThan(100_000);
});

test('plotly.js is found in a folder above, by a path that names nothing else', () => {
  const root = mkdtempSync(join(tmpdir(), 'gradus-beside-'));
  try {
    const inside = join(root, 'a', 'b');
    mkdirSync(inside, { recursive: true });
    expect(plotlyBeside(inside, 'plane')).toBeUndefined();
    const folder = join(root, 'node_modules/plotly.js-cartesian-dist-min');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'plotly-cartesian.min.js'), '');
    expect(plotlyBeside(inside, 'plane')).toBe(
      '../../node_modules/plotly.js-cartesian-dist-min/plotly-cartesian.min.js',
    );
    expect(plotlyBeside(inside, 'space')).toBeUndefined();
  } finally {
    rmSync(root, { recursive: true });
  }
});

test('every function of gradus/plot that makes a figure is known by its name', () => {
  const others = ['audioPlayer', 'figureBundle', 'figuresPage', 'isFigure', 'liveChart', 'toSvg'];
  expect(Object.keys(plot).sort()).toEqual([...figureNames, ...others].sort());
});
