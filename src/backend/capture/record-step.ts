/** One eager run of a step, recorded. */
import * as core from '@tensorflow/tfjs-core';
import { type NativeBackend, type TensorMetadata, tensorIdOf } from './native-backend.js';
import type { Reason } from './reason.js';
import { Recorder, type Recording } from './recorder.js';

/** Gives a variable data of its own where other tensors share it, so that its id is its alone. */
function unshare(variable: core.Variable, backend: NativeBackend): void {
  if (backend.tensorMap.get(variable.dataId).refCount < 2) return;
  const copy = copyOf(variable, backend);
  variable.assign(copy);
  copy.dispose();
}

/** A tensor of the same values with an id of its own. */
function copyOf(tensor: core.Tensor, backend: NativeBackend): core.Tensor {
  const { binding } = backend;
  const id = tensorIdOf(backend, tensor);
  const type = { name: 'T', type: 4, value: backend.tensorMap.get(tensor.dataId).dtype };
  return backend.createOutputTensor(
    binding.executeOp('Identity', [type], [id], 1)[0] as TensorMetadata,
  );
}

/** What one recorded run gave: its outputs, and what was noted or why that is of no use. */
export interface RecordedRun {
  readonly outputs: core.Tensor[];
  readonly recording?: Recording;
  readonly reason?: Reason;
}

/**
 * Runs a step eagerly and notes what it does.
 *
 * @param step may assign variables; its other tensors are disposed when it ends
 * @throws whatever the step throws
 */
export function record(
  step: (inputs: core.Tensor[]) => core.Tensor[],
  inputs: readonly core.Tensor[],
  backend: NativeBackend,
): RecordedRun {
  const registered = Object.values(core.engine().registeredVariables);
  for (const variable of registered) unshare(variable, backend);
  const variables = new Map(
    registered.map((variable) => [tensorIdOf(backend, variable), variable] as const),
  );
  const seen = new Set(variables.keys());
  const copies: core.Tensor[] = [];
  const distinct = inputs.map((input) => {
    // An input given twice, or one that is a variable, could not be told apart afterwards.
    const copy = seen.has(tensorIdOf(backend, input)) ? copyOf(input, backend) : input;
    if (copy !== input) copies.push(copy);
    seen.add(tensorIdOf(backend, copy));
    return copy;
  });
  const inputIds = distinct.map((input) => tensorIdOf(backend, input));
  const recorder = new Recorder(backend, [...variables.keys(), ...inputIds]);
  const run = recorder.observe(() => {
    const outputs = core.tidy(() => step([...distinct]));
    const outputIds = outputs.map((output) => tensorIdOf(backend, output));
    const assigned = new Map<core.Variable, number>();
    for (const [id, variable] of variables) {
      if (variable.isDisposed) {
        recorder.refuse('disposes', { name: variable.name });
        continue;
      }
      const now = tensorIdOf(backend, variable);
      if (now !== id) assigned.set(variable, now);
    }
    return { outputs, outputIds, assigned };
  });
  for (const copy of copies) if (!run.outputs.includes(copy)) copy.dispose();
  const before = new Set(registered);
  for (const variable of Object.values(core.engine().registeredVariables)) {
    if (!before.has(variable)) recorder.refuse('new-variable', { name: variable.name });
  }
  const kept = new Set([...run.outputIds, ...run.assigned.values()]);
  for (const [id, op] of recorder.left()) if (!kept.has(id)) recorder.refuse('keeps', { op });
  if (recorder.reason !== undefined) return { outputs: run.outputs, reason: recorder.reason };
  const { events, stepInputs, uploads, outside } = recorder;
  return {
    outputs: run.outputs,
    recording: {
      events,
      inputs: inputIds,
      stepInputs,
      uploads,
      outside,
      variables,
      assigned: run.assigned,
      outputs: run.outputIds,
    },
  };
}
