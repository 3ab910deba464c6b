/** The driver's side of a callback: a function that asks the judge and waits for its answer. */
import { CodecError, Decoder, type DriverHooks, Encoder } from './codec.js';
import { encodeFrame, type Frame } from './frame.js';
import { ErrorValue } from './value.js';

/** How a driver reaches the judge in the middle of a call. */
export interface CallbackLink {
  /** Sends a frame and blocks until the judge's answer is there. */
  ask(bytes: Uint8Array): Frame;
  /** Sends a frame that needs no answer. */
  tell(bytes: Uint8Array): void;
}

/** Callbacks in progress at the same time: an argument's getter may itself call one. */
const maxCallbackDepth = 8;

/** Between two promises that are settled, in ms: what does not await one has answered before. */
const settleMs = 2;

/** Taken before student code could put its own in place. */
const { setTimeout } = globalThis;

interface Calls {
  /** Number of the call in progress. */
  current(): number | undefined;
  /** Frees a value when the test ends. */
  keep(value: unknown): void;
}

/** Makes the functions behind callback handles. */
export function callbackMaker(
  link: CallbackLink,
  hooks: DriverHooks,
  calls: Calls,
): NonNullable<DriverHooks['callback']> {
  let depth = 0;
  // A use after its call is still sent: whether that is a breach is the judge's to say.
  let last = 0;

  const ask = (handle: number, args: readonly unknown[]): unknown => {
    last = calls.current() ?? last;
    if (depth >= maxCallbackDepth) {
      throw new CodecError('depth', `a callback within ${maxCallbackDepth} callbacks`);
    }
    depth++;
    try {
      const encoder = new Encoder(hooks);
      const nodes = args.map((argument) => encoder.encode(argument));
      const reply = link.ask(
        encodeFrame({ type: 'callback', id: last, handle, args: nodes }, encoder.chunks),
      );
      const { value } = reply.header as { value: unknown };
      return new Decoder(reply.body, hooks).decode(value);
    } finally {
      depth--;
    }
  };

  return (handle, answersBy) => {
    if (answersBy === 'value') {
      return function callback(...args: unknown[]): unknown {
        const value = ask(handle, args);
        calls.keep(value);
        return value;
      };
    }
    const settling = new Settling();
    return function callback(...args: unknown[]): Promise<unknown> {
      const call = calls.current();
      // Of what a function forgot to await some may come when it has answered. That is a mistake and
      // no breach: nobody would count it, so it waits for ever.
      if (call === undefined) return new Promise(() => {});
      const value = ask(handle, args);
      calls.keep(value);
      return new Promise((resolve, reject) => {
        settling.add(() => {
          const counts = calls.current() === call;
          // Once the call is answered nobody counts any more, and nobody would catch an error.
          if (counts) link.tell(encodeFrame({ type: 'settled', id: call, handle }));
          if (!(value instanceof ErrorValue)) resolve(value);
          else if (counts) reject(asError(value));
        });
      });
    };
  };
}

/**
 * Settles the promises of one callback in another order than that of the uses: of those that wait the
 * second comes first. The order is that of a queue and not of delays, which a busy machine would mix.
 */
class Settling {
  readonly #waiting: (() => void)[] = [];

  add(settle: () => void): void {
    this.#waiting.push(settle);
    if (this.#waiting.length === 1) this.#later();
  }

  /** Later, so that code which does not await has answered before. */
  #later(): void {
    setTimeout(() => {
      const [settle] = this.#waiting.splice(this.#waiting.length > 1 ? 1 : 0, 1);
      if (this.#waiting.length > 0) this.#later();
      settle?.();
    }, settleMs);
  }
}

/** What student code catches. */
function asError({ name, message }: ErrorValue): Error {
  const error = new Error(message);
  error.name = name;
  return error;
}
