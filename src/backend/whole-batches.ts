/** The batch of a product of matrices, spelt out where the cpu and wasm backends would misread it. */
import * as core from '@tensorflow/tfjs-core';

/**
 * To product `i` of a batch these backends give matrix `i` modulo the matrices of an input: right for `[3]` beside
 * `[2, 3]`, and wrong numbers for `[2, 1]`, whose matrices each serve several products in a row.
 */
export function wholeBatches(inputs: { readonly a: core.Tensor; readonly b: core.Tensor }): {
  a: core.Tensor;
  b: core.Tensor;
} {
  const [ofA, ofB] = [inputs.a, inputs.b].map(({ shape }) => shape.slice(0, -2));
  const batch = core.backend_util.assertAndGetBroadcastShape(ofA ?? [], ofB ?? []);
  const whole = (x: core.Tensor): core.Tensor => {
    const own = x.shape.slice(0, -2);
    const first = own.findIndex((size) => size !== 1);
    const counted = first < 0 ? [] : own.slice(first);
    const isInTurn = counted.join() === batch.slice(batch.length - counted.length).join();
    return isInTurn ? x : core.broadcastTo(x, [...batch, ...x.shape.slice(-2)]);
  };
  return { a: whole(inputs.a), b: whole(inputs.b) };
}
