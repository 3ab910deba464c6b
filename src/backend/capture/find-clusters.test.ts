import { expect, test } from 'vitest';
import { findClusters } from './find-clusters.js';
import type { GraphNode } from './saved-model.js';

const node = (name: string, ...inputs: string[]): GraphNode => ({
  name,
  op: name.startsWith('f') ? 'Mul' : 'MatMul',
  inputs,
  attributes: {},
});
/** Clusters by name; nodes whose name begins with f may join. */
function clusters(...nodes: GraphNode[]): string[][] {
  return findClusters(nodes, ({ op }) => op === 'Mul').map((group) =>
    group.map((at) => nodes[at]?.name ?? '?'),
  );
}

test('neighbours join, also where they meet again', () => {
  expect(
    clusters(node('f0'), node('f1', 'f0'), node('f2', 'f0'), node('f3', 'f1', 'f2'), node('x')),
  ).toEqual([['f0', 'f1', 'f2', 'f3']]);
});

test('a path that leaves and comes back splits a cluster', () => {
  const [first, second] = clusters(
    node('f0'),
    node('f1', 'f0'),
    node('x', 'f1'),
    node('f2', 'x:1', 'f1'),
    node('f3', 'f2'),
  );
  expect([first, second]).toEqual([
    ['f0', 'f1'],
    ['f2', 'f3'],
  ]);
});

test('a path by way of order alone counts as well', () => {
  expect(clusters(node('f0'), node('x', '^f0'), node('f1', 'f0', '^x'))).toEqual([]);
  expect(clusters(node('f0'), node('x', '^f0'), node('f1', 'f0'))).toEqual([['f0', 'f1']]);
});

test('two clusters never wait for each other', () => {
  // f0 → x → f3 and f2 → y → f1: {f0, f1} and {f2, f3} would be a circle.
  const found = clusters(
    node('f0'),
    node('f2'),
    node('x', 'f0'),
    node('y', 'f2'),
    node('f1', 'f0', 'y'),
    node('f3', 'f2', 'x'),
  );
  expect(found).toHaveLength(1);
});

test('the nodes may come in any order', () => {
  expect(clusters(node('f2', 'f1', 'x'), node('x', 'f1'), node('f1', 'f0'), node('f0'))).toEqual([
    ['f1', 'f0'].map((name) => name),
  ]);
});

/** Whether the groups, each as one node, form a graph without a circle. */
function isAcyclic(nodes: readonly GraphNode[], groups: readonly number[][]): boolean {
  const groupOf = nodes.map((_, i) => groups.findIndex((group) => group.includes(i)));
  const whole = (i: number): string => (groupOf[i] === -1 ? `n${i}` : `g${groupOf[i]}`);
  const sources = new Map<string, Set<string>>();
  for (const [i, { inputs }] of nodes.entries()) {
    const own = sources.get(whole(i)) ?? new Set();
    for (const input of inputs) {
      const source = whole(nodes.findIndex(({ name }) => name === input));
      if (source !== whole(i)) own.add(source);
    }
    sources.set(whole(i), own);
  }
  while (sources.size > 0) {
    const free = [...sources].filter(([, of]) => of.size === 0).map(([name]) => name);
    if (free.length === 0) return false;
    for (const name of free) sources.delete(name);
    for (const of of sources.values()) for (const name of free) of.delete(name);
  }
  return true;
}

test('on graphs of any shape, what comes out has no circle', () => {
  let state = 1;
  const random = (below: number): number => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
  for (let round = 0; round < 60; round++) {
    const names = Array.from({ length: 40 }, (_, i) => `${random(3) > 0 ? 'f' : 'x'}${i}`);
    const nodes = names.map((name, i) =>
      node(name, ...Array.from({ length: Math.min(i, 2) }, () => names[random(i)] as string)),
    );
    if (round % 2 === 1) nodes.reverse();
    const groups = findClusters(nodes, ({ op }) => op === 'Mul');
    expect(groups.length).toBeGreaterThan(0);
    expect(isAcyclic(nodes, groups)).toBe(true);
  }
});
