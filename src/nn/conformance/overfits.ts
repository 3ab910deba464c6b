/** Eight examples are learned by heart: where that fails, no data set will be learned. */
import * as core from '@tensorflow/tfjs-core';
import { tf } from '../tf.js';
import type { Finding } from './finding.js';
import { type Data, type Instance, moveWeights, outputsOf, toTensor } from './subject.js';

/** What is left of the first loss when the examples count as learned. */
const ENOUGH = 0.05;
const STEPS = 200;
const LOOK_EVERY = 10;

function train(step: () => core.Scalar, what: string): Finding[] {
  let first: number | undefined;
  let last = Number.NaN;
  for (let i = 0; i <= STEPS; i++) {
    const loss = step();
    if (i % LOOK_EVERY === 0) last = loss.dataSync()[0] as number;
    loss.dispose();
    first ??= last;
    if (last <= ENOUGH * first) return [];
  }
  const message =
    `Expected ${STEPS} steps to bring the loss on ${what} under ${ENOUGH} of its start ` +
    `(${first?.toPrecision(3)}). Received: ${last.toPrecision(3)}`;
  return [{ check: 'overfits', message }];
}

/**
 * Learns the outputs of a twin with other weights, so that a perfect answer exists.
 *
 * @param inputs eight examples
 */
export function checkOverfitsTwin(make: () => Instance, inputs: readonly Data[]): Finding[] {
  const [student, twin] = [make(), make()];
  const optimizer = tf.train.adam(0.03);
  try {
    if (student.trainable().length === 0) return [];
    moveWeights(twin, 0.3);
    const targets = outputsOf(twin, inputs, false);
    const step = (): core.Scalar =>
      optimizer.minimize(
        () => {
          const losses = student
            .run(inputs.map(toTensor), false)
            .map((output, i) =>
              core.mean(core.squaredDifference(output, toTensor(targets[i] as Data))),
            );
          return core.addN(losses) as core.Scalar;
        },
        true,
        student.trainable(),
      ) as core.Scalar;
    return train(() => core.tidy(step), "a twin's outputs for eight examples");
  } finally {
    optimizer.dispose();
    student.dispose();
    twin.dispose();
  }
}

/** Trains a compiled model on its own loss. */
export async function checkOverfitsLabels(
  make: () => Instance,
  inputs: readonly Data[],
  labels: Data,
): Promise<Finding[]> {
  const { model, dispose } = make();
  const given = inputs.map(toTensor);
  const target = toTensor(labels);
  try {
    let first: number | undefined;
    let last = Number.NaN;
    for (let i = 0; i <= STEPS; i++) {
      const logs = await model.trainOnBatch(
        given.length === 1 ? (given[0] as core.Tensor) : given,
        target,
      );
      last = (Array.isArray(logs) ? logs[0] : logs) as number;
      first ??= last;
      if (last <= ENOUGH * first) return [];
    }
    const message =
      `Expected ${STEPS} steps to bring the loss on the examples under ${ENOUGH} of its start ` +
      `(${first?.toPrecision(3)}). Received: ${last.toPrecision(3)}`;
    return [{ check: 'overfits', message }];
  } finally {
    core.dispose([...given, target]);
    dispose();
  }
}
