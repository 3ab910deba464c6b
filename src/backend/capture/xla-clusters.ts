/**
 * Elementwise operations put together, for XLA to compile.
 *
 * TensorFlow runs one operation after the other and writes each result to memory; on the CPU, where
 * large tensors do not fit into its caches, that is most of the time of an addition. XLA makes one
 * loop of the operations of a cluster. Clusters that do the same with the same shapes, as in the
 * layers of a transformer, share one function, since compiling one takes about a tenth of a second.
 *
 * Where all tensors are small, as when a language model writes token by token, calling operations is
 * most of the time; there whole layers become one call, with their products.
 */
import { clusterFunction, elementsOf, type FunctionBody } from './cluster-function.js';
import { findClusters, sourceOf } from './find-clusters.js';
import { fusibleOps } from './fusible-ops.js';
import type { ValueType } from './graph-nodes.js';
import { DataTypes } from './native-backend.js';
import type { GraphFunction, GraphNode } from './saved-model.js';

/** Nodes, and the functions that some of them call. */
export interface FusedGraph {
  readonly nodes: readonly GraphNode[];
  readonly functions: readonly GraphFunction[];
  /** About how much less a run takes, in nanoseconds. */
  readonly saved: number;
}

/** What is put together. */
export interface ClusterLimits {
  /** Fewest values of the largest tensor of a cluster. */
  readonly elements: number;
  /** Fewest operations of a cluster that compute something. */
  readonly operations: number;
  /** Whether products and the like may join. */
  readonly small: boolean;
}

/** Below, a tensor stays in the cache. */
const LARGE: ClusterLimits = { elements: 16_384, operations: 3, small: false };
const SMALL: ClusterLimits = { elements: 1, operations: 8, small: true };
/** Compiling takes longer the more operations there are: a network unrolled over time has many. */
const MOST_MEMBERS = 128;

/** Small steps: the most values that an operation gives, and takes, and the fewest operations. */
const SMALL_STEP = { output: 4096, input: 131_072, operations: 64 };

/** Measured on two cores: per value that is not written to memory, and per call less. */
const SAVED = { value: 0.05, call: 2900 };

/** A constant that does not wait for anything. */
const isConstant = (node: GraphNode | undefined): boolean =>
  node?.op === 'Const' && node.inputs.length === 0;

class Clusters {
  private readonly nodes: readonly GraphNode[];
  private readonly types: ReadonlyMap<string, ValueType>;
  private readonly byName: ReadonlyMap<string, GraphNode>;
  /** The nodes that use a value; those that only wait for a node are not among them. */
  private readonly users = new Map<string, GraphNode[]>();
  private readonly functions = new Map<string, GraphFunction>();
  /** What replaces the values of nodes that are in a cluster now. */
  private readonly renamed = new Map<string, string>();
  private readonly callOf = new Map<string, GraphNode>();

  constructor(nodes: readonly GraphNode[], types: ReadonlyMap<string, ValueType>) {
    this.nodes = nodes;
    this.types = types;
    this.byName = new Map(nodes.map((node) => [node.name, node]));
    for (const node of nodes) {
      for (const input of node.inputs) {
        const users = this.users.get(input);
        if (users === undefined) this.users.set(input, [node]);
        else users.push(node);
      }
    }
  }

  fuse(limits: ClusterLimits): FusedGraph {
    let saved = 0;
    for (const group of findClusters(this.nodes, (node) => this.isFusible(node, limits.small))) {
      const members = this.trimmed(group.map((at) => this.nodes[at] as GraphNode));
      const computing = members.filter(({ op }) => fusibleOps.get(op)?.free !== true);
      const sizes = computing.map(({ name }) => elementsOf(this.typeOf(name)));
      if (sizes.length < limits.operations || Math.max(...sizes) < limits.elements) continue;
      if (members.length > MOST_MEMBERS) continue;
      this.replace(members);
      saved += limits.small
        ? (members.length - 1) * SAVED.call
        : sizes.reduce((a, b) => a + b, 0) * SAVED.value;
    }
    const placed = new Set<GraphNode>();
    const nodes: GraphNode[] = [];
    for (const node of this.nodes) {
      const call = this.callOf.get(node.name);
      const kept = call ?? node;
      if (placed.has(kept)) continue;
      placed.add(kept);
      const inputs = kept.inputs.map((input) => this.inputNow(input));
      nodes.push({ ...kept, inputs: withoutRepeatedOrder(inputs) });
    }
    return { nodes, functions: [...this.functions.values()], saved };
  }

  /** Whether the time of a run goes into calling operations. */
  isSmall(): boolean {
    const isUpTo = (value: string, most: number): boolean => {
      const type = this.types.get(value);
      return type === undefined || elementsOf(type) <= most;
    };
    const known = this.nodes.filter(({ op }) => fusibleOps.has(op));
    return (
      known.length >= SMALL_STEP.operations &&
      known.every(
        ({ name, inputs }) =>
          isUpTo(name, SMALL_STEP.output) &&
          inputs.every((input) => isUpTo(input, SMALL_STEP.input)),
      )
    );
  }

  private typeOf(value: string): ValueType {
    return this.types.get(value) as ValueType;
  }

  private isFusible({ name, op, inputs }: GraphNode, small: boolean): boolean {
    const fusible = fusibleOps.get(op);
    if (fusible === undefined || (fusible.small === true && !small)) return false;
    if (this.types.get(name)?.dtype !== DataTypes.float32) return false;
    return inputs.every((input, i) =>
      fusible.constant === true && i === 1
        ? isConstant(this.byName.get(input))
        : this.types.get(input)?.dtype === DataTypes.float32,
    );
  }

  /** Without what computes nothing at the edges. */
  private trimmed(group: readonly GraphNode[]): GraphNode[] {
    const inside = new Set(group);
    const atEdge = ({ name, op, inputs }: GraphNode): boolean => {
      if (fusibleOps.get(op)?.free !== true) return false;
      const source = this.byName.get(sourceOf(inputs[0] as string));
      if (source === undefined || !inside.has(source)) return true;
      return this.users.get(name)?.some((user) => inside.has(user)) !== true;
    };
    for (let before = -1; before !== inside.size; ) {
      before = inside.size;
      for (const node of inside) if (atEdge(node)) inside.delete(node);
    }
    return [...inside];
  }

  private replace(members: readonly GraphNode[]): void {
    const inside = new Set(members);
    const outputs = members
      .filter(({ name }) => this.users.get(name)?.some((user) => !inside.has(user)))
      .map(({ name }) => name);
    if (outputs.length === 0) return;
    const { body, inputs } = clusterFunction(members, outputs, this.types, (value) => {
      const source = this.byName.get(value);
      return isConstant(source) ? source : undefined;
    });
    const dtypes = (values: readonly string[]): number[] =>
      values.map((value) => this.typeOf(value).dtype);
    const call: GraphNode = {
      name: `xla_${(members[0] as GraphNode).name}`,
      op: 'PartitionedCall',
      inputs,
      attributes: {
        ...body.attributes,
        f: { kind: 'function', value: this.nameOf(body, inputs) },
        Tin: { kind: 'types', value: dtypes(inputs) },
        Tout: { kind: 'types', value: dtypes(outputs) },
      },
    };
    for (const [i, name] of outputs.entries()) {
      this.renamed.set(name, i === 0 ? call.name : `${call.name}:${i}`);
    }
    for (const { name } of members) this.callOf.set(name, call);
  }

  /** The name of the function that does this with inputs of these shapes. */
  private nameOf(body: FunctionBody, inputs: readonly string[]): string {
    const key = JSON.stringify([body, inputs.map((input) => this.typeOf(input).shape)]);
    const known = this.functions.get(key);
    if (known !== undefined) return known.name;
    const name = `fused${this.functions.size}`;
    this.functions.set(key, { name, ...body });
    return name;
  }

  private inputNow(input: string): string {
    if (!input.startsWith('^')) return this.renamed.get(input) ?? input;
    return `^${this.callOf.get(input.slice(1))?.name ?? input.slice(1)}`;
  }
}

/** Nodes of one cluster that were waited for are one node now. */
function withoutRepeatedOrder(inputs: readonly string[]): string[] {
  return inputs.filter((input, i) => !input.startsWith('^') || inputs.indexOf(input) === i);
}

/**
 * Puts neighbouring elementwise operations, and sums over axes, into functions that XLA compiles.
 *
 * @param types the types of the values, by the names that inputs of nodes have
 * @param limits default: at least three operations, one with at least 16,384 values; in a step of
 * small tensors eight operations, among which may be products
 * @returns the nodes with calls in the place of clusters; no functions where nothing is worth it
 */
export function fuseElementwise(
  nodes: readonly GraphNode[],
  types: ReadonlyMap<string, ValueType>,
  limits?: ClusterLimits,
): FusedGraph {
  const clusters = new Clusters(nodes, types);
  return clusters.fuse(limits ?? (clusters.isSmall() ? SMALL : LARGE));
}
