/** Right solutions of lesson 02b in other styles, each of which its exercise's tests must accept. */
import { type Tensor, tf } from '../../../src/backend/tf.js';
import {
  backward,
  localGradient,
  topologicalOrder,
  trainStep,
  unbroadcast,
} from '../../../src/scratch/index.js';
import type { VariantsByExercise } from '../parts.js';

interface Node {
  inputs: number[];
  partials: number[];
}
interface Net {
  w1: number[][];
  b1: number[];
  w2: number[];
  b2: number;
}

const table: Record<string, (a: number, b: number, n: number) => [number, number[]]> = {
  add: (a, b) => [a + b, [1, 1]],
  mul: (a, b) => [a * b, [b, a]],
  pow: (a, _b, n) => [a ** n, [(n * a ** n) / a]],
  exp: (a) => [Math.exp(a), [Math.exp(a)]],
  relu: (a) => [a > 0 ? a : 0, [Number(a > 0)]],
};

class CycleError extends RangeError {
  override name = 'CycleError';
}

/** Takes away, again and again, what nothing left uses; from the root on, then turned round. */
function byCounting(graph: { inputs: number[] }[], root: number): number[] {
  const needed = new Set([root]);
  for (const node of needed) for (const input of graph[node]?.inputs ?? []) needed.add(input);
  const users = graph.map(() => 0);
  for (const node of needed) {
    for (const input of graph[node]?.inputs ?? []) users[input] = (users[input] ?? 0) + 1;
  }
  const order: number[] = users[root] === 0 ? [root] : [];
  for (const node of order) {
    for (const input of graph[node]?.inputs ?? []) {
      users[input] = (users[input] ?? 0) - 1;
      if (users[input] === 0) order.push(input);
    }
  }
  if (order.length < needed.size) throw new CycleError('A cycle.');
  return order.reverse();
}

/** Asks each node for the gradients of those that use it. */
function byUsers(graph: Node[], order: number[]): number[] {
  const root = order.at(-1);
  const known = new Map<number, number>();
  const gradientOf = (node: number): number => {
    const before = known.get(node);
    if (before !== undefined) return before;
    let sum = node === root ? 1 : 0;
    for (const user of order) {
      for (const [i, input] of (graph[user]?.inputs ?? []).entries()) {
        if (input === node) sum += (graph[user]?.partials[i] ?? 0) * gradientOf(user);
      }
    }
    known.set(node, sum);
    return sum;
  };
  return graph.map((_, node) => gradientOf(node));
}

/** The chain rule by hand, without a graph. */
function stepByHand(net: Net, x: number[][], y: number[], rate: number) {
  const next = structuredClone(net);
  let loss = 0;
  for (const [i, example] of x.entries()) {
    const sums = net.w1.map((row, j) =>
      row.reduce((sum, w, k) => sum + w * (example[k] ?? 0), net.b1[j] ?? 0),
    );
    const score = sums.reduce((s, sum, j) => s + Math.max(sum, 0) * (net.w2[j] ?? 0), net.b2);
    const label = y[i] ?? 0;
    const margin = 1 - label * score;
    if (margin <= 0) continue;
    loss += margin / x.length;
    const back = -label / x.length;
    next.b2 -= rate * back;
    for (const [j, sum] of sums.entries()) {
      next.w2[j] = (next.w2[j] ?? 0) - rate * back * Math.max(sum, 0);
      if (sum <= 0) continue;
      const inner = back * (net.w2[j] ?? 0);
      next.b1[j] = (next.b1[j] ?? 0) - rate * inner;
      next.w1[j] = (next.w1[j] ?? []).map((w, k) => w - rate * inner * (example[k] ?? 0));
    }
  }
  return { net: next, loss };
}

export const variants: VariantsByExercise = {
  localGradient: [
    { name: "the library's", fn: localGradient },
    {
      name: 'a table',
      fn: (operation: string, [a = 0, b = 0]: number[], n = 1) => {
        const [data, partials] = table[operation]?.(a, b, n) ?? [0, []];
        return { data, partials };
      },
    },
  ],
  topologicalOrder: [
    { name: "the library's, without recursion", fn: topologicalOrder },
    { name: 'by counting', fn: byCounting },
  ],
  backward: [
    { name: "the library's", fn: backward },
    { name: 'from each node up', fn: byUsers },
  ],
  unbroadcast: [
    { name: "the library's", fn: unbroadcast },
    {
      name: 'one axis after the other, chained',
      fn: (gradient: Tensor, shape: number[]) => {
        let left = gradient;
        while (left.rank > shape.length) left = left.sum(0);
        for (const [axis, size] of shape.entries()) {
          if (size === 1) left = left.sum(axis, true);
        }
        return tf.clone(left);
      },
    },
  ],
  trainStep: [
    { name: "the library's", fn: trainStep },
    { name: 'by hand', fn: stepByHand },
  ],
};
