/**
 * Runs the library once while the start-up snapshot is built.
 *
 * V8 compiles a function when it is first called; what ran before the snapshot is in it compiled.
 */
import { createRng } from '../../src/backend/random.js';
import { tf } from '../../src/backend/tf.js';
import * as deepLearning from '../../src/deep-learning/index.js';
import { Encoder } from '../judge/codec.js';
import { answerCall } from '../judge/driver-core.js';
import { decodeFrame, encodeFrame } from '../judge/frame.js';
import { tensorAdapter } from '../judge/tensor-adapter.js';
import { TensorValue } from '../judge/value.js';

/** Calls what exercises call, through the same frames, and leaves no tensor behind. */
export async function warmUp(): Promise<void> {
  const rng = createRng(0);
  const random = (shape: number[]): TensorValue =>
    new TensorValue('float32', shape, rng.normals(shape.reduce((a, b) => a * b, 1)));
  const labels = new TensorValue('int32', [4], Int32Array.of(0, 1, 2, 0));
  const train = {
    x: random([4, 3]),
    y: labels,
    hidden: 4,
    classes: 3,
    epochs: 2,
    batchSize: 2,
    learningRate: 0.1,
    seed: 1,
  };
  const calls: [string, unknown[]][] = [
    ['softmax', [random([4, 3])]],
    ['crossEntropy', [random([4, 3]), labels]],
    ['denseForward', [random([4, 3]), random([3, 2]), random([2])]],
    ['denseBackward', [random([4, 3]), random([3, 2]), random([4, 2])]],
    ['trainMlp', [train]],
    ['differentiate', [random([4, 3]), random([3, 2])]],
  ];
  const functions = { ...deepLearning, differentiate };
  for (const [fn, args] of calls) {
    const encoder = new Encoder();
    const nodes = args.map((argument) => encoder.encode(argument));
    const header = { type: 'call', id: 0, fn, args: nodes };
    const frame = decodeFrame(encodeFrame(header, encoder.chunks));
    const reply = decodeFrame(await answerCall(frame, functions, tensorAdapter(tf)));
    if ((reply.header as { type: string }).type !== 'value') {
      throw new Error(`The warm-up's ${fn} gave no value: ${JSON.stringify(reply.header)}`);
    }
  }
}

/** Gradients by TensorFlow.js, with its optimiser, as a student's training loop may have them. */
function differentiate(x: never, w: never): unknown {
  return tf.tidy(() => {
    const weights = tf.variable(w);
    const optimizer = tf.train.sgd(0.1);
    const cost = optimizer.minimize(() => tf.mean(tf.square(tf.relu(tf.matMul(x, weights)))), true);
    const [gradient] = tf.grads((a) => tf.sum(tf.exp(a)))([x]);
    const picked = tf.gather(x, tf.tensor1d([0, 2], 'int32'));
    return [cost, gradient, picked, tf.argMax(x, 1), tf.concat([x, x]), tf.slice(x, 0, 2)];
  });
}
