/** Matrix products, convolutions, pooling and batch normalisation as operations of a graph. */
import type { Emitting } from './emitting.js';
import { type Attribute, attribute } from './graph.js';

type Emit = (op: Emitting) => string;
type Attributes = Readonly<Record<string, Attribute>>;

/** Activations that a fused operation may end with, by TensorFlow's names. */
const activations: Readonly<Record<string, string>> = {
  elu: 'Elu',
  leakyrelu: 'LeakyRelu',
  relu: 'Relu',
  relu6: 'Relu6',
  sigmoid: 'Sigmoid',
};

/**
 * An operation with what a fused kernel does after it: in one, where TensorFlow has that, else one by one.
 *
 * @param together the fused operation
 */
function fused(
  op: Emitting,
  plain: string,
  together: string | undefined,
  inputs: string[],
  attr: Attributes,
): string {
  const activation = op.text('activation').toLowerCase();
  const known = activations[activation];
  const type = op.type([...op.given.keys()][0] as string);
  const alpha = op.attributes.leakyreluAlpha;
  const slope = typeof alpha === 'number' ? { leakyrelu_alpha: attribute.float(alpha) } : {};
  const fits = op.has('bias') && (activation === 'linear' || known !== undefined);
  if (fits && together !== undefined) {
    const fusedOps = attribute.strings(['BiasAdd', ...(known === undefined ? [] : [known])]);
    const more = { num_args: attribute.int(1), fused_ops: fusedOps, ...slope };
    return op.graph.add(together, [...inputs, ...op.refs('bias')], { ...attr, ...more });
  }
  let last = op.graph.add(plain, inputs, attr);
  if (op.has('bias')) last = op.graph.add('AddV2', [last, ...op.refs('bias')], type);
  if (activation === 'linear') return last;
  if (activation === 'prelu') {
    return op.graph.add('Prelu', [last, ...op.refs('preluActivationWeights')], type);
  }
  if (known === undefined) return op.refuse();
  const end = activation === 'leakyrelu' ? { alpha: attribute.float(Number(alpha)) } : {};
  return op.graph.add(known, [last], { ...type, ...end });
}

const matMul =
  (isFused: boolean): Emit =>
  (op) => {
    const inputs = op.refs('a', 'b');
    const isBatch = op.tensor('a').sizes.length > 2 || op.tensor('b').sizes.length > 2;
    const [first, second] = [op.flag('transposeA'), op.flag('transposeB')].map(attribute.bool) as [
      Attribute,
      Attribute,
    ];
    if (!isBatch) {
      const attr = { ...op.type('a'), transpose_a: first, transpose_b: second };
      return isFused
        ? fused(op, 'MatMul', '_FusedMatMul', inputs, attr)
        : op.graph.add('MatMul', inputs, attr);
    }
    const attr = { ...op.type('a'), adj_x: first, adj_y: second };
    // The fused operation is one of matrices alone.
    return isFused
      ? fused(op, 'BatchMatMulV2', undefined, inputs, attr)
      : op.graph.add('BatchMatMulV2', inputs, attr);
  };

/** `[1, h, w, 1]` of a number or a pair. */
function onImage(op: Emitting, name: string): Attribute {
  const numbers = op.attributes[name] == null ? [1] : op.numbers(name);
  const [height = 1, width = height] = numbers;
  return attribute.ints([1, height, width, 1]);
}

function padding(op: Emitting): Attributes {
  const given = op.attributes.pad;
  if (given === 'same' || given === 'valid') {
    return { padding: attribute.string(given.toUpperCase()) };
  }
  const sides =
    typeof given === 'number' ? [0, 0, given, given, given, given, 0, 0] : op.numbers('pad');
  if (sides.every((side) => side === 0)) return { padding: attribute.string('VALID') };
  if (sides.length !== 8) return op.refuse();
  return { padding: attribute.string('EXPLICIT'), explicit_paddings: attribute.ints(sides) };
}

function onImages(op: Emitting): Attributes {
  if (op.attributes.dataFormat !== undefined && op.text('dataFormat') !== 'NHWC') op.refuse();
  return {
    strides: onImage(op, 'strides'),
    ...padding(op),
    data_format: attribute.string('NHWC'),
  };
}

const convolution =
  (plain: string, together?: string): Emit =>
  (op) => {
    const inputs = op.refs('x', 'filter');
    const attr = { ...op.type('x'), ...onImages(op), dilations: onImage(op, 'dilations') };
    return together === undefined
      ? op.graph.add(plain, inputs, attr)
      : fused(op, plain, together, inputs, attr);
  };

const pool =
  (name: string): Emit =>
  (op) =>
    op.graph.add(name, op.refs('x'), {
      ...op.type('x'),
      ...onImages(op),
      ksize: onImage(op, 'filterSize'),
    });

export const convolutions: Readonly<Record<string, Emit>> = {
  BatchMatMul: matMul(false),
  _FusedMatMul: matMul(true),
  Conv2D: convolution('Conv2D'),
  FusedConv2D: convolution('Conv2D', '_FusedConv2D'),
  DepthwiseConv2dNative: convolution('DepthwiseConv2dNative'),
  FusedDepthwiseConv2D: convolution('DepthwiseConv2dNative', 'FusedDepthwiseConv2dNative'),
  Conv2DBackpropInput: (op) => {
    const shape = op.vector(op.sizes('inputShape'));
    const attr = { ...op.type('dy'), ...onImages(op), dilations: onImage(op, 'dilations') };
    return op.graph.add('Conv2DBackpropInput', [shape, ...op.refs('filter', 'dy')], attr);
  },
  AvgPool: pool('AvgPool'),
  MaxPool: pool('MaxPool'),
  FusedBatchNorm: (op) => {
    // The operation has both; the kernel may have neither.
    const like = op.tensor('mean');
    const filled = (value: number): string => {
      const [size] = like.sizes;
      if (typeof size !== 'number') return op.openElsewhere();
      return op.graph.constant({
        shape: [size],
        dtype: 'float32',
        values: new Float32Array(size).fill(value),
      });
    };
    const scale = op.has('scale') ? op.tensor('scale').ref : filled(1);
    const offset = op.has('offset') ? op.tensor('offset').ref : filled(0);
    return op.graph.add(
      'FusedBatchNormV3',
      [...op.refs('x'), scale, offset, ...op.refs('mean', 'variance')],
      {
        ...op.type('x'),
        epsilon: attribute.float(op.number('varianceEpsilon')),
        data_format: attribute.string('NHWC'),
        is_training: attribute.bool(false),
      },
    );
  },
};
