import fc from 'fast-check';
import { expect, test } from 'vitest';
import { trainStep } from './train-step.js';
import { backward, graphOf, localGradient, topologicalOrder, Value } from './value.js';

const h = 1e-5;
const away = fc.double({ min: 0.3, max: 2, noNaN: true });

test.each([
  ['add', 2, 1],
  ['mul', 2, 1],
  ['pow', 1, 3],
  ['pow', 1, -1],
  ['exp', 1, 1],
  ['relu', 1, 1],
] as const)('the slopes of %s (%i inputs, exponent %i) are differences', (operation, count, n) => {
  fc.assert(
    fc.property(fc.array(away, { minLength: count, maxLength: count }), (inputs) => {
      const { data, partials } = localGradient(operation, inputs, n);
      expect(Number.isFinite(data)).toBe(true);
      expect(partials).toHaveLength(count);
      for (const [i, input] of inputs.entries()) {
        const at = (moved: number) => localGradient(operation, inputs.with(i, moved), n).data;
        expect(partials[i]).toBeCloseTo((at(input + h) - at(input - h)) / (2 * h), 5);
      }
    }),
  );
});

test('a ReLU passes nothing at 0', () => {
  expect(localGradient('relu', [0])).toEqual({ data: 0, partials: [0] });
});

test.each([0, -2, 3])('a power with exponent 0 is flat at %d', (a) => {
  expect(localGradient('pow', [a], 0)).toEqual({ data: 1, partials: [0] });
});

test('an order of a diamond has each node once, after its inputs', () => {
  const graph = [{ inputs: [1, 2] }, { inputs: [3] }, { inputs: [3, 3] }, { inputs: [] }];
  const order = topologicalOrder(graph, 0);
  expect([...order].sort()).toEqual([0, 1, 2, 3]);
  for (const [node, { inputs }] of graph.entries()) {
    for (const input of inputs) expect(order.indexOf(input)).toBeLessThan(order.indexOf(node));
  }
  expect(topologicalOrder(graph, 2)).toEqual([3, 2]);
});

test('a graph may be deeper than the call stack', () => {
  const graph = Array.from({ length: 100_000 }, (_, i) => ({ inputs: i === 0 ? [] : [i - 1] }));
  expect(topologicalOrder(graph, 99_999).at(-1)).toBe(99_999);
});

test.each([
  [[{ inputs: [0] }]],
  [[{ inputs: [1] }, { inputs: [0] }]],
  [[{ inputs: [1] }, { inputs: [2] }, { inputs: [3] }, { inputs: [1] }]],
])('a cycle is refused: %j', (graph) => {
  expect(() => topologicalOrder(graph, 0)).toThrow(/without a cycle/);
});

test('what the root does not depend on has the gradient 0', () => {
  const leaf = { inputs: [], partials: [] };
  expect(backward([leaf, { inputs: [0, 0], partials: [3, 3] }, leaf], [0, 1])).toEqual([6, 1, 0]);
});

test('gradients of an expression with every operation are differences', () => {
  const formula = (x: Value, y: Value) =>
    x.mul(y).add(x.exp()).div(y.pow(2).add(1)).sub(x.neg().relu().mul(3)).add(y.relu().mul(x));
  fc.assert(
    fc.property(away, away, fc.boolean(), (a, b, negative) => {
      const at = (x: number, y: number) => formula(new Value(x), new Value(y)).data;
      const [x, y] = [new Value(negative ? -a : a), new Value(b)];
      formula(x, y).backward();
      expect(x.grad).toBeCloseTo((at(x.data + h, b) - at(x.data - h, b)) / (2 * h), 5);
      expect(y.grad).toBeCloseTo((at(x.data, b + h) - at(x.data, b - h)) / (2 * h), 5);
    }),
  );
});

test('backward begins with zeros each time, and a shared number stands once in the graph', () => {
  const a = new Value(3);
  const root = a.mul(a);
  root.backward();
  root.backward();
  expect([a.grad, root.grad]).toEqual([6, 1]);
  expect(graphOf(root).values).toHaveLength(2);
});

test('a step of the network: worked example, and arguments stay', () => {
  const net = { w1: [[1]], b1: [0], w2: [1], b2: 0 };
  const { net: next, loss } = trainStep(net, [[0.5]], [1], 0.1);
  expect(loss).toBe(0.5);
  expect(next.w1[0]?.[0]).toBeCloseTo(1.05);
  expect([next.b1[0], next.w2[0], next.b2].map((v) => v?.toFixed(3))).toEqual([
    '0.100',
    '1.050',
    '0.100',
  ]);
  expect(net).toEqual({ w1: [[1]], b1: [0], w2: [1], b2: 0 });
});

test('steps go down the mean of the losses', () => {
  const [x, y] = [
    [
      [0.5, 1],
      [-1, 0.3],
      [0.2, -0.7],
    ],
    [1, -1, 1],
  ];
  let net = {
    w1: [
      [0.4, -0.3],
      [0.8, 0.5],
    ],
    b1: [0.1, 0],
    w2: [0.6, -0.7],
    b2: 0.05,
  };
  const losses: number[] = [];
  for (let i = 0; i < 30; i++) {
    const done = trainStep(net, x, y, 0.1);
    net = done.net;
    losses.push(done.loss);
  }
  expect(losses.at(-1)).toBeLessThan((losses[0] ?? 0) / 2);
});
