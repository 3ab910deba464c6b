import { expect, test } from 'vitest';
import type { SpaceTrace, SurfaceTrace } from './figure.js';
import { lossLandscape } from './loss-landscape.js';
import { lossSurface } from './loss-surface.js';
import { scatterChart3d } from './scatter-chart-3d.js';
import { surfaceChart } from './surface-chart.js';
import { toSvg } from './svg/to-svg.js';

const axis = [-1, 0, 1];
const bowl = axis.map((y) => axis.map((x) => x * x + 2 * y * y));

test('heights stand over their places, and the text says where it is lowest and highest', () => {
  const figure = surfaceChart({ title: 'Bowl', values: bowl, x: axis, y: axis });
  expect(figure.data[0]).toMatchObject({ type: 'surface', x: axis, y: axis, cmin: 0, cmax: 3 });
  expect((figure.data[0] as SurfaceTrace).z[2]?.[0]).toBe(3);
  expect(figure.alt).toBe('Surface in space: Bowl. From 0 at (0, 0) to 3 at (-1, -1).');
  const [low, high] = figure.layout.scene?.zaxis.range ?? [0, 0];
  expect(low).toBeLessThan(0);
  expect(high).toBeGreaterThan(3);
});

test('a hole is no cell of the picture, and a flat surface has a height', () => {
  const cells = (values: number[][]) =>
    toSvg(surfaceChart({ title: 't', values })).match(/<path /g)?.length ?? 0;
  expect(cells(bowl)).toBe(4);
  expect(
    cells([
      [1, 2, 3],
      [1, 2, Number.NaN],
      [1, 2, 3],
    ]),
  ).toBe(2);
  const flat = surfaceChart({
    title: 't',
    values: [
      [5, 5],
      [5, 5],
    ],
  });
  expect(toSvg(flat)).not.toMatch(/NaN|Infinity/);
});

test('what is nearer is drawn later, whatever comes first in the data', () => {
  const places = [
    { x: 1, y: 0, z: 0 },
    { x: 0, y: 1, z: 0 },
  ];
  for (const order of [places, [...places].reverse()]) {
    const group = {
      name: 'a',
      x: order.map(({ x }) => x),
      y: order.map(({ y }) => y),
      z: order.map(({ z }) => z),
    };
    const svg = toSvg(scatterChart3d({ title: 't', groups: [group] }));
    const heights = [...svg.matchAll(/<circle cx="[\d.]+" cy="([\d.]+)"/g)].map(([, cy]) =>
      Number(cy),
    );
    expect(heights).toHaveLength(2);
    // Seen from above the near one is lower on the sheet.
    expect(heights[1]).toBeGreaterThan(heights[0] ?? 0);
  }
});

test('a large surface is drawn whole, with fewer cells', () => {
  const values = Array.from({ length: 200 }, (_, i) =>
    Array.from({ length: 200 }, (_, j) => Math.sin(i / 30) * Math.cos(j / 30)),
  );
  const svg = toSvg(surfaceChart({ title: 't', values }));
  expect(svg.match(/<path /g)).toHaveLength(32 * 32);
  expect(svg.length).toBeLessThan(250_000);
});

test('points by group: those without a finite place are left out and counted', () => {
  const figure = scatterChart3d({
    title: 'Points',
    groups: [
      { name: 'a', x: [1, 2, Number.NaN], y: [1, 3, 1], z: [0, 0, 0], hover: ['p', 'q', 'r'] },
      { name: 'b', x: [5], y: [5], z: [5] },
    ],
  });
  expect(figure.data[0]).toMatchObject({ x: [1, 2], text: ['p', 'q'] });
  expect(figure.alt).toBe(
    'Points in space: Points. a: 2 points around (1.5, 2, 0). b: 1 point around (5, 5, 5). 1 value is not finite (NaN or Infinity) and left out.',
  );
  const marks = figure.data.map((trace) => (trace as SpaceTrace).marker.symbol);
  expect(new Set(marks).size).toBe(2);
});

test('a loss has the same numbers as a surface and as a map', () => {
  const options = { title: 'Bowl', losses: bowl, x: axis, y: axis };
  const [surface, map] = [lossSurface(options), lossLandscape(options)];
  expect((surface.data[0] as SurfaceTrace).z).toEqual((map.data[0] as { z: unknown }).z);
  expect(surface.alt).toBe(map.alt);
});

test('a path lies on the surface, and ends where it leaves the plane', () => {
  const losses = axis.map((y) => axis.map((x) => x + 10 * y));
  const paths = [{ name: 'sgd', x: [-1, -0.5, 0.25, 3], y: [1, 0.5, -0.5, 0] }];
  const [, line] = lossSurface({ title: 't', losses, x: axis, y: axis, paths }).data;
  expect((line as SpaceTrace).z).toEqual([9, 4.5, -4.75, null]);
});

test('over several powers of ten heights and path are logarithms', () => {
  const losses = axis.map(() => [1, 10, 1000]);
  const paths = [{ name: 'sgd', x: [1, 0], y: [0, 0] }];
  const figure = lossSurface({ title: 't', losses, x: axis, y: axis, paths });
  expect((figure.data[0] as SurfaceTrace).z[0]).toEqual([0, 1, 3]);
  expect((figure.data[1] as SpaceTrace).z).toEqual([3, 1]);
  expect(figure.layout.scene?.zaxis.title.text).toBe('log₁₀ loss');
});

test('lists that do not fit each other are refused', () => {
  expect(() => surfaceChart({ title: 't', values: [[1, 2]] })).toThrow(/two rows/);
  expect(() => surfaceChart({ title: 't', values: bowl, x: [1, 2] })).toThrow(/`x`/);
  expect(() => surfaceChart({ title: 't', values: bowl, y: [3, 2, 1] })).toThrow(/ascending/);
  const group = { name: 'a', x: [1, 2], y: [1, 2], z: [1] };
  expect(() => scatterChart3d({ title: 't', groups: [group] })).toThrow(/groups\[0\]\.z/);
  expect(() => scatterChart3d({ title: 't', groups: [] })).toThrow(/`groups`/);
});
