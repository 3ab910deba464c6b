/** What a cell shows, gathered: few messages instead of one a line, in order, and not without end. */
import { messages } from '../../messages/index.js';

/** Sends one message to the front end. */
export type Send = (type: string, content: unknown) => void;

export interface CellOutput {
  stream(name: string, text: string): void;
  display(content: unknown, update: boolean): void;
  /** Sends what waits, and the end of what was left out: the cell is about to be answered. */
  finish(): void;
}

/** A front end cannot draw more often than this anyway, in milliseconds. */
const pause = 20;
/** So much text waits at most, in characters: one message stays small. */
const most = 1 << 16;
/** What one cell may print before the rest is left out, in characters. */
export const printLimit = 1_000_000;
/** Of what is left out, the end is shown. */
export const tailLength = 20_000;
/** How often a cell that ended long ago may still show the end of what it prints, in milliseconds. */
const latePause = 10_000;

interface Piece {
  name: string;
  text: string;
}

/**
 * Gathers a cell's output. Streams wait for some 20 ms, and pictures let them pass first; the clock
 * is asked at each write as well, because in a loop that never waits no timer comes.
 */
export function cellOutput(send: Send, now: () => number = () => performance.now()): CellOutput {
  let waiting: Piece | undefined;
  let timer: NodeJS.Timeout | undefined;
  let sentAt = Number.NEGATIVE_INFINITY;
  let room = printLimit;
  const rest = leftOut();
  let finished = false;
  let lateTimer: NodeJS.Timeout | undefined;

  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (waiting === undefined) return;
    send('stream', waiting);
    waiting = undefined;
    sentAt = now();
  };
  const write = (name: string, text: string): void => {
    if (waiting !== undefined && waiting.name !== name) flush();
    if (waiting === undefined) waiting = { name, text };
    else waiting.text += text;
    if (waiting.text.length >= most || now() - sentAt >= pause) flush();
    else timer ??= setTimeout(flush, pause);
  };
  const tell = (): void => {
    clearTimeout(lateTimer);
    lateTimer = undefined;
    for (const { name, text } of rest.take()) write(name, text);
    flush();
  };
  return {
    stream(name, text) {
      if (text === '') return;
      const shown = text.length <= room ? text : wholeLines(text.slice(0, room));
      room -= shown.length;
      if (shown !== '') write(name, shown);
      if (shown.length === text.length) return;
      room = 0;
      rest.add(name, text.slice(shown.length));
      if (finished) lateTimer ??= setTimeout(tell, latePause).unref();
    },
    display(content, update) {
      flush();
      send(update ? 'update_display_data' : 'display_data', content);
    },
    finish() {
      finished = true;
      tell();
    },
  };
}

/** Up to the last end of a line; a text of one line as it is, but no half of a character. */
function wholeLines(text: string): string {
  const end = text.lastIndexOf('\n') + 1;
  if (end > 0) return text.slice(0, end);
  return /[\uD800-\uDBFF]$/.test(text) ? text.slice(0, -1) : text;
}

/** Counts what is left out and keeps its end. */
function leftOut() {
  let total = 0;
  let kept = 0;
  let pieces: Piece[] = [];
  return {
    add(name: string, text: string): void {
      total += text.length;
      const last = pieces.at(-1);
      const end = text.slice(-tailLength);
      if (last?.name === name && last.text.length < tailLength) last.text += end;
      else pieces.push({ name, text: end });
      kept += end.length;
      while (pieces.length > 1 && kept - (pieces[0]?.text.length ?? 0) >= tailLength) {
        kept -= pieces.shift()?.text.length ?? 0;
      }
    },
    /** The notice and the end, if anything was left out since the last time. */
    take(): Piece[] {
      if (total === 0) return [];
      let over = kept - tailLength;
      const tail = pieces.flatMap(({ name, text }) => {
        const cut = Math.max(0, Math.min(over, text.length));
        over -= cut;
        const end = text.slice(cut);
        return end === '' ? [] : [{ name, text: cut > 0 ? fromLineStart(end) : end }];
      });
      const shown = tail.reduce((sum, { text }) => sum + text.length, 0);
      const mb = ((total - shown) / 1e6).toFixed(2);
      total = 0;
      kept = 0;
      pieces = [];
      // What fits is no loss, and needs no notice.
      if (mb === '0.00') return tail;
      const notice = messages().notebook.output.leftOut({ mb, limit: printLimit / 1e6 });
      return [{ name: 'stderr', text: `\n${notice}\n` }, ...tail];
    },
  };
}

const fromLineStart = (text: string): string => {
  const start = text.indexOf('\n') + 1;
  return start > 0 && start < text.length ? text.slice(start) : text;
};
