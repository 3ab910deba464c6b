/** What a library does to the whole process when it starts. */

const uncaught = ['uncaughtException', 'unhandledRejection'] as const;

/**
 * Runs a body and takes away the listeners that it has added for errors which nobody caught.
 *
 * The backend `wasm` was compiled by emscripten, whose code listens to throw such an error again: the
 * process of a program that knows what to do with it would end all the same, and the one of a program
 * that does not would end with a line of that code in place of its own.
 */
export async function withoutNewListeners<T>(body: () => Promise<T>): Promise<T> {
  const before = uncaught.map((event) => new Set(process.rawListeners(event)));
  try {
    return await body();
  } finally {
    for (const [i, event] of uncaught.entries()) {
      for (const listener of process.rawListeners(event)) {
        if (!before[i]?.has(listener)) process.off(event, listener as () => void);
      }
    }
  }
}
