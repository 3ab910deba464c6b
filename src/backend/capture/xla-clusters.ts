/**
 * Elementwise operations put together, for XLA to compile.
 *
 * TensorFlow runs one operation after the other and writes each result to memory; on the CPU, where
 * large tensors do not fit into its caches, that is most of the time of an addition. XLA makes one
 * loop of the operations of a cluster. Clusters that do the same with the same shapes, as in the
 * layers of a transformer, share one function, since compiling one takes about a tenth of a second.
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
  /** How many values the operations inside calls compute, in one run of the graph. */
  readonly elements: number;
}

/** From when on a cluster is worth a call. */
export interface ClusterLimits {
  /** Fewest values of its largest tensor; below, a tensor stays in the cache. */
  readonly elements: number;
  /** Fewest operations that compute something. */
  readonly operations: number;
}

const WORTH_IT: ClusterLimits = { elements: 16_384, operations: 3 };

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
    let elements = 0;
    for (const group of findClusters(this.nodes, (node) => this.isFusible(node))) {
      const members = this.trimmed(group.map((at) => this.nodes[at] as GraphNode));
      const computing = members.filter(({ op }) => fusibleOps.get(op)?.free !== true);
      const sizes = computing.map(({ name }) => elementsOf(this.typeOf(name)));
      if (sizes.length < limits.operations || Math.max(...sizes) < limits.elements) continue;
      this.replace(members);
      elements += sizes.reduce((a, b) => a + b, 0);
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
    return { nodes, functions: [...this.functions.values()], elements };
  }

  private typeOf(value: string): ValueType {
    return this.types.get(value) as ValueType;
  }

  private isFusible({ name, op, inputs }: GraphNode): boolean {
    const fusible = fusibleOps.get(op);
    if (fusible === undefined || this.types.get(name)?.dtype !== DataTypes.float32) return false;
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
 * @param limits default: at least three operations, one with at least 16,384 values
 * @returns the nodes with calls in the place of clusters; no functions where nothing is worth it
 */
export function fuseElementwise(
  nodes: readonly GraphNode[],
  types: ReadonlyMap<string, ValueType>,
  limits: ClusterLimits = WORTH_IT,
): FusedGraph {
  return new Clusters(nodes, types).fuse(limits);
}
