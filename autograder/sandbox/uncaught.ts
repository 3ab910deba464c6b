/**
 * Errors of student code that nobody caught, told beside its answers.
 *
 * The process says so of itself: it is a notice, short, and decides nothing.
 */
import { encodeThrown } from '../judge/driver-core.js';
import type { SourceLocation } from '../judge/verdict.js';

/** At most this many are told with one answer. */
export const mostUncaught = 5;

/** Of each, in characters. */
export const longestUncaught = { name: 100, message: 300, stack: 2000 };

export type UncaughtText = Record<keyof typeof longestUncaught, string>;

/** An uncaught error as a report shows it. */
export interface Uncaught {
  message: string;
  place?: SourceLocation;
  /** Once hidden inputs were there, what it says is for the instructor alone. */
  isHidden: boolean;
}

/** The driver's side: whatever was thrown, as short texts. */
export function uncaughtText(error: unknown): UncaughtText {
  const [, name, message, stack] = encodeThrown(error) as [unknown, unknown, unknown, unknown];
  const text = (value: unknown, most: number): string =>
    typeof value === 'string' ? value.slice(0, most) : '';
  return {
    name: text(name, longestUncaught.name),
    message: text(message, longestUncaught.message),
    stack: text(stack, longestUncaught.stack),
  };
}

/** The judge's side: each error once, with its place where the stack leads to one. */
export function addUncaught(
  known: Uncaught[],
  told: readonly UncaughtText[],
  locate: (stack: string) => SourceLocation | undefined,
  isHidden: boolean,
): void {
  for (const { name, message, stack } of told) {
    const place = locate(stack);
    const entry = { message: `${name}: ${message}`, ...(place && { place }), isHidden };
    const isKnown = known.some(
      (other) => other.message === entry.message && other.place?.cell === place?.cell,
    );
    if (!isKnown && known.length < mostUncaught) known.push(entry);
  }
}
