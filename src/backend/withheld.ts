/** What stood around functions that answer an exercise: the guard of `allowed.ts` sees every call. */

export function withholdable<F extends (...args: never[]) => unknown>(_name: string, fn: F): F {
  return fn;
}
