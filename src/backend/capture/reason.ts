/** Why a step runs eagerly: said once, in the language of the reader. */
import { messages } from '../../messages/index.js';
import type { Params } from '../../messages/params.js';

type Reasons = ReturnType<typeof messages>['capture']['reasons'];

/** A reason by its code in the catalogue of messages. */
export interface Reason {
  readonly code: keyof Reasons;
  readonly params: Params;
}

/** Thrown where a step turns out to hold something that a graph cannot. */
export class NotCapturable extends Error {
  readonly reason: Reason;
  constructor(code: Reason['code'], params: Params = {}) {
    super(code);
    this.name = 'NotCapturable';
    this.reason = { code, params };
  }
}

/** The reason of an error; whatever TensorFlow or the step threw is quoted by its first line. */
export function reasonOf(error: unknown): Reason {
  if (error instanceof NotCapturable) return error.reason;
  const text = error instanceof Error ? error.message : String(error);
  return { code: 'failed', params: { error: text.split('\n')[0] ?? '' } };
}

/** What the step does that keeps it from being captured, as a sentence. */
function reasonSentence({ code, params }: Reason): string {
  return messages().capture.reasons[code](params);
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Says that a step runs eagerly, and why. */
export function sayEager(name: string, reason: Reason): void {
  console.info(messages().capture.eager({ name: capital(name), reason: reasonSentence(reason) }));
}

/** Says that a captured step was given up, and why. */
export function warnGivenUp(name: string, reason: Reason): void {
  console.warn(messages().capture.givenUp({ name: capital(name), reason: reasonSentence(reason) }));
}
