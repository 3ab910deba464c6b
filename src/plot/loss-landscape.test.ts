import { expect, test } from 'vitest';
import type { HeatmapTrace, LineTrace } from './figure.js';
import { lossLandscape } from './loss-landscape.js';

const [x, y] = [
  [0, 1, 2],
  [10, 20],
];

test('says where the loss is lowest and where each path leads', () => {
  const figure = lossLandscape({
    title: 'L',
    losses: [
      [3, 2, 1],
      [6, 5, 4],
    ],
    x,
    y,
    paths: [{ name: 'sgd', x: [0, 1, 2], y: [20, 15, 10] }],
  });
  expect(figure.alt).toBe(
    'Loss landscape: L. The lowest loss, 1, is at (2, 10); the highest is 6. sgd goes in 2 steps from (0, 20) to (2, 10).',
  );
  expect(figure.data[0]).toMatchObject({ x0: 0, dx: 1, y0: 10, dy: 10, zmin: 1, zmax: 6 });
});

test('losses of very different size are shown by their logarithm', () => {
  const figure = lossLandscape({
    title: 'L',
    losses: [
      [1, 10, 100],
      [1, 1, 1000],
    ],
    x,
    y,
  });
  expect((figure.data[0] as HeatmapTrace).z).toEqual([
    [0, 1, 2],
    [0, 0, 3],
  ]);
  expect((figure.data[0] as HeatmapTrace).colorbar?.title.text).toContain('log');
  expect(() =>
    lossLandscape({
      title: 'L',
      losses: [
        [0, 1, 2],
        [1, 1, 1],
      ],
      x,
      y,
      logarithmic: true,
    }),
  ).toThrow('above 0 everywhere');
});

test('a path that diverges ends where it is finite last; one name stands in the legend', () => {
  const paths = [{ name: 'sgd', x: [0, 1, Number.NaN, 0], y: [10, 10, 10, 10] }];
  const figure = lossLandscape({
    title: 'L',
    losses: [
      [1, 2, 3],
      [1, 2, 3],
    ],
    x,
    y,
    paths,
  });
  expect(figure.alt).toContain('in 1 step from (0, 10) to (1, 10)');
  const named = figure.data.filter(
    (trace) => trace.type === 'scatter' && (trace as LineTrace).showlegend !== false,
  );
  expect(named).toHaveLength(1);
});

test('refuses axes that do not fit', () => {
  expect(() => lossLandscape({ title: 'L', losses: [[1, 2, 3]], x, y })).toThrow(
    '`y` to be as long as `losses` (1). Received: 2',
  );
  expect(() =>
    lossLandscape({
      title: 'L',
      losses: [
        [1, 2, 3],
        [1, 2, 3],
      ],
      x: [0, 5, 2],
      y,
    }),
  ).toThrow('evenly spaced');
});
