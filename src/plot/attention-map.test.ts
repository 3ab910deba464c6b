import { expect, test } from 'vitest';
import { attentionMap } from './attention-map.js';
import type { HeatmapTrace } from './figure.js';

const weights = [
  [1, 0],
  [0.25, 0.75],
];

test('one head: the tokens stand at the axes, also when one comes twice', () => {
  const figure = attentionMap({ title: 'A', weights, tokens: ['no', 'no'] });
  expect(figure.layout.xaxis).toMatchObject({ tickvals: [0, 1], ticktext: ['no', 'no'] });
  expect(figure.alt).toBe(
    'Attention: A. 2 by 2 tokens (queries by keys), 1 head. head 0: the most weight, 1, goes from no to no.',
  );
});

test('several heads: small pictures side by side on one scale, with one colour bar', () => {
  const tensor = {
    shape: [3, 2, 2],
    dataSync: () => [...weights.flat(), 0.5, 0.5, 0.5, 0.5, 0, 1, 1, 0],
  };
  const data = attentionMap({ title: 'A', weights: tensor, tokens: ['a', 'b'] })
    .data as HeatmapTrace[];
  expect(data.map(({ zmin, zmax }) => [zmin, zmax])).toEqual([
    [0, 1],
    [0, 1],
    [0, 1],
  ]);
  expect(data.map(({ showscale }) => showscale)).toEqual([true, false, false]);
  expect(data[1]?.z).toEqual([
    [0.5, 0.5],
    [0.5, 0.5],
  ]);
  expect(data[1]?.x0).toBeGreaterThanOrEqual(2);
  expect(data[2]?.y0).toBeGreaterThanOrEqual(2);
});

test('queries and keys may differ', () => {
  const figure = attentionMap({
    title: 'A',
    weights: [[0.2, 0.3, 0.5]],
    tokens: ['q'],
    keyTokens: ['a', 'b', 'c'],
  });
  expect(figure.alt).toContain('1 by 3 tokens');
  expect(() => attentionMap({ title: 'A', weights: [[0.2, 0.8]], tokens: ['q'] })).toThrow(
    '`tokens` to be as long as `weights[0]` (2)',
  );
});

test('refuses too many heads, and says what to do', () => {
  expect(() =>
    attentionMap({ title: 'A', weights: Array(17).fill(weights), tokens: ['a', 'b'] }),
  ).toThrow('1 to 16 heads (show some of them: `slice`)');
});
