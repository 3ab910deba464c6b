/** What the layers of a convolutional network cost, and how far they see. */
import { checkSizes } from '../checks.js';
import { slides } from './window.js';

/** A layer of a network for pictures, as far as its size goes. */
export type LayerSize =
  | { type: 'conv'; size: number; filters: number; stride?: number; padding?: 'same' | 'valid' }
  | { type: 'pool'; size: number }
  | { type: 'globalPool' }
  | { type: 'flatten' }
  | { type: 'dense'; units: number };

/**
 * Weights and biases of each layer.
 *
 * @param input height, width and channels of a picture
 * @param layers convolutions are square, by default with stride 1 and padding `valid`; pooling has the
 *   stride of its size and leaves out what fills no window
 * @returns a number for each layer; pooling and flattening have 0
 * @throws RangeError for sizes that are no integers >= 1, windows larger than what they get, and
 *   layers of another type
 * @example
 * parameterCount([8, 8, 1], [{ type: 'conv', size: 3, filters: 4 }, { type: 'flatten' },
 *   { type: 'dense', units: 10 }]); // [40, 0, 1450]
 */
export function parameterCount(
  input: readonly [number, number, number],
  layers: readonly LayerSize[],
): number[] {
  let [height, width, channels]: readonly number[] = input;
  checkSizes({ height: height as number, width: width as number, channels: channels as number });
  const all = (): number => (height as number) * (width as number) * (channels as number);
  const shrink = (size: number, stride: number, padding: 'same' | 'valid'): void => {
    height = slides(height as number, size, stride, padding).count;
    width = slides(width as number, size, stride, padding).count;
  };
  return layers.map((layer) => {
    switch (layer.type) {
      case 'conv': {
        const { size, filters, stride = 1, padding = 'valid' } = layer;
        checkSizes({ size, filters });
        const count = (size * size * (channels as number) + 1) * filters;
        shrink(size, stride, padding);
        channels = filters;
        return count;
      }
      case 'pool':
        shrink(layer.size, layer.size, 'valid');
        return 0;
      case 'dense': {
        checkSizes({ units: layer.units });
        const count = (all() + 1) * layer.units;
        [height, width, channels] = [1, 1, layer.units];
        return count;
      }
      case 'flatten':
        [height, width, channels] = [1, 1, all()];
        return 0;
      case 'globalPool':
        [height, width] = [1, 1];
        return 0;
    }
    const { type } = layer as { type: string };
    throw new RangeError(
      `Expected a layer of type conv, pool, globalPool, flatten or dense. Received: ${type}`,
    );
  });
}

/**
 * How many pixels of a row reach one value after each layer: `r += (size - 1) j`, then `j *= stride`,
 * from `r = j = 1`.
 *
 * @param layers windows of convolutions and poolings along one axis
 * @returns a number for each layer, edges aside
 * @throws RangeError for sizes or strides that are no integers >= 1
 * @example
 * receptiveField([{ size: 3, stride: 1 }, { size: 2, stride: 2 }, { size: 3, stride: 1 }]); // [3, 4, 8]
 */
export function receptiveField(layers: readonly { size: number; stride: number }[]): number[] {
  let [field, jump] = [1, 1];
  return layers.map(({ size, stride }) => {
    checkSizes({ size, stride });
    field += (size - 1) * jump;
    jump *= stride;
    return field;
  });
}
