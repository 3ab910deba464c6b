/** Which values of a recording its graph must compute. */
import type { Recording } from './recorder.js';

/** Ids of the values that the step gives or assigns. */
export const resultsOf = ({ outputs, assigned }: Recording): Set<number> =>
  new Set([...outputs, ...assigned.values()]);

/** Ids that the results and the updates depend on. */
export function neededIds(recording: Recording): Set<number> {
  const { events } = recording;
  const needed = resultsOf(recording);
  for (const event of [...events].reverse()) {
    if (event.kind === 'op' && !event.outputs.some(({ id }) => needed.has(id))) continue;
    for (const input of event.inputs) {
      needed.add(typeof input === 'number' ? input : input.before);
    }
  }
  return needed;
}
