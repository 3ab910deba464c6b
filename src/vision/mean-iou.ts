/** How well a segmentation covers what is there. */
import { messages } from '../messages/index.js';
import type { Tensor } from '../nn/tf.js';

/**
 * The mean over classes of intersection over union (Jaccard index): the pixels that both have in a
 * class, of those that at least one has. A class that is in neither is left out, as in Keras's
 * `MeanIoU`. All pictures count together: their pixels are added up before dividing.
 *
 * @param predicted class numbers 0 … C−1 of any shape, such as `[N, H, W]`; int32, or whole numbers
 * in float32
 * @param actual class numbers of the same shape
 * @param classes C; the ground is one of them
 * @returns a number in [0, 1]
 * @throws RangeError when the shapes differ or hold nothing, or a number is none of a class
 * @example
 * const predicted = tf.argMax(model.predict(x) as Tensor, -1); // [N, H, W]
 * meanIou(predicted, masks, 4);
 */
export function meanIou(predicted: Tensor, actual: Tensor, classes: number): number {
  const { vision } = messages();
  if (predicted.shape.join() !== actual.shape.join() || predicted.size === 0) {
    const shapes = { predicted: `[${predicted.shape}]`, actual: `[${actual.shape}]` };
    throw new RangeError(vision.sameShape(shapes));
  }
  const [ours, theirs] = [predicted.dataSync(), actual.dataSync()];
  // Pixels of each class in one, in the other, and in both.
  const [inOurs, inTheirs, inBoth] = [0, 1, 2].map(() => new Float64Array(classes)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const count = (counts: Float64Array, number: number, what: string): void => {
    const before = counts[number];
    if (before === undefined) {
      throw new RangeError(vision.classNumber({ what, classes, given: number }));
    }
    counts[number] = before + 1;
  };
  for (let i = 0; i < ours.length; i++) {
    const [a, b] = [ours[i] as number, theirs[i] as number];
    count(inOurs, a, 'predicted');
    count(inTheirs, b, 'actual');
    if (a === b) count(inBoth, a, 'predicted');
  }
  const shares = Array.from(inBoth, (both, i) => {
    const either = (inOurs[i] as number) + (inTheirs[i] as number) - both;
    return either === 0 ? undefined : both / either;
  }).filter((share) => share !== undefined);
  return shares.reduce((sum, share) => sum + share, 0) / shares.length;
}
