/** Progress on stderr: a bar on a terminal, one line for each student elsewhere. */
import type { Messages } from '../../src/messages/index.js';
import { oneLine, terminalText } from '../results/plain-text.js';
import type { ProgressEvent } from '../results/types.js';
import { pointsText } from './parts.js';

export interface Progress {
  report(event: ProgressEvent): void;
  /** Leaves the terminal as it should be; also after an error. */
  stop(): void;
}

interface Stream extends NodeJS.WritableStream {
  isTTY?: boolean;
}

/** @param stream default `process.stderr`, so that what is printed on stdout stays clean */
export async function createProgress(
  m: Messages,
  stream: Stream = process.stderr,
): Promise<Progress> {
  let total = 0;
  let done = 0;
  if (stream.isTTY !== true) {
    return {
      report(event) {
        // Of each lesson anew.
        if (event.kind === 'start') [done, total] = [0, event.total];
        if (event.kind !== 'student-end') return;
        const at = { done: ++done, total, student: oneLine(event.student) };
        const line = event.failed
          ? m.report.progressFailed(at)
          : m.report.progressLine({
              ...at,
              score: pointsText(event.score),
              points: pointsText(event.points),
            });
        stream.write(`${terminalText(line)}\n`);
      },
      stop() {},
    };
  }
  const { default: cliProgress } = await import('cli-progress');
  const bar = new cliProgress.SingleBar({
    format: `${m.report.progressBar} {bar} {value}/{total} {student}`,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    barsize: 30,
    hideCursor: true,
    clearOnComplete: true,
    stream,
  });
  return {
    report(event) {
      if (event.kind === 'start') bar.start(event.total, 0, { student: '' });
      else if (event.kind === 'student-start')
        bar.update({ student: terminalText(oneLine(event.student)) });
      else bar.increment(1);
    },
    stop: () => bar.stop(),
  };
}
