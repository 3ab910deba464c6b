/**
 * What every layer and every model must be able to do, as a function that any is handed to.
 *
 * @module
 */
export {
  type CheckLayerOptions,
  type CheckModelOptions,
  checkLayer,
  checkModel,
  type Labels,
} from './check.js';
export type { ExampleInput } from './example-input.js';
export { type CheckName, checkNames, type Finding, tolerances } from './finding.js';
