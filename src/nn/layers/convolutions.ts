/** Convolutional layers, with TensorFlow's own operations for bias and activation. */
import * as core from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { activateWithBias } from './activate.js';
import { type CallOptions, classOf, onlyInput, type WeightedFields } from './tfjs-class.js';

interface ConvolutionFields extends WeightedFields {
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

/** Convolution of each channel by itself. */
export class DepthwiseConv2D extends TfjsDepthwise {
  override call(inputs: Values, options: CallOptions): Values {
    if (this.dataFormat === 'channelsFirst') return super.call(inputs, options);
    return core.tidy(() => {
      this.invokeCallHook(inputs, options);
      const y = core.depthwiseConv2d(
        onlyInput(inputs) as core.Tensor4D,
        this.depthwiseKernel.read() as core.Tensor4D,
        this.strides as Pair,
        plainPadding(this.padding),
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
