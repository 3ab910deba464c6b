/** For each kernel of TensorFlow.js the operation of TensorFlow that tfjs-converter runs for it. */
import type * as core from '@tensorflow/tfjs-core';
import { convolutions } from './convolution-ops.js';
import type { Emitting } from './emitting.js';
import { attribute } from './graph.js';
import { isOpen, type Size } from './sizes.js';

/** Adds nodes to the graph and gives the name of the one with the outputs. */
export type Emit = (op: Emitting) => string;

const named = (names: string): string[] => names.trim().split(/\s+/);

/** One tensor `x` in, one of the same type out. */
const unary: Readonly<Record<string, Emit>> = Object.fromEntries(
  named(`Abs Acos Acosh Asin Asinh Atan Atanh Ceil Cos Cosh Elu Erf Exp Expm1 Floor IsFinite IsInf
    IsNan Log Log1p Neg OnesLike Reciprocal Relu Relu6 Round Rsqrt Selu Sigmoid Sign Sin Sinh Softplus
    Sqrt Square Tan Tanh ZerosLike`).map((kernel) => [
    kernel,
    (op) => op.graph.add(kernel, op.refs('x'), op.type('x')),
  ]),
);

/** Two tensors `a` and `b`, broadcast; by their names in TensorFlow where these differ. */
const binary: Readonly<Record<string, Emit>> = Object.fromEntries(
  Object.entries({
    ...Object.fromEntries(
      named(`Atan2 Equal FloorDiv Greater GreaterEqual Less LessEqual LogicalAnd LogicalOr Maximum
        Minimum NotEqual Pow RealDiv SquaredDifference Sub`).map((name) => [name, name]),
    ),
    Add: 'AddV2',
    Multiply: 'Mul',
    Mod: 'FloorMod',
  }).map(([kernel, name]) => [
    kernel,
    (op: Emitting) => op.graph.add(name, op.refs('a', 'b'), op.type('a')),
  ]),
);

/** Along axes of `x`; the attribute that names them. */
const reductions: Readonly<Record<string, Emit>> = Object.fromEntries(
  Object.entries({
    All: 'axis',
    Any: 'axis',
    Max: 'reductionIndices',
    Mean: 'axis',
    Min: 'axis',
    Prod: 'axis',
    Sum: 'axis',
  }).map(([kernel, axis]) => [
    kernel,
    (op: Emitting) => {
      const all = op.tensor('x').sizes.map((_, i) => i);
      const axes = op.attributes[axis] == null ? all : op.numbers(axis);
      const keep = { keep_dims: attribute.bool(op.flag('keepDims')) };
      return op.graph.add(kernel, [...op.refs('x'), op.graph.ints(axes)], {
        ...op.type('x'),
        ...keep,
      });
    },
  ]),
);

const arg =
  (kernel: string): Emit =>
  (op) =>
    op.graph.add(kernel, [...op.refs('x'), op.graph.scalar(op.number('axis'))], op.type('x'));

const cumulative =
  (kernel: string): Emit =>
  (op) =>
    op.graph.add(kernel, [...op.refs('x'), op.graph.scalar(op.number('axis'))], {
      ...op.type('x'),
      exclusive: attribute.bool(op.flag('exclusive')),
      reverse: attribute.bool(op.flag('reverse')),
    });

/** A shape in which −1 stands for the one open size, where that is enough. */
function shapeWithOne(sizes: readonly Size[]): readonly Size[] {
  const open = sizes.filter((size) => isOpen(size)).length;
  return open === 1 && !sizes.includes(-1) ? sizes.map((s) => (isOpen(s) ? -1 : s)) : sizes;
}

const same = (a: Size | undefined, b: Size | undefined): boolean =>
  JSON.stringify(a) === JSON.stringify(b);

const shapes: Readonly<Record<string, Emit>> = {
  Identity: (op) => op.graph.add('Identity', op.refs('x'), op.type('x')),
  Cast: (op) =>
    op.graph.add('Cast', op.refs('x'), {
      SrcT: attribute.type(op.tensor('x').dtype),
      DstT: attribute.type(op.text('dtype') as core.DataType),
    }),
  Reshape: (op) =>
    op.graph.add(
      'Reshape',
      [...op.refs('x'), op.vector(shapeWithOne(op.sizes('shape')))],
      op.type('x'),
    ),
  ExpandDims: (op) =>
    op.graph.add(
      'ExpandDims',
      [...op.refs('input'), op.graph.scalar(op.number('dim'))],
      op.type('input'),
    ),
  Transpose: (op) =>
    op.graph.add('Transpose', [...op.refs('x'), op.graph.ints(op.numbers('perm'))], op.type('x')),
  Concat: (op) => {
    const axis = op.number('axis');
    const inputs = op.all();
    const type = attribute.type(op.outputs[0]?.dtype ?? 'float32');
    return op.graph.add('ConcatV2', [...inputs, op.graph.scalar(axis)], {
      N: attribute.int(inputs.length),
      T: type,
    });
  },
  Pack: (op) =>
    op.graph.add('Pack', op.all(), {
      N: attribute.int(op.given.size),
      T: attribute.type(op.outputs[0]?.dtype ?? 'float32'),
      axis: attribute.int(op.number('axis')),
    }),
  Unpack: (op) =>
    op.graph.add('Unpack', op.refs('value'), {
      ...op.type('value'),
      num: attribute.int(op.outputs.length),
      axis: attribute.int(op.number('axis')),
    }),
  SplitV: (op) => {
    const parts = op.attributes.numOrSizeSplits;
    const axis = op.graph.scalar(op.number('axis'));
    const count = { num_split: attribute.int(op.outputs.length), ...op.type('x') };
    if (typeof parts === 'number') return op.graph.add('Split', [axis, ...op.refs('x')], count);
    const inputs = [...op.refs('x'), op.vector(op.sizes('numOrSizeSplits')), axis];
    return op.graph.add('SplitV', inputs, count);
  },
  Slice: (op) => {
    const begin = op.sizes('begin');
    const whole = op.tensor('x').sizes;
    // −1 is the rest, whatever its size.
    const size = op.sizes('size').map((s, i) => (begin[i] === 0 && same(s, whole[i]) ? -1 : s));
    return op.graph.add(
      'Slice',
      [...op.refs('x'), op.vector(begin), op.vector(size)],
      op.type('x'),
    );
  },
  StridedSlice: (op) => {
    const vectors = ['begin', 'end', 'strides'].map((name) => op.vector(op.sizes(name)));
    const masks = Object.entries({
      begin_mask: 'beginMask',
      end_mask: 'endMask',
      ellipsis_mask: 'ellipsisMask',
      new_axis_mask: 'newAxisMask',
      shrink_axis_mask: 'shrinkAxisMask',
    }).map(([name, kernelName]) => [name, attribute.int(op.number(kernelName))] as const);
    return op.graph.add('StridedSlice', [...op.refs('x'), ...vectors], {
      ...op.type('x'),
      ...Object.fromEntries(masks),
    });
  },
  GatherV2: (op) =>
    op.graph.add('GatherV2', [...op.refs('x', 'indices'), op.graph.scalar(op.number('axis'))], {
      Tparams: attribute.type(op.tensor('x').dtype),
      Tindices: attribute.type(op.tensor('indices').dtype),
      batch_dims: attribute.int(op.number('batchDims')),
    }),
  GatherNd: (op) => op.graph.add('GatherNd', op.refs('params', 'indices')),
  ScatterNd: (op) =>
    op.graph.add('ScatterNd', [...op.refs('indices', 'updates'), op.vector(op.sizes('shape'))]),
  Tile: (op) => op.graph.add('Tile', [...op.refs('x'), op.vector(op.sizes('reps'))], op.type('x')),
  Reverse: (op) =>
    op.graph.add('ReverseV2', [...op.refs('x'), op.graph.ints(op.numbers('dims'))], op.type('x')),
  PadV2: (op) => {
    const pairs = op.numbers('paddings');
    const paddings = op.graph.constant({
      shape: [pairs.length / 2, 2],
      dtype: 'int32',
      values: Int32Array.from(pairs),
    });
    const fill = op.graph.scalar(op.number('constantValue'), 'float32');
    return op.graph.add('PadV2', [...op.refs('x'), paddings, fill], op.type('x'));
  },
  MirrorPad: (op) => {
    const pairs = op.numbers('paddings');
    const paddings = op.graph.constant({
      shape: [pairs.length / 2, 2],
      dtype: 'int32',
      values: Int32Array.from(pairs),
    });
    const mode = attribute.string(op.text('mode').toUpperCase());
    return op.graph.add('MirrorPad', [...op.refs('x'), paddings], { ...op.type('x'), mode });
  },
};

const others: Readonly<Record<string, Emit>> = {
  AddN: (op) =>
    op.graph.add('AddN', op.all(), {
      N: attribute.int(op.given.size),
      T: attribute.type(op.outputs[0]?.dtype ?? 'float32'),
    }),
  ArgMax: arg('ArgMax'),
  ArgMin: arg('ArgMin'),
  ClipByValue: (op) => {
    const ends = ['clipValueMin', 'clipValueMax'].map((end) =>
      op.graph.scalar(op.number(end), 'float32'),
    );
    return op.graph.add('ClipByValue', [...op.refs('x'), ...ends], op.type('x'));
  },
  Cumprod: cumulative('Cumprod'),
  Cumsum: cumulative('Cumsum'),
  DepthToSpace: (op) =>
    op.graph.add('DepthToSpace', op.refs('x'), {
      ...op.type('x'),
      block_size: attribute.int(op.number('blockSize')),
      data_format: attribute.string(op.text('dataFormat')),
    }),
  Einsum: (op) =>
    op.graph.add('Einsum', op.all(), {
      N: attribute.int(op.given.size),
      equation: attribute.string(op.text('equation')),
    }),
  LeakyRelu: (op) =>
    op.graph.add('LeakyRelu', op.refs('x'), {
      ...op.type('x'),
      alpha: attribute.float(op.number('alpha')),
    }),
  LogicalNot: (op) => op.graph.add('LogicalNot', op.refs('x')),
  LRN: (op) =>
    op.graph.add('LRN', op.refs('x'), {
      ...op.type('x'),
      depth_radius: attribute.int(op.number('depthRadius')),
      bias: attribute.float(op.number('bias')),
      alpha: attribute.float(op.number('alpha')),
      beta: attribute.float(op.number('beta')),
    }),
  OneHot: (op) => {
    const ends = ['onValue', 'offValue'].map((end) => op.graph.scalar(op.number(end), 'float32'));
    const depth = op.graph.scalar(op.number('depth'));
    return op.graph.add('OneHot', [...op.refs('indices'), depth, ...ends], {
      T: attribute.type('float32'),
      axis: attribute.int(-1),
    });
  },
  Prelu: (op) => op.graph.add('Prelu', op.refs('x', 'alpha'), op.type('x')),
  ResizeBilinear: resize('ResizeBilinear'),
  ResizeNearestNeighbor: resize('ResizeNearestNeighbor'),
  Select: (op) => op.graph.add('SelectV2', op.refs('condition', 't', 'e'), op.type('t')),
  Softmax: (op) => op.graph.add('Softmax', op.refs('logits'), op.type('logits')),
  TopK: (op) =>
    op.graph.add('TopKV2', [...op.refs('x'), op.graph.scalar(op.number('k'))], {
      ...op.type('x'),
      sorted: attribute.bool(op.flag('sorted')),
    }),
};

function resize(name: string): Emit {
  return (op) =>
    op.graph.add(name, [...op.refs('images'), op.vector(op.sizes('size'))], {
      ...op.type('images'),
      align_corners: attribute.bool(op.flag('alignCorners')),
      half_pixel_centers: attribute.bool(op.flag('halfPixelCenters')),
    });
}

export const emitters: Readonly<Record<string, Emit>> = {
  ...unary,
  ...binary,
  ...reductions,
  ...shapes,
  ...convolutions,
  ...others,
};
