/** A layer made of layers. */
import * as core from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import type { Layer } from '../tf.js';

/** What `call` is given beside the inputs. */
export type CallOptions = Parameters<tfl.layers.Layer['call']>[1];

/** A layer whose weights are those of its parts, in their order. */
export abstract class CompositeLayer extends tfl.layers.Layer {
  /** The layers that it is made of. */
  readonly parts: tfl.layers.Layer[] = [];

  /**
   * Takes a layer in as a part, and makes its weights; call it in `build`.
   *
   * @param layer with a name that no other part has: it becomes part of its weights' names
   * @param widths the size of the last dimension of each of its inputs
   */
  protected part(layer: Layer, ...widths: readonly number[]): tfl.layers.Layer {
    if (!(layer instanceof tfl.layers.Layer)) {
      throw new TypeError(`Expected a layer of TensorFlow.js. Received: ${String(layer)}`);
    }
    // Weights are named by the layers around them only where a layer is applied.
    core.tidy(() => {
      const [first, ...more] = widths.map((width) => core.zeros([1, 1, width]));
      layer.apply(more.length === 0 ? (first as core.Tensor) : [first as core.Tensor, ...more]);
    });
    layer.trainable = this.trainable;
    this.parts.push(layer);
    return layer;
  }

  override get trainable(): boolean {
    return super.trainable;
  }
  override set trainable(trainable: boolean) {
    for (const part of this.parts) part.trainable = trainable;
    super.trainable = trainable;
  }
  override get trainableWeights(): tfl.LayerVariable[] {
    return this.parts.flatMap((part) => part.trainableWeights);
  }
  override get nonTrainableWeights(): tfl.LayerVariable[] {
    return this.parts.flatMap((part) => part.nonTrainableWeights);
  }
}

/** A layer's output for one tensor, or for several. */
export function run(
  layer: tfl.layers.Layer,
  x: core.Tensor | core.Tensor[],
  options: CallOptions = {},
): core.Tensor {
  return layer.apply(x, { training: options.training === true }) as core.Tensor;
}

/** The only input of a layer. */
export function onlyTensor(inputs: core.Tensor | core.Tensor[]): core.Tensor {
  const [input] = Array.isArray(inputs) ? inputs : [inputs];
  if (input === undefined) throw new RangeError('Expected 1 input tensor. Received: none');
  return input;
}

/** The shape of a layer's input, of the first one where there are several. */
export function firstShape(shape: tfl.Shape | tfl.Shape[]): tfl.Shape {
  const [first] = shape;
  return Array.isArray(first) ? first : (shape as tfl.Shape);
}

/** The last size of a shape, which must be known; of the first one where there are several. */
export function lastSize(layer: string, given: tfl.Shape | tfl.Shape[]): number {
  const shape = firstShape(given);
  const size = shape.at(-1);
  if (typeof size === 'number') return size;
  throw new RangeError(
    `Expected the input of ${layer} to have a known last size. Received: [${shape}]`,
  );
}
