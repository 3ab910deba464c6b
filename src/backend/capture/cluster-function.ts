/** A cluster of nodes as the function that takes their place. */
import { type FusibleOp, fusibleOps } from './fusible-ops.js';
import type { ValueType } from './graph-nodes.js';
import { DataTypes } from './native-backend.js';
import type { GraphFunction, GraphNode } from './saved-model.js';

/** A function without its name. */
export type FunctionBody = Omit<GraphFunction, 'name'>;

/** How many values a tensor of this type has. */
export const elementsOf = ({ shape }: ValueType): number => shape.reduce((a, b) => a * b, 1);

/**
 * The function that computes what the members compute; equal for clusters that do the same.
 *
 * @param members each with one output
 * @param outputs names of the members whose values others use
 * @param types the types of all values that the members use and make
 * @param constantOf the node of a value where that is a constant
 * @returns the function, and the values it is called with
 */
export function clusterFunction(
  members: readonly GraphNode[],
  outputs: readonly string[],
  types: ReadonlyMap<string, ValueType>,
  constantOf: (value: string) => GraphNode | undefined,
): { body: FunctionBody; inputs: string[] } {
  const typeOf = (value: string): ValueType => types.get(value) as ValueType;
  const names = new Map<string, string>();
  for (const [i, { name, op }] of members.entries()) {
    names.set(name, `m${i}:${(fusibleOps.get(op) as FusibleOp).output}:0`);
  }
  const inputs: string[] = [];
  const nodes: GraphNode[] = [];
  for (const value of members.flatMap((member) => member.inputs)) {
    if (names.has(value)) continue;
    const constant = constantOf(value);
    const type = typeOf(value);
    // Shapes, axes and factors; a larger table differs between clusters that are equal otherwise.
    if (constant !== undefined && (type.dtype !== DataTypes.float32 || elementsOf(type) === 1)) {
      const name = `c${nodes.length}`;
      nodes.push({ ...constant, name });
      names.set(value, `${name}:output:0`);
    } else {
      names.set(value, `a${inputs.length}`);
      inputs.push(value);
    }
  }
  for (const [i, member] of members.entries()) {
    const from = member.inputs.map((value) => names.get(value) as string);
    nodes.push({ ...member, name: `m${i}`, inputs: from });
  }
  const body: FunctionBody = {
    inputs: inputs.map((value, i) => ({ name: `a${i}`, dtype: typeOf(value).dtype })),
    outputs: outputs.map((value, i) => ({
      name: `o${i}`,
      dtype: typeOf(value).dtype,
      from: names.get(value) as string,
    })),
    nodes,
    attributes: { _XlaMustCompile: { kind: 'bool', value: true } },
  };
  return { body, inputs };
}
