/** A step of training, evaluation or prediction that is recorded once and replayed as one call. */
import * as core from '@tensorflow/tfjs-core';
import { CapturedGraph } from './captured-graph.js';
import { compareWithEager } from './compare-eager.js';
import { currentRun, during } from './current-run.js';
import { fuseCaptured, fusibleOf, replaysBeforeFused } from './fused-graph.js';
import { type NativeBackend, nativeBackend } from './native-backend.js';
import { type Reason, reasonOf, sayEager, warnGivenUp } from './reason.js';
import { type RecordedRun, record } from './record-step.js';
import type { Recording } from './recorder.js';
import { difference } from './same-recordings.js';
import { firstSideEffect } from './side-effects.js';
import { watched } from './watch.js';

/** A step: tensors of fixed shapes in, tensors out; it may assign variables. */
export type StepFunction = (inputs: core.Tensor[]) => core.Tensor[];

export interface CaptureOptions {
  /** What the step is, for messages: `the training step of model_3`. */
  readonly name: string;
  /**
   * Why the step may be captured: `own` when all its functions are the library's, `asked` when the
   * user opted in (then replays are compared with eager ones from time to time).
   */
  readonly because: 'library' | 'asked';
  /** Whatever else the step depends on, such as which layers are frozen; another value, another graph. */
  readonly key?: () => string;
  /**
   * The user's functions and classes in the step, whose source is searched for changes of anything
   * but tensors (a counter): a replay would not make them. Default: the step itself.
   */
  readonly code?: readonly object[];
  /**
   * How many steps of given shapes run before one is recorded; default 1. Making a graph takes some
   * hundred milliseconds, which a step that is called now and then does not earn back.
   */
  readonly after?: number;
}

/** A captured step and what it holds. */
export interface CapturedStep {
  (inputs: core.Tensor[]): core.Tensor[];
  /**
   * Counts on as if inputs of these shapes had been seen `seen` times: in a run that is resumed, a
   * user's code is compared with eager execution at the same steps as in one that was never stopped.
   */
  continueFrom(inputs: readonly core.Tensor[], seen: number): void;
  /** Frees the graphs and the state they hold; variables keep their values. */
  dispose(): void;
}

/** What is known of a step with inputs of certain shapes. */
interface Signature {
  readonly key: string;
  readonly inputs: readonly { shape: readonly number[]; dtype: string }[];
  seen: number;
  replays: number;
  /** How often a graph was made. */
  builds: number;
  /** The call of the step at which it was last used. */
  used: number;
  /** The first of two recordings that must be equal. */
  recording?: Recording;
  graph?: CapturedGraph;
  /** What the graph was made of, and the replay at which it is made anew for XLA. */
  fusing?: { readonly recording: Recording; readonly at: number };
  eager?: boolean;
}

/** Graphs kept for one step: training with two batch sizes, each with its odd last batch. */
const KEPT_GRAPHS = 4;
/** A graph that was not used for so many calls gives way to one of another signature. */
const IDLE_CALLS = 100;
/** A step whose graphs must be made anew so often gains nothing. */
const MOST_BUILDS = 5;
/** Signatures remembered for one step; a forgotten one starts anew. */
const KEPT_SIGNATURES = 16;

/** Whether a replay of a user's code is compared with eager execution: early, and now and then. */
function compared({ seen, replays }: Signature): boolean {
  return replays === 1 || replays === 3 || replays === 10 || replays === 100 || seen % 500 < 2;
}

function sameInputs(known: Signature, inputs: readonly core.Tensor[], key: string): boolean {
  return (
    known.key === key &&
    known.inputs.length === inputs.length &&
    known.inputs.every(({ shape, dtype }, i) => {
      const input = inputs[i] as core.Tensor;
      return (
        dtype === input.dtype &&
        shape.length === input.shape.length &&
        shape.every((size, axis) => size === input.shape[axis])
      );
    })
  );
}

/** Whether the engine is at work that must see each operation: a gradient, a profile, a recording. */
function observed(): boolean {
  const { gradientDepth, profiling } = core.engine().state;
  return (
    currentRun() !== undefined || gradientDepth > 0 || profiling || core.env().getBool('DEBUG')
  );
}

class StepCapture {
  private readonly signatures: Signature[] = [];
  private said = false;
  private calls = 0;
  private readonly step: StepFunction;
  private readonly options: CaptureOptions;

  constructor(step: StepFunction, options: CaptureOptions) {
    this.step = step;
    this.options = options;
  }

  run(inputs: core.Tensor[]): core.Tensor[] {
    const backend = nativeBackend();
    if (backend === undefined || process.env.GRADUS_CAPTURE === 'off' || observed()) {
      return this.step(inputs);
    }
    const signature = this.signatureOf(inputs);
    signature.seen++;
    signature.used = ++this.calls;
    const { after = 1 } = this.options;
    if (signature.eager === true || signature.seen <= after) return this.step(inputs);
    if (signature.graph === undefined) {
      return this.hasRoom() ? this.recordStep(signature, inputs, backend) : this.step(inputs);
    }
    if (!signature.graph.valid()) {
      this.forget(signature);
      signature.seen = 1;
      return this.step(inputs);
    }
    return this.replay(signature, signature.graph, inputs, backend);
  }

  continueFrom(inputs: readonly core.Tensor[], seen: number): void {
    const signature = this.signatureOf(inputs);
    signature.replays += Math.max(0, seen - signature.seen);
    signature.seen = Math.max(signature.seen, seen);
  }

  dispose(): void {
    for (const signature of this.signatures.splice(0)) this.close(signature);
  }

  /** Most recently used first. */
  private signatureOf(inputs: readonly core.Tensor[]): Signature {
    const key = this.options.key?.() ?? '';
    const at = this.signatures.findIndex((known) => sameInputs(known, inputs, key));
    if (at === 0) return this.signatures[0] as Signature;
    const found = at > 0 ? this.signatures.splice(at, 1)[0] : undefined;
    const signature = found ?? {
      key,
      inputs: inputs.map(({ shape, dtype }) => ({ shape: [...shape], dtype })),
      seen: 0,
      replays: 0,
      builds: 0,
      used: 0,
    };
    this.signatures.unshift(signature);
    for (const old of this.signatures.splice(KEPT_SIGNATURES)) this.close(old);
    return signature;
  }

  /** Whether another graph may be made: for more shapes than that, most steps would make one. */
  private hasRoom(): boolean {
    const kept = this.signatures.filter(({ graph }) => graph !== undefined);
    const oldest = kept.at(-1);
    if (kept.length < KEPT_GRAPHS || oldest === undefined) return true;
    if (this.calls - oldest.used < IDLE_CALLS) return false;
    this.forget(oldest);
    return true;
  }

  private recordStep(
    signature: Signature,
    inputs: core.Tensor[],
    backend: NativeBackend,
  ): core.Tensor[] {
    const run =
      this.options.because === 'library'
        ? record(this.step, inputs, backend)
        : this.watch(inputs, backend);
    const before = signature.recording;
    if (run.recording === undefined) this.refuse(signature, run.reason as Reason);
    else if (before === undefined) signature.recording = run.recording;
    else {
      const found = difference(before, run.recording);
      if (found !== undefined) this.refuse(signature, found);
      else this.build(signature, run.recording, inputs, backend);
    }
    return run.outputs;
  }

  private build(
    signature: Signature,
    recording: Recording,
    inputs: core.Tensor[],
    backend: NativeBackend,
  ): void {
    if (++signature.builds > MOST_BUILDS) {
      this.refuse(signature, { code: 'unstable', params: {} });
      return;
    }
    try {
      signature.graph = new CapturedGraph(recording, inputs, backend);
    } catch (error) {
      this.refuse(signature, reasonOf(error));
      return;
    }
    delete signature.recording;
    const fusible = () => fusibleOf(recording, inputs, backend);
    const at = replaysBeforeFused(signature.graph, fusible, backend);
    if (at < Infinity) signature.fusing = { recording, at };
  }

  /** Records a user's step, which must do nothing but compute. */
  private watch(inputs: core.Tensor[], backend: NativeBackend): RecordedRun {
    const what = firstSideEffect(this.options.code ?? [this.step]);
    let reason: Reason | undefined =
      what === undefined ? undefined : { code: 'changes', params: { what } };
    const step: StepFunction = (given) =>
      watched(
        () => this.step(given),
        (code, params) => {
          reason ??= { code, params };
        },
      );
    const run = record(step, inputs, backend);
    return reason === undefined ? run : { outputs: run.outputs, reason };
  }

  private replay(
    signature: Signature,
    graph: CapturedGraph,
    inputs: core.Tensor[],
    backend: NativeBackend,
  ): core.Tensor[] {
    signature.replays++;
    if (this.options.because === 'asked' && compared(signature)) {
      const run = compareWithEager(graph, this.step, inputs, signature.seen);
      if (run.reason !== undefined) this.giveUp(signature, run.reason);
      return run.outputs;
    }
    const values = graph.readStepInputs();
    const { fusing } = signature;
    try {
      if (fusing === undefined || signature.replays < fusing.at) return graph.run(inputs, values);
      delete signature.fusing;
      const fused = fuseCaptured(graph, fusing.recording, inputs, values, backend);
      signature.graph = fused.graph;
      return fused.outputs;
    } catch (error) {
      graph.handOver();
      // Where the step itself is wrong (an index out of range), eager says so in better words.
      const outputs = during({ repeated: [...values] }, () => this.step(inputs));
      this.giveUp(signature, reasonOf(error));
      return outputs;
    }
  }

  private giveUp(signature: Signature, reason: Reason): void {
    this.close(signature);
    signature.eager = true;
    warnGivenUp(this.options.name, reason);
  }

  private refuse(signature: Signature, reason: Reason): void {
    delete signature.recording;
    signature.eager = true;
    if (!this.said) sayEager(this.options.name, reason);
    this.said = true;
  }

  /** Closes the graph; the signature is recorded again when it is seen again. */
  private forget(signature: Signature): void {
    this.close(signature);
    signature.seen = 0;
    signature.replays = 0;
  }

  private close(signature: Signature): void {
    delete signature.recording;
    delete signature.fusing;
    signature.graph?.close();
    delete signature.graph;
  }
}

/** Records the second step of each shape as it runs, and replays it from then on. */
export function captureStep(step: StepFunction, options: CaptureOptions): CapturedStep {
  const capture = new StepCapture(step, options);
  return Object.assign((inputs: core.Tensor[]) => capture.run(inputs), {
    continueFrom: (shaped: readonly core.Tensor[], seen: number) =>
      capture.continueFrom(shaped, seen),
    dispose: () => capture.dispose(),
  });
}
