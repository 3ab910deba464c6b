/**
 * Captured steps: a step that runs again and again becomes one call of TensorFlow.
 *
 * Eagerly, a training step is some hundred calls of TensorFlow's operations, each with JavaScript
 * around it. `captureStep` lets the first step of given shapes run as it is, records the second and
 * the third as they run (`recorder`), and where both did the same (`same-recordings`), writes their
 * operations as a graph (`plan-graph`, `saved-model`), which the binding loads into a session
 * (`session`). From the fourth step on, one call replays it (`captured-graph`).
 *
 * - Inputs, and values made by `stepInput`, are fed; other values that JavaScript brought to the
 *   device must be equal in both recordings, and are constants.
 * - Variables that the step assigns live in the session. Whoever looks at one meanwhile gets its
 *   newest value (`variable-state`). Variables that are only read are fed, or copied when small.
 * - All is computed before anything is assigned, so a replay that fails changes nothing: the step
 *   then runs eagerly, from the same state and with the same step inputs.
 * - What a graph cannot hold (host reads, shapes that depend on values, tensors kept for later)
 *   makes the step run eagerly, and is said once (`reason`).
 * - A step with a user's code is captured only when asked for; it must not print, look at the clock
 *   or change things outside (`watch`, `side-effects`), and is compared with eager execution from
 *   time to time (`compare-eager`).
 * - On the CPU, a graph that trains nothing, with large elementwise operations, or with many small
 *   ones of any kind, is made once more when it was replayed some hundred times (`fused-graph`): XLA
 *   then compiles them together (`xla-clusters`). One step is done with both graphs, and only where
 *   they agree does the new one take over.
 *
 * A replay does not run the step's JavaScript. `GRADUS_CAPTURE=off` turns capturing off,
 * `GRADUS_CAPTURE=no-xla` only the compiling, and with `GRADUS_CAPTURE=xla` that happens at the first
 * replay, also of training steps; other backends than `tensorflow` never capture.
 *
 * @module
 */
export {
  type CapturedStep,
  type CaptureOptions,
  captureStep,
  type StepFunction,
} from './capture-step.js';
export type { StepInput, VariableUpdate } from './current-run.js';
export { insideLayer } from './current-run.js';
export { isLibrary, markLibrary } from './library-code.js';
export { stepInput } from './step-input.js';
export { updateVariables } from './update.js';
