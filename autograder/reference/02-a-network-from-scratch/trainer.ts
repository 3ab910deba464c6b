/** A right way to train the network, with places at which it can be made wrong. */
import { type Tensor1D, type Tensor2D, tf } from '../../../src/backend/tf.js';
import { type TrainOptions, trainerOf } from '../mutant-kit/trainer.js';
import { crossEntropy, denseBackward, denseForward, softmax } from './solution.js';

export { mean, minibatches } from '../mutant-kit/trainer.js';

interface Options extends TrainOptions {
  x: Tensor2D;
  hidden: number;
  classes: number;
}
type Weights = { w1: Tensor2D; b1: Tensor1D; w2: Tensor2D; b2: Tensor1D };

/** What can go wrong inside the network. */
interface Faults {
  reluMask?: (pre: Tensor2D) => Tensor2D;
  activation?: (pre: Tensor2D) => Tensor2D;
}

export const trainer = trainerOf<Weights, Options, Faults>({
  shapes: ({ x, hidden, classes }) => ({
    w1: [x.shape[1], hidden],
    b1: [hidden],
    w2: [hidden, classes],
    b2: [classes],
  }),
  step({ w1, b1, w2, b2 }, x, y, factor, faults) {
    const { reluMask = (pre) => tf.step(pre), activation = (pre) => tf.relu(pre) } = faults;
    const xb = x as Tensor2D;
    const pre = denseForward(xb, w1, b1);
    const h = activation(pre);
    const logits = denseForward(h, w2, b2);
    const error = tf.sub(softmax(logits), tf.oneHot(y, b2.shape[0]));
    const second = denseBackward(h, w2, tf.mul<Tensor2D>(error, factor));
    const first = denseBackward(xb, w1, tf.mul<Tensor2D>(second.dx, reluMask(pre)));
    const gradients = { w1: first.dw, b1: first.db, w2: second.dw, b2: second.db };
    return { gradients, loss: crossEntropy(logits, y) };
  },
});
