import { messages } from '../messages/index.js';
import { escapeMarkup } from '../plot/text.js';
import { courseRun } from '../runtime/course-run.js';
import { throttle } from './throttle.js';
import { inNotebook, type MimeBundle, showInPlace } from './tslab.js';

export interface ProgressOptions {
  /** How many steps there are. */
  total: number;
  /** What is counted, in a word or two. */
  label?: string;
  /** A clock in milliseconds. Default: `performance.now`. */
  now?: () => number;
}

export interface Progress {
  /**
   * Counts `steps` more (default 1) and redraws at most five times a second; `note` stands behind
   * the bar, e.g. the loss. Lets the kernel breathe, so that an interrupt works inside a loop.
   */
  add(steps?: number, note?: string): Promise<void>;
  /** Draws the last state. Called by itself when the total is reached. */
  done(): Promise<void>;
}

/**
 * A progress bar with the time left, in place; in a terminal one line that moves.
 *
 * @throws RangeError when `total` is not a number > 0
 * @example
 * const bar = progress({ total: 30, label: 'epochs' });
 * for (let epoch = 0; epoch < 30; epoch++) await bar.add(1, `loss ${loss.toFixed(3)}`);
 */
export function progress(options: ProgressOptions): Progress {
  const { total } = options;
  if (typeof total !== 'number' || !Number.isFinite(total) || total <= 0) {
    throw new RangeError(`Expected \`total\` to be a number > 0. Received: ${String(total)}`);
  }
  const now = options.now ?? (() => performance.now());
  const started = now();
  const label = options.label ?? '';
  const place = showInPlace();
  let count = 0;
  let note = '';
  let finished = false;

  const state = (): { share: number; line: string } => {
    const share = Math.min(1, count / total);
    return { share, line: statusLine({ label, count, total, note, ms: now() - started }) };
  };
  const draw = (): void => {
    const { share, line } = state();
    if (inNotebook()) place.show(bundle(share, line));
    else if (process.stdout.isTTY) process.stdout.write(`\r\u001b[2K${fitting(line)}`);
  };
  const redraw = throttle(draw, { everyMs: 200, now });

  const drawEnd = (): void => {
    const { share, line } = state();
    if (!inNotebook() && process.stdout.isTTY)
      process.stdout.write(`\r\u001b[2K${fitting(line)}\n`);
    else place.finish(bundle(share, line));
  };
  const done = async (): Promise<void> => {
    if (finished) return;
    finished = true;
    await redraw.finish(drawEnd);
  };
  return {
    async add(steps = 1, text) {
      count += steps;
      if (text !== undefined) note = text;
      await (count >= total ? done() : redraw.request());
    },
    done,
  };
}

/** A line that wraps could not be drawn over. */
const fitting = (line: string): string =>
  line.slice(0, Math.max(20, (process.stdout.columns || 80) - 1));

function statusLine(state: {
  label: string;
  count: number;
  total: number;
  note: string;
  ms: number;
}): string {
  const { count, total } = state;
  // In a run whose outputs are published the time would be another one each time.
  const time = courseRun === undefined ? timeOf(state) : '';
  return [`${state.label} ${count}/${total}`.trim(), time, state.note]
    .filter((part) => part !== '')
    .join(' · ');
}

function timeOf({ count, total, ms }: { count: number; total: number; ms: number }): string {
  const text = messages().notebook.progress;
  if (count >= total) return text.took({ time: duration(ms) });
  return count > 0 ? text.left({ time: duration((ms / count) * (total - count)) }) : '';
}

function bundle(share: number, line: string): MimeBundle {
  const percent = (share * 100).toFixed(1);
  return {
    'text/html':
      `<div role="progressbar" aria-valuenow="${percent}" aria-label="${escapeMarkup(line)}" ` +
      'style="display:flex;align-items:center;gap:12px">' +
      '<div style="flex:0 0 240px;height:8px;border-radius:4px;background:rgba(128,128,128,.3)">' +
      `<div style="width:${percent}%;height:8px;border-radius:4px;background:#0072B2"></div></div>` +
      `<span style="font-variant-numeric:tabular-nums">${escapeMarkup(line)}</span></div>`,
    'text/plain': line,
  };
}

/** `0.8 s`, `42 s`, `3 min 5 s`, `2 h 10 min`. */
export function duration(ms: number): string {
  const text = messages().notebook.progress;
  const seconds = Math.max(0, ms) / 1000;
  if (seconds < 10) return text.seconds({ s: seconds.toFixed(1) });
  const whole = Math.round(seconds);
  if (whole < 60) return text.seconds({ s: whole });
  if (whole < 3600) return text.minutes({ min: Math.floor(whole / 60), s: whole % 60 });
  return text.hours({ h: Math.floor(whole / 3600), min: Math.floor((whole % 3600) / 60) });
}
