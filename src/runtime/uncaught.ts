/** A process that outlives errors which nobody caught, whoever else listens for them. */

/** @param promise where it was a promise that failed */
export type TellUncaught = (error: unknown, promise?: unknown) => void;

const events: ReadonlySet<unknown> = new Set(['uncaughtException', 'unhandledRejection']);

/**
 * Tells each error that nobody caught, once, and goes on.
 *
 * Node ends the process when a listener of these events throws, and a module that was compiled by
 * emscripten, such as the backend `wasm`, listens to throw the error again. So what other listeners
 * throw is told, where it is another error, and goes no further.
 */
export function surviveUncaught(tell: TellUncaught): void {
  const emit = process.emit;
  const survive = (event: string, args: unknown[]): void => {
    const [error] = args;
    tell(error, event === 'unhandledRejection' ? args[1] : undefined);
    for (const listener of process.rawListeners(event)) {
      try {
        Reflect.apply(listener, process, args);
      } catch (thrown) {
        if (thrown !== error) tell(thrown);
      }
    }
  };
  process.emit = ((event: string, ...args: unknown[]): boolean => {
    if (!events.has(event)) return Reflect.apply(emit, process, [event, ...args]);
    survive(event, args);
    return true;
  }) as typeof process.emit;
}
