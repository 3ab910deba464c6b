/** Test helper: how many tensors a piece of work leaves behind. */
import '@tensorflow/tfjs-backend-cpu';
import { tf } from '../nn/tf.js';

export { numericalGradient, relativeError } from '../nn/test-tools.js';

/** Puts the tests of this file on the plain backend, which is there on every machine. */
export async function useCpu(): Promise<void> {
  await tf.setBackend('cpu');
}

/** Tensors alive after `work` minus those alive before. */
export async function tensorsLeft(work: () => unknown): Promise<number> {
  const before = tf.memory().numTensors;
  await work();
  return tf.memory().numTensors - before;
}
