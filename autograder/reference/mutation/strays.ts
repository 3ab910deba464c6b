/** Promises of mutants that nobody waits for: a dropped `await` must not end the whole run. */
import { setTimeout as wait } from 'node:timers/promises';

/** In ms; callbacks of tests that answer by a promise do so sooner. */
const untilTheLastHasEnded = 100;

/** Runs a body during which a rejection without a handler is no error of this process. */
export async function withoutStrays<T>(body: () => Promise<T>): Promise<T> {
  const before = process.listeners('unhandledRejection');
  const ignore = (): void => {};
  process.removeAllListeners('unhandledRejection');
  process.on('unhandledRejection', ignore);
  try {
    return await body();
  } finally {
    await wait(untilTheLastHasEnded);
    process.off('unhandledRejection', ignore);
    for (const listener of before) process.on('unhandledRejection', listener);
  }
}
