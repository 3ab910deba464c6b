import { describe, expect, test } from 'vitest';
import { barChart } from '../bar-chart.js';
import { confusionMatrix } from '../confusion-matrix.js';
import { imageGrid } from '../image-grid.js';
import { lineChart } from '../line-chart.js';
import { toSvg } from './to-svg.js';

const count = (svg: string, part: RegExp): number => [...svg.matchAll(part)].length;

describe('toSvg', () => {
  test('escapes every text that a caller gives', () => {
    const evil = `"><script>alert('1')</script>&\u0000`;
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
    ];
    for (const figure of figures) {
      const svg = toSvg(figure);
      expect(svg).not.toContain('<script');
      expect(svg).not.toMatch(/\p{Cc}/u);
      expect(svg).not.toMatch(/&(?!amp;|lt;|gt;|quot;|#39;)/);
      // Every quote opens or closes an attribute.
      expect(svg.replace(/ [\w:-]+="[^"<>]*"/g, '')).not.toContain('"');
      expect(svg).toContain('&lt;script&gt;');
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
