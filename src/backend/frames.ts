/** `tf.nextFrame`, counted: a training loop that never calls it lets no chart move and no button stop it. */
import * as core from '@tensorflow/tfjs-core';

let shown = 0;

/** How often `tf.nextFrame` was called in this process. */
export const framesShown = (): number => shown;

/** As TensorFlow.js has it. */
export function nextFrame(): Promise<void> {
  shown++;
  return core.nextFrame();
}
