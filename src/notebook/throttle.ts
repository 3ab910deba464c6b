/** Draws now and then while work goes on, and never misses the last state. */
import { setImmediate } from 'node:timers/promises';
import { throwIfInterrupted } from '../runtime/interrupt.js';

export interface Throttled {
  /**
   * Draws now, or as soon as the pause is over; then lets waiting events through.
   *
   * @throws InterruptedError when the cell that asks was stopped
   */
  request(): Promise<void>;
  /** Forgets what is waiting and draws the end, in its own way. */
  finish(drawEnd: () => void): Promise<void>;
}

/**
 * @param draw draws the present state
 * @param options `everyMs` the shortest pause between two drawings; `now` a clock in ms
 */
export function throttle(
  draw: () => void,
  options: { everyMs: number; now?: () => number },
): Throttled {
  const now = options.now ?? (() => performance.now());
  let last = Number.NEGATIVE_INFINITY;
  let waiting: NodeJS.Timeout | undefined;

  const forget = (): void => {
    clearTimeout(waiting);
    waiting = undefined;
  };
  const drawNow = (): void => {
    forget();
    last = now();
    draw();
  };
  return {
    async request() {
      const pause = options.everyMs - (now() - last);
      if (pause <= 0) drawNow();
      // The timer draws the last point even if no further request comes.
      else waiting ??= setTimeout(drawNow, pause);
      // A loop of awaits on settled promises would starve messages, timers and interrupts.
      await setImmediate();
      throwIfInterrupted();
    },
    async finish(drawEnd) {
      forget();
      drawEnd();
      await setImmediate();
    },
  };
}
