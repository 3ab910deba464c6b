/**
 * Captured steps: a step that runs again and again becomes one call of TensorFlow.
 *
 * @module
 */
export { type CapturedStep, type CaptureOptions, captureStep, type Step } from './capture-step.js';
export { insideLayer } from './current-run.js';
export { isLibraryOwn, libraryOwn } from './own.js';
export { type StepInput, stepInput } from './step-input.js';
export { updateVariables, type VariableUpdate } from './update.js';
