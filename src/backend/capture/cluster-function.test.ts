import { expect, test } from 'vitest';
import { clusterFunction } from './cluster-function.js';
import type { GraphNode } from './saved-model.js';

const node = (name: string, op: string, ...inputs: string[]): GraphNode => ({
  name,
  op,
  inputs,
  attributes: {},
});

test('members refer to arguments, to copies of small constants, and to each other by port', () => {
  const constants = ['axes', 'two', 'table'].map((name) => node(name, 'Const'));
  const shapes: Record<string, number[]> = { x: [2, 3], axes: [1], two: [], table: [3], n1: [3] };
  const types = new Map(
    [...Object.keys(shapes), 'n2', 'n3'].map((name) => [
      name,
      { dtype: name === 'axes' ? 3 : 1, shape: shapes[name] ?? [3] },
    ]),
  );
  const { body, inputs } = clusterFunction(
    [
      node('n1', 'Sum', 'x', 'axes'),
      node('n2', 'Mul', 'n1', 'two'),
      node('n3', 'Add', 'n2', 'table'),
    ],
    ['n1', 'n3'],
    types,
    (value) => constants.find(({ name }) => name === value),
  );
  expect(inputs).toEqual(['x', 'table']);
  expect(body.inputs.map(({ name }) => name)).toEqual(['a0', 'a1']);
  expect(body.nodes.map(({ name, op, inputs: from }) => [name, op, ...from])).toEqual([
    ['c0', 'Const'],
    ['c1', 'Const'],
    ['m0', 'Sum', 'a0', 'c0:output:0'],
    ['m1', 'Mul', 'm0:output:0', 'c1:output:0'],
    ['m2', 'Add', 'm1:z:0', 'a1'],
  ]);
  expect(body.outputs).toEqual([
    { name: 'o0', dtype: 1, from: 'm0:output:0' },
    { name: 'o1', dtype: 1, from: 'm2:z:0' },
  ]);
});
