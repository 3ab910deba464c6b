import { withhold } from '../../src/backend/withheld.js';
import type { TensorAdapter } from './codec.js';
import { type CallOutcome, type Driver, type Ended, encodeCall, readReply } from './driver.js';
import { answerCall } from './driver-core.js';
import { decodeFrame } from './frame.js';
import type { Value } from './value.js';

/**
 * A driver in this very process: for `check` in the student's own kernel, for the reference
 * solution, and for mutants and variants under test. Everything still passes through the codec.
 *
 * @param withheld library functions that throw while a call lasts
 */
export function localDriver(
  functions: Readonly<Record<string, unknown>>,
  adapter: TensorAdapter,
  withheld: readonly string[] = [],
): Driver {
  let nextId = 0;
  return {
    async call(fn, args, deadlineMs): Promise<CallOutcome> {
      const callId = nextId++;
      const frame = decodeFrame(encodeCall(callId, fn, args));
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<Ended>((resolve) => {
        timer = setTimeout(() => resolve(timedOut(deadlineMs)), deadlineMs);
      });
      const restore = withhold(withheld);
      const answer = answerCall(frame, functions, adapter).then((bytes) =>
        readReply(decodeFrame(bytes), callId),
      );
      try {
        return await Promise.race([answer, late]);
      } finally {
        restore();
        clearTimeout(timer);
      }
    },
    settle: async () => undefined,
    close: async () => {},
  };
}

export function timedOut(ms: number): Ended {
  return { kind: 'ended', verdict: 'timeout', issue: { code: 'timeout', params: { ms } } };
}

/** The functions behind a driver as `reference.<name>(…)`; a throw there is the judge's own failure. */
export function referenceFunctions(
  driver: Driver,
): Readonly<Record<string, (...args: Value[]) => Promise<Value>>> {
  return new Proxy(Object.create(null), {
    get: (_target, name: string) => {
      return async (...args: Value[]): Promise<Value> => {
        const outcome = await driver.call(name, args, 60_000);
        if (outcome.kind === 'value') return outcome.value;
        const reason = outcome.kind === 'threw' ? outcome.error.message : outcome.kind;
        throw new Error(`The reference solution's ${name} gave no value: ${reason}`);
      };
    },
  });
}
