/** Updates of variables that TensorFlow can do in place, in one operation. */
import { currentRun, type VariableUpdate } from './current-run.js';

/**
 * Updates variables: eagerly by `eager`, in a captured step by TensorFlow's operation, which needs
 * no copy. Both must give the same numbers, and both must change the same variables.
 *
 * @param update called only while a step is recorded; small operations that it runs for its inputs
 *   become part of the graph
 * @param eager assigns the variables; while a step is recorded it runs too, but leaves no trace
 */
export function updateVariables(update: () => VariableUpdate, eager: () => void): void {
  const recorder = currentRun()?.recorder;
  if (recorder === undefined) eager();
  else recorder.addUpdate(update, eager);
}
