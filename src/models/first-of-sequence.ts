/** The first vector of a sequence, in which a transformer gathers what it is asked for. */
import { type SymbolicTensor, tf } from '../nn/tf.js';

/** `[B, T, D]` → `[B, D]`, by layers that TensorFlow.js has. */
export function firstOfSequence(
  x: SymbolicTensor,
  { length, width }: { readonly length: number; readonly width: number },
): SymbolicTensor {
  const cut = tf.layers.cropping2D({
    cropping: [
      [0, length - 1],
      [0, 0],
    ],
    name: 'first',
  });
  const image = tf.layers.reshape({ targetShape: [length, width, 1], name: 'as_image' });
  const token = tf.layers.reshape({ targetShape: [width], name: 'token' });
  return token.apply(cut.apply(image.apply(x)));
}
