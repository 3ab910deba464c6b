/** Every member of `tf` that exists at run time is one in the types that notebooks see. */
import { fileURLToPath } from 'node:url';
import '@tensorflow/tfjs-backend-cpu';
import ts from '@tslab/typescript-for-tslab';
import { beforeAll, describe, expect, test } from 'vitest';
import { standardLibrary } from '../notebook/kernel/language.js';
import { tf } from './tf.js';

const file = fileURLToPath(new URL('typed-virtual.ts', import.meta.url));
const head = `import type { Layer, LayersModel, Optimizer, Sequential, Tensor, Tf, Variable } from './tf-types.js';
export declare const roots: {
  tf: Tf; tensor: Tensor; variable: Variable; layer: Layer; model: LayersModel; sequential: Sequential; optimizer: Optimizer;
};
declare const tf: Tf;
`;
const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  strict: true,
  exactOptionalPropertyTypes: false,
  noEmit: true,
  lib: [...standardLibrary],
  types: [],
};

/** Files that every program has. */
const parsed = new Map<string, ts.SourceFile>();

/** A program of this text, with the TypeScript that a notebook's kernel has. */
function programOf(text: string): ts.Program {
  const host = ts.createCompilerHost(options);
  const read = host.getSourceFile.bind(host);
  host.getSourceFile = (name, ...more) => {
    if (name === file) return ts.createSourceFile(name, text, ts.ScriptTarget.ES2022);
    const source = parsed.get(name) ?? read(name, ...more);
    if (source !== undefined) parsed.set(name, source);
    return source;
  };
  const exists = host.fileExists.bind(host);
  host.fileExists = (name) => name === file || exists(name);
  return ts.createProgram([file], options, host);
}

const errors = (text: string): string[] =>
  ts
    .getPreEmitDiagnostics(programOf(head + text))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));

let program: ts.Program;
beforeAll(async () => {
  await tf.setBackend('cpu');
  program = programOf(head);
});

/** Names of the members of the type at this path from a root. */
function typed(...path: string[]): Set<string> {
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(file) as ts.SourceFile;
  const module = checker.getSymbolAtLocation(source) as ts.Symbol;
  const roots = checker.getExportsOfModule(module).find(({ name }) => name === 'roots');
  let type = checker.getTypeOfSymbolAtLocation(roots as ts.Symbol, source);
  for (const name of path) {
    const member = checker.getPropertyOfType(type, name);
    if (member === undefined) throw new Error(`Expected a type of ${path.join('.')}.`);
    type = checker.getTypeOfSymbolAtLocation(member, source);
  }
  return new Set(checker.getPropertiesOfType(type).map(({ name }) => name));
}

/** Own members of an object and of what it inherits from. */
function members(value: object): string[] {
  const names = new Set<string>();
  for (let at = value; at !== null && at !== Object.prototype; at = Object.getPrototypeOf(at)) {
    for (const name of Object.getOwnPropertyNames(at)) names.add(name);
  }
  return [...names].filter(
    (name) => !name.startsWith('_') && !/^(?:constructor|default)$/.test(name),
  );
}

const untyped = (value: object, path: string[], own = Object.keys(value)): string[] => {
  const known = typed(...path);
  return own.filter((name) => !known.has(name)).sort();
};

describe('every member at run time is typed', () => {
  test('tf', () => expect(untyped(tf, ['tf'])).toEqual(['_FusedMatMul', 'default']));

  test.each([
    'layers',
    'train',
    'losses',
    'metrics',
    'initializers',
    'regularizers',
    'constraints',
    'linalg',
    'signal',
    'image',
    'spectral',
    'io',
    'callbacks',
    'data',
    'models',
    'util',
    'string',
    'sparse',
    'browser',
    'fused',
    'math',
  ] as const)('tf.%s', (name) => {
    const value = tf[name];
    // What `src/nn` puts in is typed with it; the class of layers is made by hand.
    expect(untyped(value, ['tf', name])).toEqual([]);
  });

  test('tensors and variables', () => {
    const own = new Set(Object.getOwnPropertyNames(tf.tensor1d([1])));
    // Of the engine: how a tensor is kept.
    const kept = ['dataToGPU', ...own];
    const names = members(tf.Tensor.prototype as object);
    expect(untyped({}, ['tensor'], names).filter((name) => !kept.includes(name))).toEqual([]);
    expect(untyped({}, ['variable'], names).filter((name) => !kept.includes(name))).toEqual([]);
  });

  test('models, layers and optimizers', () => {
    const layer = tf.layers.dense({ units: 1, inputShape: [1] });
    const model = tf.sequential({ layers: [layer] });
    /** How layers and models work inside: TensorFlow.js documents none of it. */
    const inside = new Set(
      `addInboundNode addLoss addWeight assertInputCompatibility assertNotDisposed
      buildNodeConversionMap calculateLosses call checkNumSamples checkShape
      checkTrainableWeightsConsistency clearCallHook disposeWeights execute findLayer fitLoop
      getDedupedMetricsNames getLossIdentifiers getMetricIdentifiers getNamedWeights getNodeAtIndex
      getTrainingConfig invokeCallHook loadTrainingConfig losses makeTestFunction makeTrainFunction
      parseWeights predictLoop retrieveSymbolicTensors runInternalGraph setCallHook
      setFastWeightInitDuringBuild setMaskMetadata standardizeUserData standardizeUserDataXY testLoop
      updatedConfig updates warnOnIncompatibleInputShape withBias endsInProbabilities
      extractIterations incrementIterations saveIterations numbers slotsOf slotsNamed disposeSlots
      stepNumbers setLearningRate update applyGradients`.split(/\s+/),
    );
    const left = (value: object, root: string) =>
      untyped({}, [root], members(Object.getPrototypeOf(value))).filter(
        (name) => !inside.has(name),
      );
    expect(left(layer, 'layer')).toEqual([]);
    expect(left(model, 'sequential')).toEqual([]);
    expect(left(tf.train.adam(), 'optimizer')).toEqual([]);
  });
});

describe('what the types say', () => {
  test('the programs of a reader compile', () => {
    expect(
      errors(`
const noise = tf.randomNormal([2, 3]);
const same: import('./tf-types.js').Tensor2D = noise;
const [x, y] = tf.meshgrid(tf.range(0, 3), tf.range(0, 2));
const spectrum = tf.abs(tf.spectral.rfft(tf.randomUniform([8], -1, 1, 'float32', 7)));
const prelu = tf.layers.prelu({ sharedAxes: [1] });
const cell = tf.layers.rnn({ cell: tf.layers.lstmCell({ units: 2 }), returnSequences: true });
const share = tf.metrics.precision(tf.ones([2, 2]), tf.ones([2, 2]));
const picked = noise.where(noise.greater(0), tf.zeros([2, 3])).acosh().fft();
const stream = tf.data.array([1, 2, 3]).map((value) => value * 2).shuffle(3).batch(2);
async function train(model: import('./tf-types.js').Sequential) {
  const { history } = await model.fitDataset(stream, { epochs: 2 });
  const graph = await tf.loadGraphModel('file:///tmp/model/model.json');
  return [history, graph.predict(noise), await model.predictOnBatch(noise)];
}
const rows = tf.data.csv('file://data.csv', { columnConfigs: { label: { isLabel: true } } });
const edges = tf.image.transform(tf.zeros([1, 4, 4, 3]), tf.zeros([1, 8]));
const draw = tf.multinomial(tf.zeros([1, 4]), 2);
const buffer = tf.buffer([2, 2]); buffer.set(1, 0, 1); buffer.toTensor().print();
const isVariable: boolean = noise instanceof tf.Variable;
class Stop extends tf.Callback {}
const stop = tf.callbacks.earlyStopping({ patience: 2 });
`),
    ).toEqual([]);
  });

  test('a wrong call is an error; what stands elsewhere says where', () => {
    const told = (text: string) => errors(text).join('\n');
    expect(told("tf.randomNormal('2');")).toContain("'string' is not assignable");
    expect(told('tf.layers.prelu({ alpha: 1 });')).toContain("'alpha' does not exist");
    expect(told("tf.registerKernel({ kernelName: 'Add' });")).toContain('ImportFromTfjsCore');
    expect(told('tf.tensor7d([1]);')).toContain("'tensor7d' does not exist");
  });
});

describe('tf.data and tf.loadGraphModel', () => {
  test('a data set trains a model', async () => {
    const pairs = [1, 2, 3, 4].map((x) => ({ xs: tf.tensor1d([x]), ys: tf.tensor1d([2 * x]) }));
    const stream = tf.data.array(pairs).repeat().batch(2);
    const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1] })] });
    model.compile({ optimizer: tf.train.sgd(0.01), loss: 'meanSquaredError' });
    const { history } = await model.fitDataset(stream, {
      epochs: 3,
      batchesPerEpoch: 4,
      verbose: 0,
    });
    const [first, , last] = history.loss as number[];
    expect(last).toBeLessThan(first as number);
    expect(
      await tf.data
        .generator(function* () {
          yield 1;
          yield 2;
        })
        .toArray(),
    ).toEqual([1, 2]);
  });

  test('a model that is not there is an error of its own', async () => {
    await expect(tf.loadGraphModel({ load: async () => ({}) })).rejects.toThrow();
  });
});

test('tf.Tensor2D is a type, and nothing at run time', () => {
  const x: tf.Tensor2D = tf.ones([2, 2]);
  const any: tf.Tensor = x;
  const layer: tf.layers.Layer = tf.layers.dense({ units: 1 });
  expect([any.rank, typeof layer.name, 'Tensor2D' in tf]).toEqual([2, 'string', false]);
  // @ts-expect-error a matrix is no vector
  const vector: tf.Tensor1D = x;
  expect(vector.rank).toBe(2);
});
