/** The driver's side of a callback: a function that asks the judge and waits for its answer. */
import { CodecError, Decoder, type DriverHooks, Encoder } from './codec.js';
import { encodeFrame, type Frame } from './frame.js';

/** How a driver reaches the judge in the middle of a call. */
export interface CallbackLink {
  /** Sends a frame and blocks until the judge's answer is there. */
  ask(bytes: Uint8Array): Frame;
  /** Sends a frame that needs no answer. */
  tell(bytes: Uint8Array): void;
}

/** Callbacks in progress at the same time: an argument's getter may itself call one. */
const maxCallbackDepth = 8;

/**
 * How long a promise takes that a callback answers by, in ms. A function that does not await it has
 * given its own answer before.
 */
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
    return function callback(...args: unknown[]): Promise<unknown> {
      const value = ask(handle, args);
      calls.keep(value);
      const call = calls.current();
      return new Promise((resolve) => {
        setTimeout(() => {
          // Once the call is answered nobody counts any more.
          if (call !== undefined && calls.current() === call) {
            link.tell(encodeFrame({ type: 'settled', id: call, handle }));
          }
          resolve(value);
        }, settleMs);
      });
    };
  };
}
