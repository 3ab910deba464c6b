import '@tensorflow/tfjs-backend-cpu';
import * as core from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { type GraphPlan, planGraph } from './plan-graph.js';
import type { RecordedOp, Recording } from './recorder.js';

beforeAll(() => core.setBackend('cpu'));

const op = (name: string, inputs: number[], output: number): RecordedOp => ({
  kind: 'op',
  name,
  attributes: [],
  inputs,
  outputs: [{ id: output, shape: [], dtype: 1 }],
  layer: undefined,
});

/** A step with input 0 and a variable whose value is 1. */
function recording(parts: Partial<Recording>, variable: core.Variable): Recording {
  return {
    events: [],
    inputs: [0],
    stepInputs: new Map(),
    uploads: new Map(),
    outside: new Map(),
    variables: new Map([[1, variable]]),
    assigned: new Map(),
    outputs: [],
    ...parts,
  };
}

const plan = (parts: Partial<Recording>, variable: core.Variable): GraphPlan =>
  planGraph(recording(parts, variable), [core.scalar(1)], { dtypeOf: () => 1, feedsFree: true });
const inputsOf = ({ nodes }: GraphPlan, name: string): readonly string[] | undefined =>
  nodes.find((node) => node.name === name)?.inputs;

test('what no output needs is left out', () => {
  const variable = core.variable(core.scalar(1));
  const { nodes, feeds, fetches, slots } = plan(
    { events: [op('Neg', [0], 2), op('Square', [1], 3), op('Exp', [3], 4)], outputs: [2] },
    variable,
  );
  expect(nodes.map(({ op: name }) => name)).not.toContain('Exp');
  expect([feeds, fetches, slots]).toEqual(['in0:0', 'out0:0', []]);
});

test('the types of values are known by the names of their nodes', () => {
  const variable = core.variable(core.zeros([2, 3]));
  const split: RecordedOp = {
    ...op('Unpack', [1], 2),
    outputs: [2, 3].map((id) => ({ id, shape: [3], dtype: 1 })),
  };
  const { types } = plan({ events: [split], outputs: [2, 3] }, variable);
  expect(Object.fromEntries(types)).toMatchObject({
    r0: { dtype: 1, shape: [2, 3] },
    n2: { dtype: 1, shape: [3] },
    'n2:1': { dtype: 1, shape: [3] },
  });
});

test('a variable is assigned after all is computed and its old value is read', () => {
  const variable = core.variable(core.scalar(1));
  const graph = plan(
    { events: [op('Mul', [0, 1], 2)], assigned: new Map([[variable, 2]]), outputs: [2] },
    variable,
  );
  expect(inputsOf(graph, 'a0')).toEqual(['v0', 'n2', '^r0', '^n2', '^ready']);
  expect(inputsOf(graph, 'ready')).toEqual(['^n2']);
  expect(inputsOf(graph, 'done')).toEqual(['^a0', '^ready']);
  expect(inputsOf(graph, 'out0')).toEqual(['n2', '^done']);
  expect(graph.slots).toEqual([{ source: { kind: 'variable', variable }, written: true }]);
});

test('an update in place comes after the readers of the old value, before those of the new', () => {
  const variable = core.variable(core.scalar(1));
  const graph = plan(
    {
      events: [
        op('Mul', [0, 1], 2),
        {
          kind: 'update',
          name: 'ResourceApplyGradientDescent',
          attributes: [],
          inputs: [{ variable, before: 1, after: 3 }, 2, 2],
        },
        op('Neg', [3], 4),
      ],
      assigned: new Map([[variable, 3]]),
      outputs: [4],
    },
    variable,
  );
  expect(inputsOf(graph, 'u0')).toEqual(['v0', 'n2', 'n2', '^r0', '^n2', '^ready']);
  expect(inputsOf(graph, 'l3')).toEqual(['v0', '^u0']);
  expect(inputsOf(graph, 'n4')).toEqual(['l3']);
  // What depends on the update must not be waited for before it.
  expect(inputsOf(graph, 'ready')).toEqual(['^n2']);
});

test('a fed value that is assigned is copied, since JavaScript lent its memory', () => {
  const variable = core.variable(core.scalar(1));
  const graph = plan({ assigned: new Map([[variable, 0]]) }, variable);
  expect(inputsOf(graph, 's0')).toEqual(['in0']);
  expect(inputsOf(graph, 'a0')?.slice(0, 2)).toEqual(['v0', 's0']);
  expect(graph.fetches).toBe('out:0');
});

test('large constants live in the session, small ones in the graph', () => {
  const variable = core.variable(core.scalar(1));
  const upload = (size: number) => ({ shape: [size], dtype: 1, values: new Float32Array(size) });
  const graph = plan(
    {
      events: [op('Mul', [7, 8], 2)],
      uploads: new Map([
        [7, upload(4)],
        [8, upload(5_000)],
      ]),
      outputs: [2],
    },
    variable,
  );
  expect(inputsOf(graph, 'n2')).toEqual(['c7', 'r0']);
  expect(graph.slots).toHaveLength(1);
});

test('an update that changes a variable it does not name is refused', () => {
  const variable = core.variable(core.scalar(1));
  expect(() => plan({ assigned: new Map([[variable, 99]]) }, variable)).toThrow('updates-other');
});

test('a large variable that is only read is fed, one that changes lives in the session', () => {
  const variable = core.variable(core.zeros([300, 300]));
  const read = plan({ events: [op('Sum', [1], 2)], outputs: [2] }, variable);
  expect([read.feeds, read.slots, read.fed]).toEqual(['f0:0', [], [variable]]);
  const changed = plan(
    { events: [op('Neg', [1], 2)], assigned: new Map([[variable, 2]]), outputs: [2] },
    variable,
  );
  expect([changed.feeds, changed.slots.length, changed.fed]).toEqual(['', 1, []]);
});
