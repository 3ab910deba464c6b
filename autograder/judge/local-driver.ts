import { type LibraryRules, restrict } from '../../src/backend/allowed.js';
import { kernelCells } from '../../src/runtime/kernel-cells.js';
import { answerCallback, type OnCallback } from './callback.js';
import type { TensorAdapter } from './codec.js';
import { type CallOutcome, type Driver, encodeCall, readReply } from './driver.js';
import type { CallbackLink } from './driver-callback.js';
import { DriverCore } from './driver-core.js';
import { type Ended, timedOut } from './ended.js';
import { decodeFrame, type Frame } from './frame.js';
import type { Value } from './value.js';

/** The call in progress, as callbacks see it. */
interface OpenCall {
  id: number;
  onCallback: OnCallback | undefined;
  /** Ends the call before the function answers. */
  end(ended: Ended): void;
}

/**
 * A driver in this very process: for `check` in the student's own kernel, for the reference
 * solution, and for mutants and variants under test. Everything still passes through the codec.
 *
 * @param rules what of the library may be used while a call lasts; default: everything
 */
export function localDriver(
  functions: Readonly<Record<string, unknown>>,
  adapter: TensorAdapter,
  rules?: LibraryRules,
): Driver {
  let nextId = 0;
  let open: OpenCall | undefined;

  const use = (bytes: Uint8Array): Uint8Array | undefined => {
    if (open === undefined) {
      throw new Error('This callback belongs to a test that is over: call it before you return');
    }
    const answer = answerCallback(decodeFrame(bytes), open.id, open.onCallback);
    if ('reply' in answer) return answer.reply;
    open.end(answer);
    open = undefined;
    throw new Error('The test has ended in this callback');
  };
  const link: CallbackLink = {
    ask: (bytes): Frame => decodeFrame(use(bytes) ?? new Uint8Array()),
    tell(bytes) {
      try {
        use(bytes);
      } catch {
        // This runs in a timer, where nobody could catch the error; the test's end is recorded by then.
      }
    },
  };
  const core = new DriverCore(functions, adapter, link);

  return {
    async call(fn, args, deadlineMs, options = {}): Promise<CallOutcome> {
      const id = nextId++;
      const frame = decodeFrame(encodeCall(id, fn, args, options));
      let timer: NodeJS.Timeout | undefined;
      const ended = new Promise<Ended>((resolve) => {
        timer = setTimeout(() => resolve(timedOut(deadlineMs)), deadlineMs);
        open = { id, onCallback: options.onCallback, end: resolve };
      });
      const restore = rules === undefined ? undefined : restrict(rules);
      const start = performance.now();
      const answer = limited(deadlineMs, () => core.answer(frame)).then((bytes) =>
        readReply(decodeFrame(bytes), id),
      );
      try {
        // The end first: what a function answers after its test has ended no longer counts.
        const outcome = await Promise.race([ended, answer]);
        // A loop that is ended at its limit throws before the timer has its turn.
        const isLate = outcome.kind === 'threw' && performance.now() - start >= deadlineMs;
        return isLate ? timedOut(deadlineMs) : outcome;
      } finally {
        if (open?.id === id) open = undefined;
        restore?.();
        clearTimeout(timer);
      }
    },
    async settle() {
      core.release();
      return undefined;
    },
    close: async () => core.release(),
  };
}

/** In a notebook what is left of the function ends with its time; elsewhere the process does. */
function limited<T>(ms: number, body: () => Promise<T>): Promise<T> {
  return kernelCells()?.limited?.(ms, body) ?? body();
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
