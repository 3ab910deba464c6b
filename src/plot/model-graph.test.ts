import fc from 'fast-check';
import { expect, test } from 'vitest';
import { layeredLayout } from './layered-layout.js';
import { modelGraph } from './model-graph.js';

test('a chain stands straight, one box below the other', () => {
  const chain = [[], [0], [1], [2]].map((inputs) => ({ inputs, width: 100 }));
  const { places } = layeredLayout(chain);
  expect(places.map(({ rank }) => rank)).toEqual([0, 1, 2, 3]);
  expect(new Set(places.map(({ x }) => Math.round(x))).size).toBe(1);
});

test('a residual connection leaves the chain straight and runs beside it', () => {
  const { places, arrows } = layeredLayout(
    [[], [0], [1], [2, 0]].map((inputs) => ({ inputs, width: 100 })),
  );
  expect(new Set(places.map(({ x }) => Math.round(x))).size).toBe(1);
  const jump = arrows.find(({ from, to }) => from === 0 && to === 3);
  expect(jump?.lane).toHaveLength(2);
  for (const { x } of jump?.lane ?? [])
    expect(Math.abs(x - (places[1]?.x ?? 0))).toBeGreaterThan(50);
});

test('boxes and lanes of a rank never overlap, and every arrow goes down, for any model', () => {
  const model = fc.array(fc.array(fc.nat(), { maxLength: 3 }), { minLength: 1, maxLength: 25 });
  fc.assert(
    fc.property(model, (inputsOf) => {
      const nodes = inputsOf.map((inputs, i) => ({
        inputs: i === 0 ? [] : [...new Set(inputs.map((n) => n % i))],
        width: 80 + (i % 4) * 30,
      }));
      const { places, arrows } = layeredLayout(nodes);
      const all = [
        ...places.map(({ x, rank }, i) => ({ x, rank, width: nodes[i]?.width ?? 0 })),
        ...arrows.flatMap(({ lane }) => lane.map(({ x, rank }) => ({ x, rank, width: 14 }))),
      ];
      for (const [i, a] of all.entries()) {
        for (const b of all.slice(i + 1)) {
          if (a.rank !== b.rank) continue;
          expect(Math.abs(a.x - b.x)).toBeGreaterThanOrEqual((a.width + b.width) / 2 + 23.9);
        }
      }
      for (const { from, to, lane } of arrows) {
        const [start, end] = [places[from]?.rank ?? 0, places[to]?.rank ?? 0];
        expect(end).toBeGreaterThan(start);
        expect(lane).toHaveLength(end - start - 1);
      }
    }),
    { numRuns: 60 },
  );
});

test('a layer without inputs takes the one before it; the text tells all', () => {
  const figure = modelGraph({
    title: 'G',
    layers: [
      { name: 'in', kind: 'Input', shape: [null, 4] },
      { name: 'out', kind: 'Dense', shape: [null, 2], parameters: 1234 },
    ],
  });
  expect(figure.alt).toBe(
    'Graph of a model: G. 2 layers, 1234 parameters. Input in [B, 4]. Dense out [B, 2] after in.',
  );
  expect(figure.layout.annotations?.map(({ text }) => text)).toEqual([
    'Input · in',
    '[B, 4]',
    'Dense · out',
    '[B, 2] · 1\u202f234 parameters',
  ]);
});

test('names the layer that is wrong', () => {
  const graph =
    (...layers: object[]) =>
    () =>
      modelGraph({ title: 'G', layers: layers as never });
  expect(graph()).toThrow('`layers` to be a non-empty list');
  expect(graph({ name: 'a', kind: 'A' }, { name: 'a', kind: 'A' })).toThrow(
    '`layers[1].name` to be a name that no layer before it has. Received: "a"',
  );
  expect(graph({ name: 'a', kind: 'A', inputs: ['b'] })).toThrow(
    '`layers[0].inputs[0]` to be the name of a layer before it. Received: "b"',
  );
  expect(graph({ name: 'a', kind: 'A', parameters: -1 })).toThrow(
    '`layers[0].parameters` to be an integer >= 0',
  );
});
