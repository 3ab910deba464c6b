/** Errors in the student's words: which cell, which line, its text, a caret. */
import { inspect } from 'node:util';
import { messages } from '../../messages/index.js';
import { isInterrupt } from '../../runtime/interrupt.js';
import type { StudentFrame } from './cells.js';
import { punctuationErrors } from './punctuation.js';

/** A type error as tslab gives it; lines and characters count from 0. */
export interface Diagnostic {
  start: { line: number; character: number };
  messageText: string;
  code: number;
  fileName?: string;
}

/** An error as the Jupyter protocol wants it. */
export interface ErrorReport {
  /** The kind of error: `TypeError`. */
  ename: string;
  /** Its message. */
  evalue: string;
  /** All that the student reads. */
  text: string;
}

/** More frames than this say nothing new, above all in a recursion without end. */
const shownFrames = 5;

/** What a thrown value says, and where it was thrown. */
export function describeError(
  error: unknown,
  framesOf: (stack: string) => StudentFrame[],
): ErrorReport {
  const text = messages().notebook.errors;
  if (isInterrupt(error)) {
    return { ename: 'Interrupted', evalue: text.interrupted(), text: text.interrupted() };
  }
  if (!isError(error)) {
    const evalue = inspect(error, { depth: 2 });
    const thrown = text.thrownValue({ value: evalue });
    return { ename: 'Thrown', evalue, text: thrown };
  }
  const { name, message } = error;
  const parts = [`${name}: ${message}`, place(error.stack ?? '', framesOf)];
  // A library's error that only re-tells its cause, at the same place, need not be told twice.
  if (error.cause !== undefined && !samePlace(error, error.cause, framesOf)) {
    const cause = describeError(error.cause, framesOf);
    parts.push(`${text.causedBy()} ${cause.text}`);
  }
  return { ename: name, evalue: message, text: parts.join('\n\n') };
}

function samePlace(
  error: Error,
  cause: unknown,
  framesOf: (stack: string) => StudentFrame[],
): boolean {
  if (!isError(cause)) return false;
  const [outer, inner] = [error, cause].map((one) => framesOf(one.stack ?? '')[0]);
  return (
    outer !== undefined &&
    inner !== undefined &&
    outer.cell === inner.cell &&
    outer.line === inner.line &&
    outer.column === inner.column
  );
}

/** Errors of another realm (a worker, a vm) are errors too. */
function isError(value: unknown): value is Error {
  return (
    value instanceof Error ||
    (typeof value === 'object' && value !== null && 'stack' in value && 'message' in value)
  );
}

function place(stack: string, framesOf: (stack: string) => StudentFrame[]): string {
  const text = messages().notebook.errors;
  const frames = framesOf(stack);
  if (frames.length === 0) {
    // Thrown by a timer, an event or the kernel itself: the first frames are the best there is.
    const others = stack.split('\n').filter((line) => /^\s+at /.test(line));
    const first = others.slice(0, 3).map((line) => `  ${line.trim()}`);
    return [text.noFrame(), ...first].join('\n');
  }
  const shown: string[] = [];
  let before = '';
  for (const frame of frames) {
    const key = `${frame.cell}:${frame.line}`;
    if (key === before) continue; // a recursion, or two calls in one line
    before = key;
    if (shown.length === shownFrames) {
      shown.push('…');
      break;
    }
    const where =
      frame.fn === undefined
        ? text.place({ cell: frame.cell, line: frame.line })
        : text.placeIn({ cell: frame.cell, line: frame.line, fn: frame.fn });
    // The caret stands under the innermost frame alone: the others are only how one came there.
    shown.push(`${where}\n${sourceLine(frame, shown.length === 0)}`);
  }
  return shown.join('\n');
}

function sourceLine(
  { line, column, text }: { line: number; column: number; text: string },
  withCaret: boolean,
): string {
  const number = String(line).padStart(5);
  const shown = `${number} | ${text.trimEnd()}`;
  if (!withCaret) return shown;
  // Tabs stay tabs, so that the caret stands where the character stands.
  const indent = text.slice(0, column - 1).replace(/[^\t]/g, ' ');
  return `${shown}\n${' '.repeat(number.length)} | ${indent}^`;
}

/**
 * Errors of a cell that does not compile, each with its line and a caret.
 *
 * @param isElsewhere whether another cell of the notebook declares a name
 */
export function describeDiagnostics(
  cell: number,
  source: string,
  diagnostics: readonly Diagnostic[],
  isElsewhere: (name: string) => boolean = () => false,
): ErrorReport {
  const text = messages().notebook.errors;
  const lines = source.split('\n');
  const parts: string[] = [];
  let before = '';
  // tslab exports every name of a cell, so an unknown name is told a second time as a "private" one.
  const own = diagnostics.filter(({ code }) => code < 4000 || code >= 5000);
  const told = lookalikes(source, own.length > 0 ? own : diagnostics);
  const missing = [...new Set(told.flatMap((one) => unknownName(one) ?? []).filter(isElsewhere))];
  if (missing.length > 0) {
    const list = missing.map((name) => `\`${name}\``).join(', ');
    parts.push(text.runAbove({ list, count: missing.length }));
  }
  for (const one of told) {
    const { start, messageText, fileName } = one;
    if (missing.includes(unknownName(one) ?? '')) continue;
    const key = `${fileName ?? ''}:${start.line}:${start.character}`;
    if (key === before) {
      // The compiler explains the line above further.
      parts.push(`        ${messageText}`);
      continue;
    }
    before = key;
    const position = { line: start.line + 1, column: start.character + 1 };
    if (fileName !== undefined) {
      parts.push(`${fileName}:${position.line}:${position.column}: ${messageText}`);
      continue;
    }
    const where = text.place({ cell, line: Math.min(position.line, lines.length) });
    parts.push(`${where}: ${messageText}`);
    // tslab adds a line of its own at the end; an error there has no line to show.
    const line = lines[start.line];
    if (line !== undefined) parts.push(sourceLine({ ...position, text: line }, true));
  }
  const evalue = missing.length > 0 ? (parts[0] ?? '') : (told[0]?.messageText ?? '');
  return { ename: 'TypeScript', evalue, text: parts.join('\n') };
}

/** The name that a diagnostic does not know. */
function unknownName({ code, messageText, fileName }: Diagnostic): string | undefined {
  const isUnknown = fileName === undefined && (code === 2304 || code === 2552 || code === 18004);
  return isUnknown ? /'([^']+)'/.exec(messageText)?.[1] : undefined;
}

/** Where a character of another keyboard is the reason, it alone is told, with its replacement. */
function lookalikes(source: string, told: readonly Diagnostic[]): readonly Diagnostic[] {
  const isSyntax = ({ code, fileName }: Diagnostic): boolean =>
    code < 2000 && fileName === undefined;
  const named = told.some(isSyntax) ? punctuationErrors(source) : [];
  if (named.length === 0) return told;
  return named.map(({ line, column, message }) => ({
    start: { line, character: column },
    messageText: message,
    code: 1127,
  }));
}
