/** What cells ask: names on `globalThis`. */

/** 0, or 1 when cells must ask whether to go on. */
export const stopFlag = '__gradus_stop';
/** Throws into code that must end. */
export const stopCheck = '__gradus_halt';

/** A new property is a constant to the compiler again, which one that was set is no more. */
export function lowerFlag(): void {
  Reflect.deleteProperty(globalThis, stopFlag);
  Object.defineProperty(globalThis, stopFlag, { value: 0, writable: true, configurable: true });
}
