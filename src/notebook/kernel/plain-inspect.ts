/**
 * What `console.log` says of a promise, as in a Node without hooks: `Promise { <pending> }`.
 *
 * The kernel knows which cell started what (`cells.ts`), and Node keeps that on each promise and each
 * timer under symbols that it prints along.
 */
import { AsyncResource } from 'node:async_hooks';
import { inspect } from 'node:util';

/** Of a promise, where nothing else has them. */
const ofPromises = ['async_id_symbol', 'trigger_async_id_symbol', 'kResourceStore'];
const ofOthers = ['kResourceStore'];

/** Keeps what Node put there, out of sight. */
function hide(value: object, names: readonly string[]): void {
  for (const symbol of Object.getOwnPropertySymbols(value)) {
    if (names.includes(symbol.description ?? '')) {
      Object.defineProperty(value, symbol, { enumerable: false });
    }
  }
}

/** Printing a value of this kind hides them first; all else of it is printed as before. */
function printPlainly(prototype: object, names: readonly string[]): void {
  const before: unknown = Reflect.get(prototype, inspect.custom);
  const print = function (this: object, ...args: unknown[]): unknown {
    hide(this, names);
    // The value itself stands for "as if there were no such method".
    return typeof before === 'function' ? Reflect.apply(before, this, args) : this;
  };
  Object.defineProperty(prototype, inspect.custom, {
    value: print,
    configurable: true,
    writable: true,
  });
}

/** Once, before the first cell. */
export function printAsyncPlainly(): void {
  const timer = setTimeout(() => {}, 0);
  const turn = setImmediate(() => {});
  clearTimeout(timer);
  clearImmediate(turn);
  printPlainly(Promise.prototype, ofPromises);
  for (const prototype of [timer, turn].map(Object.getPrototypeOf)) {
    printPlainly(prototype, ofOthers);
  }
  printPlainly(AsyncResource.prototype, ofOthers);
}
