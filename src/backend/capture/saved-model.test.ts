import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { describeIf } from '../../../test/capabilities.js';
import {
  encodeSavedModel,
  type GraphFunction,
  type GraphNode,
  nodeAttribute,
} from './saved-model.js';
import { openSession } from './session.js';
import { useNative } from './test-tools.js';

const type = { kind: 'type', value: 1 } as const;
/** y = 3 · reshape(x) + [1, 2], with one attribute of each kind. */
const nodes: GraphNode[] = [
  {
    name: 'x',
    op: 'Placeholder',
    inputs: [],
    attributes: { dtype: type, shape: { kind: 'shape', value: [1, 2] } },
  },
  {
    name: 'shape',
    op: 'Const',
    inputs: [],
    attributes: {
      dtype: { kind: 'type', value: 3 },
      value: {
        kind: 'tensor',
        value: { dtype: 3, shape: [1], bytes: new Uint8Array(Int32Array.of(-1).buffer) },
      },
    },
  },
  {
    name: 'one_two',
    op: 'Const',
    inputs: ['^x'],
    attributes: {
      dtype: type,
      value: {
        kind: 'tensor',
        value: { dtype: 1, shape: [2], bytes: new Uint8Array(Float32Array.of(1, 2).buffer) },
      },
    },
  },
  { name: 'flat', op: 'Reshape', inputs: ['x', 'shape'], attributes: { T: type } },
  {
    name: 'three',
    op: 'AddN',
    inputs: ['flat', 'flat', 'flat'],
    attributes: { T: type, N: { kind: 'int', value: 3 } },
  },
  { name: 'y', op: 'AddV2', inputs: ['three', 'one_two:0'], attributes: { T: type } },
  {
    name: 'kinds',
    op: 'MaxPool',
    inputs: ['x'],
    attributes: {
      T: type,
      ksize: { kind: 'int', value: [1, 2, -1] },
      padding: { kind: 'string', value: 'SAME' },
      alpha: { kind: 'float', value: 0.5 },
      flags: { kind: 'bool', value: [true, false] },
    },
  },
];

/** y = square(x · 3), called by name. */
const functions: GraphFunction[] = [
  {
    name: 'scaled_square',
    inputs: [{ name: 'x', dtype: 1 }],
    outputs: [{ name: 'y', dtype: 1, from: 'squared:y:0' }],
    nodes: [
      {
        name: 'three',
        op: 'Const',
        inputs: [],
        attributes: {
          dtype: type,
          value: {
            kind: 'tensor',
            value: { dtype: 1, shape: [], bytes: new Uint8Array(Float32Array.of(3).buffer) },
          },
        },
      },
      { name: 'scaled', op: 'Mul', inputs: ['x', 'three:output:0'], attributes: { T: type } },
      { name: 'squared', op: 'Square', inputs: ['scaled:z:0'], attributes: { T: type } },
    ],
    attributes: { _noinline: { kind: 'bool', value: true } },
  },
];
const call: GraphNode = {
  name: 'called',
  op: 'PartitionedCall',
  inputs: ['x'],
  attributes: {
    f: { kind: 'function', value: 'scaled_square' },
    Tin: { kind: 'types', value: [1] },
    Tout: { kind: 'types', value: [1] },
  },
};

test('an attribute of an eager operation keeps its kind', () => {
  expect(nodeAttribute({ name: 'k', type: 1, value: [1, 2] })).toEqual({
    kind: 'int',
    value: [1, 2],
  });
  expect(nodeAttribute({ name: 'T', type: 4, value: 1 })).toEqual(type);
  expect(() => nodeAttribute({ name: 'f', type: 8, value: {} })).toThrow(
    'Expected the attribute `f` to be a number, a string, a boolean, a type or a shape.',
  );
});

describeIf('native', 'a graph', () => {
  test('runs in TensorFlow and gives what it computes', async () => {
    const { binding } = await useNative();
    const session = openSession(binding, nodes.slice(0, -1));
    const x = binding.createTensor([1, 2], 1, Float32Array.of(10, 20));
    const [y] = session.run([x], 'x:0', 'y:0');
    expect(y).toMatchObject({ shape: [2], dtype: 1 });
    expect([...binding.tensorDataSync(y?.id as number)]).toEqual([31, 62]);
    expect(() => session.run([x], 'x:0', 'missing:0')).toThrow('can not be found in the graph');
    session.close();
    for (const id of [x, y?.id as number]) binding.deleteTensor(id);
  });

  test('calls functions by name', async () => {
    const { binding } = await useNative();
    const session = openSession(binding, [nodes[0] as GraphNode, call], functions);
    const x = binding.createTensor([1, 2], 1, Float32Array.of(1, -2));
    const [y] = session.run([x], 'x:0', 'called:0');
    expect([...binding.tensorDataSync(y?.id as number)]).toEqual([9, 36]);
    session.close();
    for (const id of [x, y?.id as number]) binding.deleteTensor(id);
  });

  test('that TensorFlow refuses is an error', async () => {
    const { binding } = await useNative();
    const bad = { name: 'a', op: 'NoSuchOp', inputs: [], attributes: {} };
    expect(() => openSession(binding, [bad])).toThrow('NoSuchOp');
  });
});

describeIf('python', 'a graph', () => {
  test("is read by TensorFlow's own reader as it was written", () => {
    const folder = mkdtempSync(join(tmpdir(), 'gradus-test-'));
    const file = join(folder, 'saved_model.pb');
    writeFileSync(file, encodeSavedModel([...nodes, call], functions));
    const script = `
import json, sys
from tensorflow.core.protobuf import saved_model_pb2
from google.protobuf.json_format import MessageToDict
model = saved_model_pb2.SavedModel.FromString(open(sys.argv[1], 'rb').read())
meta = model.meta_graphs[0]
print(json.dumps({'version': model.saved_model_schema_version, 'tags': list(meta.meta_info_def.tags), 'nodes': [MessageToDict(n) for n in meta.graph_def.node], 'functions': [MessageToDict(f) for f in meta.graph_def.library.function]}))`;
    const python = fileURLToPath(new URL('../../../.venv/bin/python', import.meta.url));
    let read: unknown;
    try {
      read = JSON.parse(
        execFileSync(python, ['-c', script, file], {
          encoding: 'utf8',
          stdio: ['ignore', 'pipe', 'ignore'],
          env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '3' },
        }),
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
    expect(read).toMatchObject({ version: 1, tags: ['serve'] });
    expect(read).toHaveProperty('nodes.length', nodes.length + 1);
    expect(read).toHaveProperty('nodes[0]', {
      name: 'x',
      op: 'Placeholder',
      attr: {
        dtype: { type: 'DT_FLOAT' },
        shape: { shape: { dim: [{ size: '1' }, { size: '2' }] } },
      },
    });
    expect(read).toHaveProperty('nodes[2].input', ['^x']);
    expect(read).toHaveProperty('nodes[6].attr', {
      T: { type: 'DT_FLOAT' },
      ksize: { list: { i: ['1', '2', '-1'] } },
      padding: { s: Buffer.from('SAME').toString('base64') },
      alpha: { f: 0.5 },
      flags: { list: { b: [true, false] } },
    });
    expect(read).toHaveProperty('nodes[7].attr', {
      f: { func: { name: 'scaled_square' } },
      Tin: { list: { type: ['DT_FLOAT'] } },
      Tout: { list: { type: ['DT_FLOAT'] } },
    });
    expect(read).toMatchObject({
      functions: [
        {
          signature: {
            name: 'scaled_square',
            inputArg: [{ name: 'x', type: 'DT_FLOAT' }],
            outputArg: [{ name: 'y', type: 'DT_FLOAT' }],
          },
          attr: { _noinline: { b: true } },
          nodeDef: [
            { name: 'three', op: 'Const' },
            { name: 'scaled', op: 'Mul', input: ['x', 'three:output:0'] },
            { name: 'squared', op: 'Square', input: ['scaled:z:0'] },
          ],
          ret: { y: 'squared:y:0' },
        },
      ],
    });
  });
});
