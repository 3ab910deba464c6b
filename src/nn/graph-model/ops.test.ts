/** Each kernel that has an operation gives in a graph what it gives alone, for batches of any size. */
import * as converter from '@tensorflow/tfjs-converter';
import * as core from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { createRng, useBackend } from '../../backend/index.js';
import { messages } from '../../messages/index.js';
import { artifactsOf } from './artifacts.js';
import { graphOf } from './from-traces.js';
import { emitters } from './ops.js';
import { openSizes, triedShape } from './sizes.js';
import { trace } from './trace.js';

type Work = (...inputs: core.Tensor[]) => core.Tensor | core.Tensor[];

interface Case {
  /** Of each input; the first size is that of the batch. */
  readonly shapes: readonly (number | null)[][];
  readonly work: Work;
  readonly dtype?: 'float32' | 'int32';
}

const input = (shape: number[], dtype: core.DataType): core.Tensor => {
  const rng = createRng(`${shape}`);
  const size = core.util.sizeFromShape(shape);
  return dtype === 'int32'
    ? core.tensor(
        Int32Array.from({ length: size }, () => rng.integer(0, 3)),
        shape,
        'int32',
      )
    : core.tensor(rng.uniforms(size, 0.1, 0.9), shape);
};

/** A graph of a function, and the kernels that it was made of. */
function graphFor({ shapes, work, dtype = 'float32' }: Case) {
  const open = openSizes(shapes);
  const weight = core.variable(input([3], 'float32'), true, undefined);
  const run = (which: 0 | 1) =>
    trace(
      (x) => [work(...x)].flat(),
      shapes.map((shape, i) => input(triedShape(open, shape, i, which), dtype)),
      [weight],
    );
  const traces = [run(0), run(1)] as const;
  const names = shapes.map((_, i) => `x${i}`);
  const inputs = shapes.map((shape, i) => ({ name: names[i] as string, shape, dtype }));
  const built = graphOf([...traces], open, inputs, new Map([[weight, 'weight']]));
  const outputs = built.outputs.map((_, i) => `y${i}`);
  const model = converter.loadGraphModelSync(artifactsOf(built, { inputs: names, outputs }));
  weight.dispose();
  return { model, kernels: traces[0].calls.map(({ kernel }) => kernel) };
}

const image = [null, 6, 6, 4];
const filter = (...shape: [number, number, number, number]) =>
  core.tensor4d(createRng('filter').normals(core.util.sizeFromShape(shape)), shape);
const image4 = (x: core.Tensor | undefined) => x as core.Tensor4D;
const row = [null, 4];

const unary: Record<string, (x: core.Tensor) => core.Tensor> = {
  Abs: core.abs,
  Acos: core.acos,
  Acosh: (x) => core.acosh(core.add(x, 1)),
  Asin: core.asin,
  Asinh: core.asinh,
  Atan: core.atan,
  Atanh: core.atanh,
  Ceil: core.ceil,
  Cos: core.cos,
  Cosh: core.cosh,
  Elu: (x) => core.elu(core.sub(x, 0.5)),
  Erf: core.erf,
  Exp: core.exp,
  Expm1: core.expm1,
  Floor: core.floor,
  IsFinite: (x) => core.isFinite(core.div(x, core.floor(x))),
  IsInf: (x) => core.isInf(core.div(x, core.floor(x))),
  IsNan: (x) => core.isNaN(core.sqrt(core.sub(x, 0.5))),
  LeakyRelu: (x) => core.leakyRelu(core.sub(x, 0.5), 0.3),
  Log: core.log,
  Log1p: core.log1p,
  LogicalNot: (x) => core.logicalNot(core.greater(x, 0.5)),
  Neg: core.neg,
  OnesLike: (x) => core.add(core.onesLike(x), x),
  Prelu: (x) => core.prelu(core.sub(x, 0.5), core.tensor1d([0.1, 0.2, 0.3, 0.4])),
  Reciprocal: core.reciprocal,
  Relu: (x) => core.relu(core.sub(x, 0.5)),
  Relu6: (x) => core.relu6(core.mul(x, 20)),
  Round: core.round,
  Rsqrt: core.rsqrt,
  Selu: (x) => core.selu(core.sub(x, 0.5)),
  Sigmoid: core.sigmoid,
  Sign: (x) => core.sign(core.sub(x, 0.5)),
  Sin: core.sin,
  Sinh: core.sinh,
  Softmax: (x) => core.softmax(x),
  Softplus: core.softplus,
  Sqrt: core.sqrt,
  Square: core.square,
  Tan: core.tan,
  Tanh: core.tanh,
  ZerosLike: (x) => core.add(core.zerosLike(x), x),
  ClipByValue: (x) => core.clipByValue(x, 0.3, 0.6),
  Cumsum: (x) => core.cumsum(x, 1, true, true),
  Cumprod: (x) => core.cumprod(x, 1, true, false),
  Identity: (x) => core.clone(x),
  Cast: (x) => core.cast(core.mul(x, 5), 'int32'),
  ExpandDims: (x) => core.expandDims(x, 1),
  Transpose: (x) => core.transpose(x),
  Tile: (x) => core.tile(x, [1, 3]),
  Reverse: (x) => core.reverse(x, 1),
  PadV2: (x) =>
    core.pad(
      x,
      [
        [0, 0],
        [2, 1],
      ],
      7,
    ),
  MirrorPad: (x) =>
    core.mirrorPad(
      x,
      [
        [0, 0],
        [2, 1],
      ],
      'reflect',
    ),
  ArgMax: (x) => core.argMax(x, 1),
  ArgMin: (x) => core.argMin(x, 1),
  Sum: (x) => core.sum(x, 1, true),
  Mean: (x) => core.mean(x),
  Max: (x) => core.max(x, -1),
  Min: (x) => core.min(x, [0, 1]),
  Prod: (x) => core.prod(x, 1),
  All: (x) => core.all(core.greater(x, 0.2), 1),
  Any: (x) => core.any(core.greater(x, 0.8), 1),
  Slice: (x) => core.slice(x, [0, 1], [-1, 2]),
  StridedSlice: (x) => core.stridedSlice(x, [0, 1], [0, 4], [1, 2], 1, 1),
  GatherV2: (x) => core.gather(x, core.tensor1d([3, 0, 0], 'int32'), 1),
  GatherNd: (x) =>
    core.gatherND(
      x,
      core.tensor2d(
        [
          [0, 1],
          [1, 3],
        ],
        [2, 2],
        'int32',
      ),
    ), // prettier-ignore
  TopK: (x) => core.topk(x, 2).values,
  Reshape: (x) => core.reshape(x, [-1, 2, 2]),
};

const binary: Record<string, (a: core.Tensor, b: core.Tensor) => core.Tensor> = {
  Add: core.add,
  Atan2: core.atan2,
  Equal: core.equal,
  FloorDiv: (a, b) => core.floorDiv(core.mul(a, 9), b),
  Greater: core.greater,
  GreaterEqual: core.greaterEqual,
  Less: core.less,
  LessEqual: core.lessEqual,
  LogicalAnd: (a, b) => core.logicalAnd(core.greater(a, 0.5), core.greater(b, 0.5)),
  LogicalOr: (a, b) => core.logicalOr(core.greater(a, 0.5), core.greater(b, 0.5)),
  Maximum: core.maximum,
  Minimum: core.minimum,
  Mod: (a, b) => core.mod(core.mul(a, -9), b),
  Multiply: core.mul,
  NotEqual: core.notEqual,
  Pow: core.pow,
  RealDiv: core.div,
  SquaredDifference: core.squaredDifference,
  Sub: core.sub,
  Select: (a, b) => core.where(core.greater(a, b), a, b),
  Concat: (a, b) => core.concat([a, b], 1),
  Pack: (a, b) => core.stack([a, b], 1),
  AddN: (a, b) => core.addN([a, b, a]),
  BatchMatMul: (a, b) => core.matMul(a as core.Tensor2D, b as core.Tensor2D, false, true),
  Einsum: (a, b) => core.einsum('bi,ci->bc', a, b),
};

const more: Record<string, Case> = {
  Unpack: { shapes: [[null, 3, 2]], work: (x) => core.unstack(x as core.Tensor, 1) },
  SplitV: { shapes: [row], work: (x) => core.split(x as core.Tensor, [1, 3], 1) },
  OneHot: {
    shapes: [row],
    dtype: 'int32',
    work: (x) => core.cast(core.oneHot(x as core.Tensor, 3), 'float32'),
  },
  ScatterNd: {
    shapes: [row],
    work: (x) => {
      const [count = 0] = (x as core.Tensor).shape;
      const rows = core.tensor2d([[0], [1]], [2, 1], 'int32');
      return core.scatterND(rows, core.slice(x as core.Tensor, [0, 0], [2, -1]), [count, 4]);
    },
  },
  Conv2D: {
    shapes: [image],
    work: (x) => core.conv2d(image4(x), filter(3, 2, 4, 5), [2, 1], 'same', 'NHWC', 1),
  },
  FusedConv2D: {
    shapes: [image],
    work: (x) =>
      core.fused.conv2d({
        x: image4(x),
        filter: filter(3, 3, 4, 2),
        strides: 1,
        pad: 'valid',
        bias: core.tensor1d([1, -1]),
        activation: 'relu',
      }),
  },
  DepthwiseConv2dNative: {
    shapes: [image],
    work: (x) => core.depthwiseConv2d(image4(x), filter(3, 3, 4, 2), 1, 'same'),
  },
  FusedDepthwiseConv2D: {
    shapes: [image],
    work: (x) =>
      core.fused.depthwiseConv2d({
        x: image4(x),
        filter: filter(3, 3, 4, 1),
        strides: 2,
        pad: 'same',
        bias: core.tensor1d([1, -1, 2, 0]),
        activation: 'relu6',
      }),
  },
  Conv2DBackpropInput: {
    shapes: [image],
    work: (x) => {
      const [batch] = image4(x).shape;
      return core.conv2dTranspose(image4(x), filter(3, 3, 5, 4), [batch, 12, 12, 5], 2, 'same');
    },
  },
  _FusedMatMul: {
    shapes: [row],
    work: (x) =>
      core.fused.matMul({
        a: x as core.Tensor,
        b: core.tensor2d(createRng(1).normals(8), [2, 4]),
        transposeB: true,
        bias: core.tensor1d([0.5, -0.5]),
        activation: 'elu',
      }),
  },
  AvgPool: { shapes: [image], work: (x) => core.avgPool(image4(x), [2, 3], 2, 'same') },
  MaxPool: { shapes: [image], work: (x) => core.maxPool(image4(x), 3, [2, 1], 'valid') },
  FusedBatchNorm: {
    shapes: [image],
    work: (x) =>
      core.batchNorm(image4(x), [1, 2, 3, 4], [4, 3, 2, 1], undefined, [1, 2, 1, 2], 0.1),
  },
  ResizeBilinear: {
    shapes: [image],
    work: (x) => core.image.resizeBilinear(image4(x), [9, 4], false, true),
  },
  ResizeNearestNeighbor: {
    shapes: [image],
    work: (x) => core.image.resizeNearestNeighbor(image4(x), [12, 12]),
  },
  DepthToSpace: { shapes: [image], work: (x) => core.depthToSpace(image4(x), 2) },
  LRN: {
    shapes: [image],
    work: (x) => core.localResponseNormalization(image4(x), 2, 1.5, 0.5, 0.7),
  },
};

const cases: Record<string, Case> = {
  ...Object.fromEntries(
    Object.entries(unary).map(([name, work]) => [name, { shapes: [row], work: work as Work }]),
  ),
  ...Object.fromEntries(
    Object.entries(binary).map(([name, work]) => [
      name,
      { shapes: [row, row], work: work as Work },
    ]),
  ),
  ...more,
};

function expectSame(got: core.Tensor, expected: core.Tensor): void {
  expect([got.shape, got.dtype]).toEqual([expected.shape, expected.dtype]);
  const values = got.dataSync();
  expected.dataSync().forEach((value, i) => {
    const other = values[i] as number;
    if (Number.isFinite(value)) expect(Math.abs(other - value)).toBeLessThan(1e-5);
    else expect(other).toBe(value);
  });
}

/** On inputs of these sizes in the place of the open ones. */
function compare(one: Case, sizes: readonly number[], kernel?: string): void {
  core.tidy(() => {
    const { model, kernels } = graphFor(one);
    if (kernel !== undefined) expect(kernels).toContain(kernel);
    const given = one.shapes.map((shape) => {
      let open = 0;
      const full = shape.map((size) => size ?? (sizes[open++] as number));
      return input(full, one.dtype ?? 'float32');
    });
    const named = Object.fromEntries(given.map((tensor, i) => [`x${i}`, tensor]));
    const got = [model.predict(named) as core.Tensor].flat();
    const expected = [one.work(...given)].flat();
    expect(got).toHaveLength(expected.length);
    got.forEach((tensor, i) => {
      expectSame(tensor, expected[i] as core.Tensor);
    });
    model.dispose();
  });
}

describe('an operation for each kernel', () => {
  beforeAll(() => useBackend({ backend: 'cpu', printBackend: false }));

  test.each(Object.keys(cases))('%s', (kernel) => {
    compare(cases[kernel] as Case, [7], kernel);
  });

  test('there is a case for every one', () => {
    expect(Object.keys(emitters).filter((kernel) => !(kernel in cases))).toEqual([]);
  });

  test.each(['linear', 'elu', 'relu', 'relu6', 'sigmoid', 'leakyrelu', 'prelu'] as const)(
    'a dense layer with activation %s, with bias and without',
    (activation) => {
      for (const bias of [core.tensor1d([0.5, -0.5]), undefined]) {
        const alpha = activation === 'prelu' ? core.tensor1d([0.1, 0.3]) : undefined;
        const work: Work = (x) =>
          core.fused.matMul({
            a: core.sub(x as core.Tensor, 0.5),
            b: core.tensor2d(createRng(1).normals(8), [4, 2]),
            ...(bias !== undefined && { bias }),
            activation,
            ...(alpha !== undefined && { preluActivationWeights: alpha }),
            leakyreluAlpha: 0.3,
          });
        compare({ shapes: [row], work }, [3], '_FusedMatMul');
      }
    },
  );
});

describe('open sizes', () => {
  beforeAll(() => useBackend({ backend: 'cpu', printBackend: false }));
  const sequences = [[null, null, 4]];

  test('shapes with several open sizes, their products, and slices of them', () => {
    const work: Work = (x) => {
      const [batch, length] = (x as core.Tensor).shape as [number, number];
      const flat = core.reshape(x as core.Tensor, [batch * length, 4]);
      const pairs = core.reshape(flat, [batch, length, 2, 2]);
      const tiled = core.tile(core.reshape(core.sum(flat, 0), [1, 4]), [batch, 1]);
      return [pairs, tiled, core.slice(flat, [1, 0], [length, 2]), core.zeros([batch, 3])].map(
        (y) => core.add(y, core.mean(flat)),
      );
    };
    for (const sizes of [
      [1, 1],
      [4, 1],
      [6, 9],
    ]) {
      // A slice of `length` rows from the second on needs one more than there is at 1×1.
      if (sizes[0] !== 1) compare({ shapes: sequences, work }, sizes);
    }
  });

  test('a causal mask for any length', () => {
    const work: Work = (x) => {
      const [, length] = (x as core.Tensor).shape as [number, number];
      const mask = core.buffer([length, length]);
      for (let i = 0; i < length; i++) {
        for (let j = 0; j < length; j++) mask.set(j > i ? -1e9 : 0, i, j);
      }
      const scores = core.matMul(x as core.Tensor3D, x as core.Tensor3D, false, true);
      return core.softmax(core.add(scores, mask.toTensor()));
    };
    for (const length of [1, 2, 6]) compare({ shapes: sequences, work }, [2, length]);
  });

  const said = (one: Case): string => {
    try {
      graphFor(one);
    } catch (error) {
      return (error as Error).message;
    }
    return 'no error';
  };
  const { graph } = messages('en').models;

  test('a number that does not grow in proportion is refused, with its kernel', () => {
    const work: Work = (x) =>
      core.mul(x as core.Tensor, 1 / ((x as core.Tensor).shape[0] as number));
    expect(said({ shapes: [row], work })).toBe(graph.open({ kernel: 'Multiply' }));
    const cut: Work = (x) => core.slice(x as core.Tensor, [1, 0], [-1, -1]);
    expect(said({ shapes: [row], work: cut })).toBe(graph.open({ kernel: 'Slice' }));
  });

  test('other operations for other sizes are refused', () => {
    const work: Work = (x) =>
      (x as core.Tensor).shape[0] === 2 ? core.neg(x as core.Tensor) : core.abs(x as core.Tensor);
    expect(said({ shapes: [row], work })).toBe(graph.steps({ kernel: 'Neg' }));
  });

  test('numbers that are read on the way are refused', () => {
    const work: Work = (x) =>
      core.mul(x as core.Tensor, core.sum(x as core.Tensor).dataSync()[0] ?? 0);
    expect(said({ shapes: [row], work })).toBe(graph.reads());
  });

  test('a kernel without an operation is named', () => {
    const work: Work = (x) => core.step(x as core.Tensor);
    expect(said({ shapes: [row], work })).toBe(graph.noOp({ kernel: 'Step' }));
  });
});
