/** Convolutional layers, with TensorFlow's own operations for bias and activation. */
import * as core from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { activateWithBias } from './activate.js';
import { type CallOptions, classOf, onlyInput, type WeightedFields } from './tfjs-class.js';

interface ConvolutionFields extends WeightedFields {
  readonly kernelSize: number[];
  readonly strides: number[];
  readonly padding: 'valid' | 'same' | 'causal';
  readonly dilationRate: number | number[];
  readonly dataFormat: 'channelsFirst' | 'channelsLast';
}

type Pair = [number, number];
type Values = core.Tensor | core.Tensor[];

const size = { kernelSize: 1, name: 'convolution' } as const;
const TfjsConv1D = classOf<ConvolutionFields>(tfl.layers.conv1d({ ...size, filters: 1 }));
const TfjsConv2D = classOf<ConvolutionFields>(tfl.layers.conv2d({ ...size, filters: 1 }));
const TfjsDepthwise = classOf<ConvolutionFields & { readonly depthwiseKernel: tfl.LayerVariable }>(
  tfl.layers.depthwiseConv2d(size),
);
const TfjsSeparable = classOf<
  ConvolutionFields & {
    readonly depthwiseKernel: tfl.LayerVariable;
    readonly pointwiseKernel: tfl.LayerVariable;
  }
>(tfl.layers.separableConv2d({ ...size, filters: 1 }));

const plainPadding = (padding: ConvolutionFields['padding']): 'same' | 'valid' =>
  padding === 'same' ? 'same' : 'valid';

/** Convolution over time; `causal` padding, which tfjs refuses, sees no later step. */
export class Conv1D extends TfjsConv1D {
  override call(inputs: Values, options: CallOptions): Values {
    if (this.dataFormat === 'channelsFirst') return super.call(inputs, options);
    return core.tidy(() => {
      this.invokeCallHook(inputs, options);
      const kernel = this.kernel.read() as core.Tensor3D;
      const dilation = [this.dilationRate].flat()[0] as number;
      let x = onlyInput(inputs) as core.Tensor3D;
      if (this.padding === 'causal') {
        const past = dilation * (kernel.shape[0] - 1);
        x = core.pad(x, [
          [0, 0],
          [past, 0],
          [0, 0],
        ]);
      }
      const stride = this.strides[0] as number;
      const y = core.conv1d(x, kernel, stride, plainPadding(this.padding), 'NWC', dilation);
      return activateWithBias(this, y);
    });
  }
}

/** Convolution over images. */
export class Conv2D extends TfjsConv2D {
  override call(inputs: Values, options: CallOptions): Values {
    if (this.dataFormat === 'channelsFirst' || this.padding === 'causal') {
      return super.call(inputs, options);
    }
    return core.tidy(() => {
      this.invokeCallHook(inputs, options);
      const y = core.conv2d(
        onlyInput(inputs) as core.Tensor4D,
        this.kernel.read() as core.Tensor4D,
        this.strides as Pair,
        plainPadding(this.padding),
        'NHWC',
        this.dilationRate as Pair,
      );
      return activateWithBias(this, y);
    });
  }
}

/** Convolution of each channel by itself; dilated if asked, which tfjs ignores. */
export class DepthwiseConv2D extends TfjsDepthwise {
  override computeOutputShape(given: tfl.Shape | tfl.Shape[]): tfl.Shape | tfl.Shape[] {
    const shape = (Array.isArray(given[0]) ? given[0] : given) as tfl.Shape;
    if (this.dataFormat === 'channelsFirst' || this.padding !== 'valid') {
      return super.computeOutputShape(shape);
    }
    // A kernel with gaps reaches further: as one without them does in a smaller image.
    const less = this.kernelSize.map(
      (n, i) => (n - 1) * (((this.dilationRate as Pair)[i] ?? 1) - 1),
    );
    return super.computeOutputShape(
      shape.map((n, axis) => (n === null ? n : n - (less[axis - 1] ?? 0))),
    );
  }

  override call(inputs: Values, options: CallOptions): Values {
    const dilation = this.dilationRate as Pair;
    if (this.dataFormat === 'channelsFirst') {
      if (dilation.every((rate) => rate === 1)) return super.call(inputs, options);
      throw new RangeError(
        `Expected dataFormat 'channelsLast' where dilationRate is not 1. Received: '${this.dataFormat}' with dilationRate [${dilation}]`,
      );
    }
    return core.tidy(() => {
      this.invokeCallHook(inputs, options);
      const y = core.depthwiseConv2d(
        onlyInput(inputs) as core.Tensor4D,
        this.depthwiseKernel.read() as core.Tensor4D,
        this.strides as Pair,
        plainPadding(this.padding),
        'NHWC',
        dilation,
      );
      return activateWithBias(this, y);
    });
  }
}

/** Convolution of each channel by itself, then of the channels at each place. */
export class SeparableConv2D extends TfjsSeparable {
  override call(inputs: Values, options: CallOptions): Values {
    if (this.dataFormat === 'channelsFirst') return super.call(inputs, options);
    return core.tidy(() => {
      this.invokeCallHook(inputs, options);
      const y = core.separableConv2d(
        onlyInput(inputs) as core.Tensor4D,
        this.depthwiseKernel.read() as core.Tensor4D,
        this.pointwiseKernel.read() as core.Tensor4D,
        this.strides as Pair,
        plainPadding(this.padding),
        this.dilationRate as Pair,
      );
      return activateWithBias(this, y);
    });
  }
}
