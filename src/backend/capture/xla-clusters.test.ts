import { expect, test } from 'vitest';
import { describeIf } from '../../../test/capabilities.js';
import { GraphNodes, typeAttribute, type ValueType } from './graph-nodes.js';
import { DataTypes } from './native-backend.js';
import { openSession } from './session.js';
import { useNative } from './test-tools.js';
import { type FusedGraph, fuseElementwise } from './xla-clusters.js';

const { float32, int32 } = DataTypes;
const floats = (shape: number[]): ValueType => ({ dtype: float32, shape });
const T = typeAttribute(float32);
const ALL = { elements: 1, operations: 2, small: false };

/** Two layers `y = x + tanh(2 · (x − mean(x)))`, between which a product makes a border. */
function layers(): GraphNodes {
  const graph = new GraphNodes();
  const small = [2, 1];
  let x = graph.placeholder('x', float32, [2, 3]);
  const scalar = new Uint8Array(Float32Array.of(2).buffer);
  const axes = new Uint8Array(Int32Array.of(1).buffer);
  graph.placeholder('w', float32, [3, 3]);
  for (const layer of ['1', '2']) {
    graph.constant(`two${layer}`, float32, [], scalar, []);
    graph.constant(`axes${layer}`, int32, [1], axes, []);
    const add = (name: string, op: string, inputs: string[], shape = [2, 3]) =>
      graph.add(name + layer, op, inputs, { T }, [floats(shape)]);
    const reduce = {
      T,
      Tidx: typeAttribute(int32),
      keep_dims: { kind: 'bool', value: true },
    } as const;
    graph.add(`mean${layer}`, 'Mean', [x, `axes${layer}`], reduce, [floats(small)]);
    add('centred', 'Sub', [x, `mean${layer}`]);
    add('scaled', 'Mul', [`centred${layer}`, `two${layer}`]);
    add('bent', 'Tanh', [`scaled${layer}`]);
    const sum = add('sum', 'AddV2', [x, `bent${layer}`]);
    x = graph.add(`product${layer}`, 'MatMul', [sum, 'w'], { T }, [floats([2, 3])]);
  }
  graph.add('order', 'NoOp', ['^scaled1', '^bent1', '^product2'], {});
  graph.add('y', 'Identity', [x, '^order'], { T }, [floats([2, 3])]);
  graph.add('z', 'Identity', ['centred2'], { T }, [floats([2, 3])]);
  return graph;
}

const fused = ({ nodes, types }: GraphNodes, limits = ALL): FusedGraph =>
  fuseElementwise(nodes, types, limits);
const find = ({ nodes }: FusedGraph, name: string) => nodes.find((node) => node.name === name);

test('clusters that do the same share a function, others do not', () => {
  const graph = fused(layers());
  const calls = graph.nodes.filter(({ op }) => op === 'PartitionedCall');
  expect(calls.map(({ inputs }) => inputs)).toEqual([['x'], ['product1']]);
  // `centred2` is used outside, so the second gives one value more.
  expect(graph.functions.map(({ outputs }) => outputs.length)).toEqual([1, 2]);
  const same = layers();
  same.nodes.pop();
  expect(fused(same).functions).toHaveLength(1);
  // Each of the two: four operations on six values, and a mean of two.
  expect(fused(same).saved).toBeCloseTo(52 * 0.05);
  expect(fused(same).functions[0]?.nodes.map(({ op }) => op)).toEqual([
    ...['Const', 'Const', 'Mean', 'Sub', 'Mul', 'Tanh', 'AddV2'],
  ]);
});

test('who used a value of a cluster uses an output of the call, who waited waits for it', () => {
  const graph = fused(layers());
  expect(find(graph, 'product1')?.inputs).toEqual(['xla_mean1', 'w']);
  expect(find(graph, 'z')?.inputs).toEqual(['xla_mean2']);
  expect(find(graph, 'product2')?.inputs).toEqual(['xla_mean2:1', 'w']);
  expect(find(graph, 'order')?.inputs).toEqual(['^xla_mean1', '^product2']);
  for (const gone of ['mean1', 'bent2', 'sum2']) expect(find(graph, gone)).toBeUndefined();
});

test('small tensors and few operations are left alone', () => {
  const graph = layers();
  expect(fused(graph, { ...ALL, elements: 7 }).functions).toEqual([]);
  expect(fused(graph, { ...ALL, elements: 6, operations: 6 }).functions).toEqual([]);
  expect(fuseElementwise(graph.nodes, graph.types).nodes).toEqual(graph.nodes);
});

/** Products, each with a bias and a tanh after it. */
function chain(layers: number, width: number): GraphNodes {
  const graph = new GraphNodes();
  let x = graph.placeholder('x', float32, [1, width]);
  graph.placeholder('w', float32, [width, width]);
  graph.placeholder('b', float32, [width]);
  for (let i = 0; i < layers; i++) {
    const types = [floats([1, width])];
    x = graph.add(`product${i}`, 'MatMul', [x, 'w'], { T }, types);
    x = graph.add(`sum${i}`, 'BiasAdd', [x, 'b'], { T }, types);
    x = graph.add(`bent${i}`, 'Tanh', [x], { T }, types);
    if (i % 5 === 4) x = graph.add(`other${i}`, 'Softsign', [x], { T }, types);
  }
  graph.add('y', 'Identity', [x], { T }, [floats([1, width])]);
  return graph;
}

test('in a step of many small operations products join too, in clusters of a moderate size', () => {
  const fuse = ({ nodes, types }: GraphNodes): FusedGraph => fuseElementwise(nodes, types);
  const { nodes, functions, saved } = fuse(chain(25, 8));
  expect(functions).toHaveLength(1);
  expect(nodes.filter(({ op }) => op === 'PartitionedCall')).toHaveLength(5);
  expect(saved).toBe(5 * 14 * 2900);
  // Few operations, large weights, large results.
  expect(fuse(chain(5, 8)).functions).toEqual([]);
  expect(fuse(chain(25, 400)).functions).toEqual([]);
  expect(fuse(chain(25, 5000)).functions).toEqual([]);
  const unbroken = chain(60, 8);
  const joined = unbroken.nodes.map((node) =>
    node.op === 'Softsign' ? { ...node, op: 'Square' } : node,
  );
  expect(fuseElementwise(joined, unbroken.types).functions).toEqual([]);
});

test('reshapes join operations, but are left outside at the edges', () => {
  const graph = new GraphNodes();
  graph.placeholder('x', float32, [4]);
  graph.constant('shape', int32, [2], new Uint8Array(Int32Array.of(2, 2).buffer), []);
  const reshape = (name: string, from: string) =>
    graph.add(name, 'Reshape', [from, 'shape'], { T }, [floats([2, 2])]);
  const square = (name: string, from: string, shape: number[]) =>
    graph.add(name, 'Square', [from], { T }, [floats(shape)]);
  square('b', square('a', reshape('before', 'x'), [2, 2]), [2, 2]);
  reshape('after', square('c', reshape('between', 'b'), [2, 2]));
  graph.add('y', 'Identity', ['after'], { T }, [floats([2, 2])]);
  const { nodes, functions } = fused(graph);
  expect(nodes.filter(({ op }) => op === 'Reshape').map(({ name }) => name)).toEqual([
    ...['before', 'after'],
  ]);
  expect(functions[0]?.nodes.map(({ op }) => op)).toEqual([
    ...['Const', 'Square', 'Square', 'Reshape', 'Square'],
  ]);
});

test('other types, axes that are computed, and nodes that wait stay outside', () => {
  const graph = new GraphNodes();
  graph.placeholder('x', float32, [4]);
  graph.placeholder('axes', int32, [1]);
  graph.add('a', 'Square', ['x'], { T }, [floats([4])]);
  graph.add('sum', 'Sum', ['a', 'axes'], { T }, [floats([])]);
  graph.add('whole', 'Square', ['axes'], { T }, [{ dtype: int32, shape: [1] }]);
  graph.add('late', 'Square', ['a', '^whole'], { T }, [floats([4])]);
  graph.add('y', 'Identity', ['late', '^sum'], { T }, [floats([4])]);
  expect(fused(graph).functions).toEqual([]);
});

describeIf('native', 'a graph with functions', () => {
  test('gives in a session what it gives without them', async () => {
    const { binding } = await useNative();
    const graph = layers();
    const { nodes, functions } = fused(graph);
    const ids = [
      binding.createTensor([2, 3], float32, Float32Array.of(1, 2, 4, -1, 0, 0.5)),
      binding.createTensor([3, 3], float32, Float32Array.of(1, 0, 2, -1, 1, 0, 0.5, 0.25, 3)),
    ];
    const results = [openSession(binding, nodes, functions), openSession(binding, graph.nodes)].map(
      (session) => {
        const outputs = session.run(ids, 'x:0,w:0', 'y:0,z:0');
        const values = outputs.flatMap(({ id }) => [...binding.tensorDataSync(id)].map(Number));
        for (const { id } of outputs) binding.deleteTensor(id);
        session.close();
        return values;
      },
    );
    for (const id of ids) binding.deleteTensor(id);
    const [compiled, plain] = results as [number[], number[]];
    expect(compiled).toHaveLength(12);
    for (const [i, value] of plain.entries()) expect(compiled[i]).toBeCloseTo(value, 5);
  });
});
