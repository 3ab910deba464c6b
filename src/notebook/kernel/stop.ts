/**
 * The stop button, and the time limits of checks: who must end, and how it learns of it.
 *
 * Code of cells asks at each turn of a loop (`instrument.ts`) whether the flag is up; then `halt`
 * says whether it is meant. The flag is down nearly always.
 */
import { Worker } from 'node:worker_threads';
import { InterruptedError, mustEnd } from '../../runtime/interrupt.js';
import type { RunningCell } from '../../runtime/kernel-cells.js';
import type { CellBook } from './cells.js';
import { lowerFlag, stopCheck, stopFlag } from './stop-flag.js';
import { slots, stopMemory } from './stop-memory.js';

/** So long after the last code that had to end, cells are asked no more, in milliseconds. */
const quiet = 30_000;

export interface StopButton {
  /** As if the button were pressed. */
  press(): void;
  limited<T>(ms: number, body: () => Promise<T>): Promise<T>;
}

/** A call within a cell that has a time limit. */
class LimitedCall implements RunningCell {
  readonly count: number;
  readonly end: number;
  #over = false;

  constructor(
    private readonly outer: RunningCell | undefined,
    ms: number,
  ) {
    this.count = outer?.count ?? 0;
    this.end = Date.now() + ms;
  }

  get interrupted(): boolean {
    return this.#over || mustEnd(this.outer);
  }

  set interrupted(value: boolean) {
    this.#over = value;
  }
}

/**
 * Listens for SIGINT.
 *
 * @param stopped called for each press, with the cell whose code runs at that moment, if any
 */
export function stopButton(
  cells: CellBook,
  stopped: (current: RunningCell | undefined) => void,
): StopButton {
  const { state, deadline } = stopMemory();
  const limits = new Set<LimitedCall>();
  let lower: NodeJS.Timeout | undefined;
  let isRaised = false;

  const raise = (): void => {
    isRaised = true;
    Reflect.set(globalThis, stopFlag, 1);
    clearTimeout(lower);
    lower = setTimeout(() => {
      isRaised = false;
      lowerFlag();
    }, quiet).unref();
  };
  const press = (): void => {
    raise();
    stopped(cells.running());
  };
  const hear = (): void => {
    const pressed = Atomics.load(state, slots.pressed);
    if (Atomics.exchange(state, slots.heard, pressed) !== pressed) press();
  };
  const watchNext = (): void => {
    deadline[0] = limits.size === 0 ? 0 : Math.min(...[...limits].map(({ end }) => end));
    Atomics.add(state, slots.wake, 1);
    Atomics.notify(state, slots.wake);
  };
  const expire = (): void => {
    Atomics.store(state, slots.expired, 0);
    for (const limit of limits) {
      if (limit.end > Date.now()) continue;
      limit.interrupted = true;
      limits.delete(limit);
    }
    raise();
    watchNext();
  };
  let willAsk = false;
  const askAgain = (): void => {
    willAsk = false;
    if (isRaised) Reflect.set(globalThis, stopFlag, 1);
  };
  const halt = (): void => {
    hear();
    if (Atomics.load(state, slots.expired) === 1) expire();
    if (!mustEnd(cells.running())) {
      // Others may have to end, but not before this turn of the event loop is over.
      Reflect.set(globalThis, stopFlag, 0);
      if (!willAsk) setImmediate(askAgain);
      willAsk = true;
      return;
    }
    raise();
    throw new InterruptedError('The cell was interrupted.');
  };
  lowerFlag();
  Object.defineProperty(globalThis, stopCheck, { value: halt, configurable: true });

  const worker = new Worker(new URL('stop-worker.js', import.meta.url), {
    workerData: { state, deadline },
    execArgv: [],
  });
  worker.unref();
  worker.on('message', hear);
  // Without the thread the button is heard between two turns of the event loop.
  worker.on('error', () => process.on('SIGINT', press));

  return {
    press,
    async limited(ms, body) {
      const limit = new LimitedCall(cells.running(), ms);
      limits.add(limit);
      watchNext();
      const timer = setTimeout(expire, ms + 1);
      try {
        return await cells.run(limit, body);
      } finally {
        clearTimeout(timer);
        if (limits.delete(limit)) watchNext();
      }
    },
  };
}
