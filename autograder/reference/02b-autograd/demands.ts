/** The demands of lesson 02b's visible and hidden tests. Nothing here knows the solution. */
import { type Test, type TestContext, test } from '../../judge/test.js';
import type { TensorValue, Value } from '../../judge/value.js';
import { at, slopes } from '../../test-kit/float64.js';
import type { Given } from '../../test-kit/given.js';
import { refusalOf } from '../../test-kit/refuses.js';

/** Doubles on both sides: what is off by more is another formula. */
const tight = { atol: 1e-6, rtol: 1e-6 };
const step = 1e-5;

export type Operation = 'add' | 'mul' | 'pow' | 'exp' | 'relu';

/** The value of an operation, without its slopes. */
function resultOf(operation: Operation, inputs: ArrayLike<number>, exponent = 1): number {
  const [a, b] = [at(inputs, 0), at(inputs, 1)];
  const values: Record<Operation, number> = {
    add: a + b,
    mul: a * b,
    pow: a ** exponent,
    exp: Math.exp(a),
    relu: Math.max(a, 0),
  };
  return values[operation];
}

/** A number away from 0, where a ReLU bends and a power may be infinite. */
const away = ({ rng }: Pick<TestContext, 'rng'>, sign = rng.integer(0, 2) * 2 - 1): number =>
  sign * rng.uniform(0.4, 2);

/** Value and slopes of one operation at random inputs. */
export const slopesOfOperations = (given: Given, operations: readonly Operation[]): Test =>
  test({ kind: 'gradient', ...given }, async (t) => {
    for (const operation of operations) {
      const two = operation === 'add' || operation === 'mul';
      const inputs = [away(t, operation === 'exp' ? undefined : 1), ...(two ? [away(t)] : [])];
      if (two || operation === 'relu') inputs[0] = away(t);
      const exponents: number[][] = operation === 'pow' ? [[], [3], [-1], [0.5], [1.7]] : [[]];
      for (const more of exponents) {
        const answer = await t.student.localGradient?.(operation, [...inputs], ...more);
        const got = t.expectObject(answer, ['data', 'partials']);
        const [exponent] = more;
        const moved = Float64Array.from(inputs);
        const about = { en: `\`${operation}\`: \`data\``, zh: `\`${operation}\`：\`data\`` };
        const data = t.expectNumber(got.data, about);
        t.expectClose(data, resultOf(operation, moved, exponent), { ...tight, what: about });
        const expected = slopes(() => resultOf(operation, moved, exponent), moved, step);
        const what = { en: `\`${operation}\`: \`partials\``, zh: `\`${operation}\`：\`partials\`` };
        t.expectClose(t.expectNumbers(got.partials, what), expected, { ...tight, what });
        t.expectArgumentsUnchanged();
      }
    }
  });

/** At 0 a ReLU passes nothing back; left and right of it are plain. */
export const reluAtZero = (given: Given): Test =>
  test({ kind: 'property', ...given }, async (t) => {
    for (const [input, slope] of [
      [0, 0],
      [t.rng.uniform(0.01, 0.1), 1],
    ] as const) {
      const answer = await t.student.localGradient?.('relu', [input]);
      t.expectClose(answer, { data: input, partials: [slope] }, tight);
    }
  });

/** A type, not an interface: those are no plain values to the compiler. */
type Node = { inputs: number[] };

/** Nodes that each depend on earlier ones, then renamed at random. */
function randomGraph(t: TestContext, count: number): { graph: Node[]; root: number } {
  const plain = Array.from({ length: count }, (_, i) => {
    if (i < 2) return [];
    const near = i - 1;
    const any = t.rng.integer(0, i);
    // Some use one node twice, some are leaves.
    return t.rng.integer(0, 5) === 0 ? [any, any] : i % 4 === 3 ? [] : [near, any];
  });
  const names = t.rng.permutation(count);
  const graph: Node[] = new Array(count);
  for (const [i, inputs] of plain.entries()) {
    graph[at(names, i)] = { inputs: inputs.map((input) => at(names, input)) };
  }
  // Not the last: something stands above the root that it does not depend on.
  const root = plain.findLastIndex((inputs, i) => i < count - 1 && inputs.length > 0);
  return { graph, root: at(names, root) };
}

const inputsOf = (graph: readonly Node[], node: number): number[] => graph[node]?.inputs ?? [];

/** Each node that the root depends on once, after its inputs, and no other. */
function expectOrder(t: TestContext, graph: readonly Node[], root: number, answer: Value): void {
  const got = t.expectNumbers(answer);
  const wanted = new Set([root]);
  for (const node of wanted) for (const input of inputsOf(graph, node)) wanted.add(input);
  const seen = new Set<number>();
  for (const node of got) {
    t.expect(
      wanted.has(node),
      {
        en: `Node ${node} is in the order, but node ${root} does not depend on it.`,
        zh: `次序里有节点 ${node}，但节点 ${root} 并不依赖它。`,
      },
      { got },
    );
    t.expect(
      !seen.has(node),
      { en: `Node ${node} is in the order twice.`, zh: `节点 ${node} 在次序里出现了两次。` },
      { got },
    );
    const early = inputsOf(graph, node).find((input) => !seen.has(input));
    t.expect(
      early === undefined,
      {
        en: `Node ${node} stands before its input, node ${early}.`,
        zh: `节点 ${node} 排在它的输入节点 ${early} 之前。`,
      },
      { got },
    );
    seen.add(node);
  }
  const missing = [...wanted].find((node) => !seen.has(node));
  t.expect(
    missing === undefined,
    {
      en: `Node ${root} depends on node ${missing}, which is not in the order.`,
      zh: `节点 ${root} 依赖节点 ${missing}，次序里却没有它。`,
    },
    { got },
  );
}

/** Random graphs, and a ladder of nodes that each use the one below twice. */
export const ordersGraphs = (given: Given, sizes: readonly number[], rungs: number): Test =>
  test({ kind: 'property', ...given }, async (t) => {
    for (const size of sizes) {
      const { graph, root } = randomGraph(t, size);
      expectOrder(t, graph, root, await t.student.topologicalOrder?.(copy(graph), root));
      t.expectArgumentsUnchanged();
    }
    const ladder = Array.from({ length: rungs }, (_, i) => ({
      inputs: i === 0 ? [] : [i - 1, i - 1],
    }));
    // One input is near the root and far from it as well: distances give no order.
    for (const inputs of [
      [1, 2],
      [2, 1],
    ]) {
      const near = [{ inputs }, { inputs: [2] }, { inputs: [] }];
      expectOrder(t, near, 0, await t.student.topologicalOrder?.(copy(near), 0));
    }
    const top = rungs - 1;
    expectOrder(t, ladder, top, await t.student.topologicalOrder?.(copy(ladder), top));
  });

const copy = (graph: readonly Node[]): Node[] =>
  graph.map(({ inputs }) => ({ inputs: [...inputs] }));

/** A cycle below the root is refused by an error of one's own; one elsewhere is nobody's business. */
export const refusesCycles = (given: Given, length: number): Test =>
  test({ kind: 'property', ...given }, async (t) => {
    const tail = t.rng.integer(1, 4);
    const ring = Array.from({ length }, (_, i) => ({ inputs: [tail + ((i + 1) % length)] }));
    const line = Array.from({ length: tail }, (_, i) => ({ inputs: [i + 1] }));
    const call = t.student.topologicalOrder?.([...line, ...ring], 0);
    const refused = await refusalOf(call, {
      en: 'The graph has a cycle: topologicalOrder',
      zh: '图里有环：topologicalOrder ',
    });
    t.expect(refused !== undefined, {
      en: 'The graph has a cycle: it must throw a RangeError, and it gave an order.',
      zh: '图里有环：应抛出 RangeError，却给出了次序。',
    });
    t.expect(!/call stack/i.test(String(refused?.params.message)), {
      en: 'The cycle was followed until the call stack was full: notice a node that is still open.',
      zh: '沿着环一直走到调用栈溢出：应该发现某个节点仍在访问之中。',
    });
    const apart = [{ inputs: [1] }, { inputs: [] }, { inputs: [3] }, { inputs: [2] }];
    t.expectClose(await t.student.topologicalOrder?.(apart, 0), [1, 0]);
  });

interface Program {
  graph: { inputs: number[]; partials: number[] }[];
  order: number[];
  /** Gradient of the root in each node, by moving that node a little. */
  expected: number[];
}

/** Sums and products of random numbers, the nodes named at random, some not used by the root. */
function randomProgram(t: TestContext, leaves: number, operations: number): Program {
  const count = leaves + operations;
  const plain = Array.from({ length: operations }, (_, i) => {
    const isSum = t.rng.integer(0, 2) === 0;
    // The one before, so that most matter. A sum takes any node beside it, a product a leaf: what is
    // squared again and again has no slope that differences find.
    const other = t.rng.integer(0, isSum ? leaves + i : leaves);
    return { isSum, inputs: [leaves + i - 1, other] as [number, number] };
  });
  const start = Array.from({ length: leaves }, () => away(t));
  // The last operation is not the root, so something must stay 0.
  const root = count - 2;
  const moved = new Float64Array(count);
  const run = (): number[] => {
    const values = start.map((value, i) => value + at(moved, i));
    for (const [i, { isSum, inputs }] of plain.entries()) {
      const [a, b] = inputs.map((input) => at(values, input)) as [number, number];
      values.push((isSum ? a + b : a * b) + at(moved, leaves + i));
    }
    return values;
  };
  const values = run();
  const byPlain = slopes(() => at(run(), root), moved, step);
  const names = t.rng.permutation(count);
  const graph: Program['graph'] = new Array(count);
  const expected = new Array<number>(count).fill(0);
  for (let i = 0; i < count; i++) {
    const { isSum = true, inputs = [] } = plain[i - leaves] ?? {};
    const [a, b] = inputs.map((input) => at(values, input));
    const partials = inputs.length === 0 ? [] : isSum ? [1, 1] : [b as number, a as number];
    graph[at(names, i)] = { inputs: inputs.map((input) => at(names, input)), partials };
    expected[at(names, i)] = at(byPlain, i);
  }
  const used = new Set([root]);
  for (const node of used) for (const input of plain[node - leaves]?.inputs ?? []) used.add(input);
  const order = [...used].sort((a, b) => a - b).map((node) => at(names, node));
  return { graph, order, expected };
}

/** Gradients of random programs are their slopes; what the root does not use has 0. */
export const backwardSlopes = (given: Given, ...sizes: readonly [number, number][]): Test =>
  test({ kind: 'gradient', ...given }, async (t) => {
    for (const [leaves, operations] of sizes) {
      const { graph, order, expected } = randomProgram(t, leaves, operations);
      const got = t.expectNumbers(await t.student.backward?.(graph as unknown as Value, order));
      t.expectClose(got, expected, { atol: 1e-5, rtol: 1e-5 });
      t.expectArgumentsUnchanged();
    }
  });

/** The sum, by loops, over all elements that one element became. */
function summed(gradient: TensorValue, shape: readonly number[]): number[] {
  const extra = gradient.shape.length - shape.length;
  const size = shape.reduce((product, each) => product * each, 1);
  const sums = new Array<number>(size).fill(0);
  for (let flat = 0; flat < gradient.data.length; flat++) {
    let rest = flat;
    let stride = 1;
    let place = 0;
    for (let axis = gradient.shape.length - 1; axis >= extra; axis--) {
      const index = rest % at(gradient.shape, axis);
      rest = Math.floor(rest / at(gradient.shape, axis));
      const own = at(shape, axis - extra);
      if (own !== 1) place += index * stride;
      stride *= own;
    }
    sums[place] = at(sums, place) + at(gradient.data, flat);
  }
  return sums;
}

/** Pairs of shapes, the first broadcast from the second. */
export const unbroadcasts = (given: Given, ...pairs: readonly [number[], number[]][]): Test =>
  test({ kind: 'value', ...given }, async (t) => {
    for (const [from, to] of pairs) {
      const gradient = t.randomTensor(from);
      const got = await t.student.unbroadcast?.(gradient, [...to]);
      t.expectClose(got, t.tensor(summed(gradient, to), to), { atol: 1e-4 });
      t.expectArgumentsUnchanged();
    }
  });

interface Net {
  w1: number[][];
  b1: number[];
  w2: number[];
  b2: number;
}
interface Data {
  x: number[][];
  y: number[];
}

/** Weights in one row: w1 row by row, b1, w2, b2. */
const flat = ({ w1, b1, w2, b2 }: Net): number[] => [...w1.flat(), ...b1, ...w2, b2];

/** What is bent at zero, for each example: sums before the ReLU and margins. */
function bends(weights: ArrayLike<number>, units: number, { x, y }: Data): number[][] {
  return x.map((example, i) => {
    const inputs = example.length;
    const first = units * inputs;
    let score = at(weights, first + 2 * units);
    const sums = Array.from({ length: units }, (_, j) => {
      let sum = at(weights, first + j);
      for (let k = 0; k < inputs; k++) sum += at(weights, j * inputs + k) * at(example, k);
      score += Math.max(sum, 0) * at(weights, first + units + j);
      return sum;
    });
    return [...sums, 1 - at(y, i) * score];
  });
}

const lossOf = (weights: ArrayLike<number>, units: number, data: Data): number =>
  bends(weights, units, data).reduce((sum, row) => sum + Math.max(row.at(-1) ?? 0, 0), 0) /
  data.x.length;

/** A network and examples far from every bend, some of which cost something and some nothing. */
function drawn(
  t: TestContext,
  examples: number,
  inputs: number,
  units: number,
): Data & { net: Net } {
  const normals = (count: number): number[] => Array.from(t.rng.normals(count));
  for (;;) {
    const net = {
      w1: Array.from({ length: units }, () => normals(inputs)),
      b1: normals(units),
      w2: normals(units),
      b2: t.rng.normal(),
    };
    const x = Array.from({ length: examples }, () => normals(inputs));
    const y = x.map(() => t.rng.integer(0, 2) * 2 - 1);
    const rows = bends(flat(net), units, { x, y });
    const isFar = rows.flat().every((value) => Math.abs(value) > 0.02);
    const costs = rows.filter((row) => (row.at(-1) ?? 0) > 0).length;
    const hidden = rows.flatMap((row) => row.slice(0, -1));
    const isMixed = hidden.some((v) => v < 0) && hidden.some((v) => v > 0);
    if (isFar && costs > 0 && (examples === 1 || costs < examples) && isMixed) return { net, x, y };
  }
}

/** One step goes down the slopes of the mean margin loss. */
export const stepsDown = (
  given: Given,
  ...sizes: readonly [examples: number, inputs: number, units: number][]
): Test =>
  test({ kind: 'gradient', ...given }, async (t) => {
    for (const [examples, inputs, units] of sizes) {
      const { net, x, y } = drawn(t, examples, inputs, units);
      const rate = t.rng.uniform(0.05, 0.5);
      const args = [net as unknown as Value, x, y, rate] as const;
      const answer = t.expectObject(await t.student.trainStep?.(...args), ['net', 'loss']);
      t.expectArgumentsUnchanged();
      const weights = Float64Array.from(flat(net));
      const loss = lossOf(weights, units, { x, y });
      t.expectClose(t.expectNumber(answer.loss, 'loss'), loss, { ...tight, what: 'loss' });
      const slope = slopes(() => lossOf(weights, units, { x, y }), weights, step);
      const next = slope.map((value, i) => at(weights, i) - rate * value);
      const take = (count: number): number[] => next.splice(0, count);
      const expected = {
        w1: net.w1.map(() => take(inputs)),
        b1: take(units),
        w2: take(units),
        b2: at(next, 0),
      };
      const got = t.expectObject(answer.net, ['w1', 'b1', 'w2', 'b2'], 'net');
      for (const what of ['b2', 'w2', 'b1', 'w1'] as const) {
        t.expectClose(got[what], expected[what], { ...tight, what });
      }
    }
  });
