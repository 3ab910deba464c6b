/** A decoder whose steps are recorded once and replayed as one call. */
import * as core from '@tensorflow/tfjs-core';
import { captureStep, type StepFunction } from '../../backend/capture/index.js';
import { gatherRows } from '../../backend/fused/gather-rows.js';
import { messages } from '../../messages/index.js';
import { paddedRows } from './examples.js';
import type { DecoderSizes, StepDecoder } from './step-decoder.js';

/** What a model does to write, as tensors. */
export interface DecoderSteps {
  /** Of the model, for messages. */
  readonly name: string;
  /** How many tokens there are, V. */
  readonly vocabSize: number;
  /** What a row carries from step to step, `[R, …]`. */
  readonly carried: readonly core.Variable[];
  /** What is kept of the sources. */
  readonly kept: readonly core.Variable[];
  /** Reads sources `[N, S]`, and assigns `kept`, and of `carried` what the first step needs. */
  read(tokens: core.Tensor): void;
  /** Tokens `[R, 1]` at a position `[1]` → logits of the next, `[R, 1, V]`; assigns `carried`. */
  step(tokens: core.Tensor, position: core.Tensor): core.Tensor;
}

/** Sources are read once in a while: a graph takes as long to make as some twenty readings. */
const READINGS_BEFORE = 16;

/** Rows so many times, each one after another: `[N, …]` → `[N·times, …]`. */
export function repeatRows(x: core.Tensor, times: number): core.Tensor {
  if (times === 1) return x;
  const [rows, ...rest] = x.shape as [number, ...number[]];
  const flat = core.reshape(x, [rows, 1, x.size / rows]);
  return core.reshape(core.tile(flat, [1, times, 1]), [rows * times, ...rest]);
}

/** The decoder of these steps; its variables are disposed with it. */
export function recordedDecoder(steps: DecoderSteps, sizes: DecoderSizes): StepDecoder {
  const { batch, beams, sourceLength } = sizes;
  const rows = batch * beams;
  const read: StepFunction = ([tokens]) =>
    core.tidy(() => {
      steps.read(tokens as core.Tensor);
      return [core.clone(tokens as core.Tensor)];
    });
  /** tokens [R, 1], parents [R], the position [1] → logits [R, 1, V] */
  const step: StepFunction = ([tokens, parents, position]) =>
    core.tidy(() => {
      // With one row for each source, each goes on from itself.
      for (const variable of beams > 1 ? steps.carried : []) {
        variable.assign(gatherRows(variable, parents as core.Tensor));
      }
      return [steps.step(tokens as core.Tensor, position as core.Tensor)];
    });
  const name = messages().capture.generation({ model: steps.name });
  const runRead = captureStep(read, { name, because: 'library', after: READINGS_BEFORE });
  const runStep = captureStep(step, { name, because: 'library' });
  let position = 0;

  const call = (work: StepFunction, inputs: core.Tensor[]): core.Tensor => {
    try {
      return work(inputs)[0] as core.Tensor;
    } finally {
      core.dispose(inputs);
    }
  };
  return {
    vocabSize: steps.vocabSize,
    rows,
    begin(sources) {
      position = 0;
      const lists = [...sources, ...Array.from({ length: batch - sources.length }, () => [])];
      const values = paddedRows(lists, sourceLength, { name: 'source', option: 'sourceLength' });
      call(runRead, [core.tensor2d(values, [batch, sourceLength], 'int32')]).dispose();
    },
    async next(tokens, parents) {
      const at = Int32Array.of(position);
      position += 1;
      const logits = call(runStep, [
        core.tensor2d(tokens, [rows, 1], 'int32'),
        core.tensor1d(parents, 'int32'),
        core.tensor1d(at, 'int32'),
      ]);
      try {
        return (await logits.data()) as Float32Array;
      } finally {
        logits.dispose();
      }
    },
    dispose() {
      runRead.dispose();
      runStep.dispose();
      core.dispose([...steps.carried, ...steps.kept] as core.Tensor[]);
    },
  };
}
