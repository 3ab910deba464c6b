/**
 * Which functions and classes are the library's own: a step made of these alone may be captured
 * without asking, since nothing in it depends on running JavaScript again.
 */
const own = new WeakSet<object>();

/** Marks a function or class of the library: it has no effect but its tensors. */
export function markLibrary<F extends object>(value: F): F {
  own.add(value);
  return value;
}

/** Whether it was marked. */
export function isLibrary(value: object): boolean {
  return own.has(value);
}
