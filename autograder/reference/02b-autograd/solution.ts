/** The reference solution of lesson 02b. Each function is written as a student would hand it in. */
import { type Tensor, tf } from '../../../src/backend/tf.js';
import * as library from '../../../src/scratch/index.js';

export function localGradient(
  operation: string,
  inputs: number[],
  exponent?: number,
): { data: number; partials: number[] } {
  const [a, b] = inputs as [number, number];
  if (operation === 'add') return { data: a + b, partials: [1, 1] };
  if (operation === 'mul') return { data: a * b, partials: [b, a] };
  if (operation === 'exp') return { data: Math.exp(a), partials: [Math.exp(a)] };
  if (operation === 'relu') return { data: Math.max(a, 0), partials: [a > 0 ? 1 : 0] };
  const n = exponent ?? 1;
  return { data: a ** n, partials: [n * a ** (n - 1)] };
}

export function topologicalOrder(graph: { inputs: number[] }[], root: number): number[] {
  const order: number[] = [];
  const open = new Set<number>();
  const done = new Set<number>();
  function visit(node: number): void {
    if (done.has(node)) return;
    if (open.has(node)) throw new RangeError(`Node ${node} depends on itself.`);
    open.add(node);
    for (const input of (graph[node] as { inputs: number[] }).inputs) visit(input);
    done.add(node);
    order.push(node);
  }
  visit(root);
  return order;
}

export function backward(
  graph: { inputs: number[]; partials: number[] }[],
  order: number[],
): number[] {
  const gradients = new Float64Array(graph.length);
  gradients[order.at(-1) as number] = 1;
  for (const node of [...order].reverse()) {
    const { inputs, partials } = graph[node] as { inputs: number[]; partials: number[] };
    const own = gradients[node] as number;
    for (const [i, input] of inputs.entries()) {
      gradients[input] = (gradients[input] as number) + (partials[i] as number) * own;
    }
  }
  return [...gradients];
}

export function unbroadcast(gradient: Tensor, shape: number[]): Tensor {
  return tf.tidy(() => {
    const extra = gradient.rank - shape.length;
    const all = gradient.shape.map((_, axis) => axis);
    const axes = all.filter((axis) => axis < extra || shape[axis - extra] === 1);
    return tf.reshape(tf.sum(gradient, axes), shape);
  });
}

export function trainStep(
  net: { w1: number[][]; b1: number[]; w2: number[]; b2: number },
  x: number[][],
  y: number[],
  learningRate: number,
): { net: { w1: number[][]; b1: number[]; w2: number[]; b2: number }; loss: number } {
  const w1 = net.w1.map((row) => row.map((v) => new library.Value(v)));
  const b1 = net.b1.map((v) => new library.Value(v));
  const w2 = net.w2.map((v) => new library.Value(v));
  const b2 = new library.Value(net.b2);
  const sum = (values: library.Value[]) => values.reduce((total, value) => total.add(value));
  const losses = x.map((example, i) => {
    const hidden = w1.map((row, j) =>
      sum([b1[j] as library.Value, ...row.map((w, k) => w.mul(example[k] as number))]).relu(),
    );
    const score = sum([b2, ...hidden.map((h, j) => h.mul(w2[j] as library.Value))]);
    return score
      .mul(-(y[i] as number))
      .add(1)
      .relu();
  });
  const loss = sum(losses).mul(1 / x.length);
  loss.backward();
  const moved = ({ data, grad }: library.Value) => data - learningRate * grad;
  return {
    net: {
      w1: w1.map((row) => row.map(moved)),
      b1: b1.map(moved),
      w2: w2.map(moved),
      b2: moved(b2),
    },
    loss: loss.data,
  };
}
