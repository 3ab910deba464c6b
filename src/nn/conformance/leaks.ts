/** Tensors that are left behind. */
import * as core from '@tensorflow/tfjs-core';
import type { Finding } from './finding.js';
import { tapeGradients } from './gradients.js';
import { type Data, type Instance, outputsOf, toTensor } from './subject.js';

/** Tensors of tfjs and, on the native backend, those of TensorFlow that tfjs does not count. */
function tensors(): number {
  const backend: unknown = core.backend();
  const native =
    typeof backend === 'object' && backend !== null && 'getNumOfTFTensors' in backend
      ? (backend as { getNumOfTFTensors(): number }).getNumOfTFTensors()
      : 0;
  return core.memory().numTensors + native;
}

/** The second time counts: the first may fill a cache. */
function left(work: () => void): number {
  work();
  const before = tensors();
  work();
  return tensors() - before;
}

export function checkLeaks(make: () => Instance, inputs: readonly Data[]): Finding[] {
  const instance = make();
  const bare = (training: boolean) => () => {
    // Without a tidy around it, as a student's own loop would call it.
    const given = inputs.map(toTensor);
    core.dispose(instance.run(given, training));
    core.dispose(given);
  };
  const works: [string, () => void][] = [
    ['a call in inference mode', bare(false)],
    ['a call in training mode', bare(true)],
    ['a gradient', () => void tapeGradients(instance, inputs, true)],
    [
      'making and disposing',
      () => {
        const another = make();
        outputsOf(another, inputs, true);
        another.dispose();
      },
    ],
  ];
  try {
    return works.flatMap(([what, work]): Finding[] => {
      const count = left(work);
      if (count === 0) return [];
      return [{ check: 'leaks', message: `Expected ${what} to leave no tensor. Left: ${count}` }];
    });
  } finally {
    instance.dispose();
  }
}
