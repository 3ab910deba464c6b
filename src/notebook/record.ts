/** `record`: a result that the text of a lesson shows, told to the run that fills the text in. */
import { appendFileSync } from 'node:fs';
import { messages } from '../messages/index.js';

/** Names the file to which a recording run wants the values, one JSON object a line. */
export const recordVariable = 'GRADUS_RECORD';

const isName = (value: unknown): value is string =>
  typeof value === 'string' && /^[a-z][A-Za-z0-9]*$/.test(value);

const shown = (value: unknown): string =>
  typeof value === 'number' || value === undefined
    ? String(value)
    : (JSON.stringify(value) ?? typeof value);

/**
 * Records a result under the name by which the text of the lesson shows it. It prints nothing and
 * changes nothing in a notebook; `gradus numbers` runs the lesson and collects what is recorded.
 *
 * @param name of letters and digits, beginning with a small letter
 * @param value a finite number; of a tensor, take `dataSync()[0]`
 * @throws TypeError when the name or the value is of another kind
 * @throws RangeError when the value is NaN or infinite
 * @example
 * record('testAccuracy', accuracy(predicted, test.y));
 */
export function record(name: string, value: number): void {
  const text = messages().notebook.record;
  if (!isName(name)) throw new TypeError(text.name({ got: shown(name) }));
  if (typeof value !== 'number') throw new TypeError(text.value({ name, got: shown(value) }));
  if (!Number.isFinite(value)) throw new RangeError(text.value({ name, got: shown(value) }));
  const file = process.env[recordVariable];
  if (file === undefined || file === '') return;
  appendFileSync(file, `${JSON.stringify({ name, value })}\n`);
}
