/**
 * Automatic differentiation of numbers, by a graph of what was computed: each node knows its inputs
 * and how it changes with each of them, and the chain rule does the rest.
 */

/** What a `Value` can do. */
export type ValueOperation = 'add' | 'mul' | 'pow' | 'exp' | 'relu';

/** What one operation gives. */
export interface LocalGradient {
  /** The result. */
  data: number;
  /** Its slope in each input, in their order. */
  partials: number[];
}

/** A node of a graph: what it was computed from. */
export interface GraphNode {
  /** Places of its inputs in the graph; the same may come twice. None for a leaf. */
  readonly inputs: readonly number[];
  /** The slope of the node in each of its inputs. */
  readonly partials: readonly number[];
}

/**
 * The result of one operation, and its slope in each input. The slope of `relu` at 0 is 0.
 *
 * @param inputs two numbers for `add` and `mul`, one for the others
 * @param exponent of `pow`, a constant. Default: 1
 * @example
 * localGradient('mul', [2, 5]); // { data: 10, partials: [5, 2] }
 */
export function localGradient(
  operation: ValueOperation,
  inputs: readonly number[],
  exponent = 1,
): LocalGradient {
  const [a = Number.NaN, b = Number.NaN] = inputs;
  switch (operation) {
    case 'add':
      return { data: a + b, partials: [1, 1] };
    case 'mul':
      return { data: a * b, partials: [b, a] };
    case 'pow':
      // A constant at exponent 0, where the formula has 0 times infinity at 0.
      return {
        data: a ** exponent,
        partials: [exponent === 0 ? 0 : exponent * a ** (exponent - 1)],
      };
    case 'exp':
      return { data: Math.exp(a), partials: [Math.exp(a)] };
    case 'relu':
      return { data: Math.max(a, 0), partials: [a > 0 ? 1 : 0] };
  }
}

/**
 * The nodes that `root` depends on, itself included, each once and after all of its inputs. It does
 * not recurse, so a graph may be as deep as memory allows.
 *
 * @param graph nodes in any order
 * @param root a place in it
 * @returns places in the graph; the last is `root`
 * @throws RangeError when the root depends on a cycle
 * @example
 * topologicalOrder([{ inputs: [1, 2] }, { inputs: [2] }, { inputs: [] }], 0); // [2, 1, 0]
 */
export function topologicalOrder(
  graph: readonly Pick<GraphNode, 'inputs'>[],
  root: number,
): number[] {
  const order: number[] = [];
  /** How many inputs of a node have been looked at; -1 before the first visit. */
  const looked = new Int32Array(graph.length).fill(-1);
  const path = [root];
  looked[root] = 0;
  while (path.length > 0) {
    const node = path.at(-1) as number;
    const inputs = graph[node]?.inputs ?? [];
    const next = looked[node] as number;
    const input = inputs[next];
    if (input === undefined) {
      // Its count stays one past the end: done.
      looked[node] = inputs.length + 1;
      order.push(node);
      path.pop();
      continue;
    }
    looked[node] = next + 1;
    if (looked[input] === -1) {
      looked[input] = 0;
      path.push(input);
    } else if ((looked[input] as number) <= (graph[input]?.inputs.length ?? 0)) {
      throw new RangeError(`Expected a graph without a cycle. Node ${input} depends on itself.`);
    }
  }
  return order;
}

/**
 * The gradient of a root with respect to every node, by the chain rule from the root backwards. What
 * a node passes to its inputs adds up, for a node may be used more than once.
 *
 * @param order of `topologicalOrder`; the last is the root
 * @returns a number for each node of the graph, 0 for those that the root does not depend on
 * @example
 * // a * a at a = 3
 * backward([{ inputs: [], partials: [] }, { inputs: [0, 0], partials: [3, 3] }], [0, 1]); // [6, 1]
 */
export function backward(graph: readonly GraphNode[], order: readonly number[]): number[] {
  const gradients = graph.map(() => 0);
  gradients[order.at(-1) as number] = 1;
  for (const node of [...order].reverse()) {
    const { inputs, partials } = graph[node] as GraphNode;
    for (const [i, input] of inputs.entries()) {
      gradients[input] =
        (gradients[input] as number) + (partials[i] as number) * (gradients[node] as number);
    }
  }
  return gradients;
}

/**
 * A number that remembers what it was computed from, so that `backward` finds its slopes.
 *
 * @example
 * const a = new Value(3);
 * const loss = a.mul(a).add(1);
 * loss.backward();
 * loss.data; // 10
 * a.grad; // 6
 */
export class Value {
  /** The slope of the last root in this number; 0 before `backward`. */
  grad = 0;

  /**
   * @param data the number
   * @param inputs what it was computed from. Default: nothing, a leaf
   * @param partials its slope in each input
   */
  constructor(
    readonly data: number,
    readonly inputs: readonly Value[] = [],
    readonly partials: readonly number[] = [],
  ) {}

  add(other: Value | number): Value {
    return compute('add', [this, asValue(other)]);
  }

  mul(other: Value | number): Value {
    return compute('mul', [this, asValue(other)]);
  }

  /** @param exponent a constant */
  pow(exponent: number): Value {
    return compute('pow', [this], exponent);
  }

  exp(): Value {
    return compute('exp', [this]);
  }

  relu(): Value {
    return compute('relu', [this]);
  }

  neg(): Value {
    return this.mul(-1);
  }

  sub(other: Value | number): Value {
    return this.add(asValue(other).neg());
  }

  div(other: Value | number): Value {
    return this.mul(asValue(other).pow(-1));
  }

  /** Sets `grad` of every number that this one depends on, its own (1) included. */
  backward(): void {
    const { values, graph } = graphOf(this);
    const gradients = backward(graph, topologicalOrder(graph, 0));
    for (const [i, value] of values.entries()) value.grad = gradients[i] as number;
  }
}

/** The numbers that a root depends on, itself first, and the graph of them in the same order. */
export function graphOf(root: Value): { values: Value[]; graph: GraphNode[] } {
  const places = new Map([[root, 0]]);
  // A map goes on with what is added while it is walked.
  for (const [{ inputs }] of places) {
    for (const input of inputs) if (!places.has(input)) places.set(input, places.size);
  }
  const values = [...places.keys()];
  const graph = values.map(({ inputs, partials }) => ({
    inputs: inputs.map((input) => places.get(input) as number),
    partials,
  }));
  return { values, graph };
}

const asValue = (value: Value | number): Value =>
  typeof value === 'number' ? new Value(value) : value;

function compute(operation: ValueOperation, inputs: readonly Value[], exponent?: number): Value {
  const numbers = inputs.map(({ data }) => data);
  const { data, partials } = localGradient(operation, numbers, exponent);
  return new Value(data, inputs, partials);
}
