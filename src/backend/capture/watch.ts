/** Noticing what a user's step does besides computing tensors. */
import type { Reason } from './reason.js';

type Report = (code: Reason['code'], params: Reason['params']) => void;
type Undo = () => void;

/** Replaces a method by one that reports, then does as before. */
function tap(object: object, method: string, report: () => void): Undo {
  const before: unknown = Reflect.get(object, method);
  if (typeof before !== 'function') return () => {};
  const own = Object.getOwnPropertyDescriptor(object, method);
  Object.defineProperty(object, method, {
    configurable: true,
    writable: true,
    value: (...args: unknown[]) => {
      report();
      return Reflect.apply(before, object, args);
    },
  });
  return () => {
    if (own === undefined) Reflect.deleteProperty(object, method);
    else Object.defineProperty(object, method, own);
  };
}

/** `new Date()` and `Date()` without a date in them look at the clock. */
function tapDate(report: () => void): Undo {
  const before = globalThis.Date;
  globalThis.Date = new Proxy(before, {
    construct: (target, args, proxy) => {
      if (args.length === 0) report();
      return Reflect.construct(target, args, proxy);
    },
    apply: (target, self, args) => {
      report();
      return Reflect.apply(target, self, args);
    },
  });
  return () => {
    globalThis.Date = before;
  };
}

const PRINTING = ['log', 'info', 'warn', 'error', 'debug', 'table', 'dir', 'trace'];

/**
 * Runs `work` and reports printing, the clock and `Math.random`: a replay does none of them.
 *
 * @param report called for each use, with a reason why the step cannot be captured
 */
export function watched<T>(work: () => T, report: Report): T {
  const clock = (what: string) => () => report('clock', { what });
  const undo = [
    ...PRINTING.map((method) =>
      tap(console, method, () => report('prints', { what: `console.${method}` })),
    ),
    tap(process.stdout, 'write', () => report('prints', { what: 'process.stdout.write' })),
    tap(process.stderr, 'write', () => report('prints', { what: 'process.stderr.write' })),
    tap(Math, 'random', () => report('random', { what: 'Math.random' })),
    tapDate(clock('new Date')),
    tap(performance, 'now', clock('performance.now')),
  ];
  // On the proxy that stands for `Date` now, so it is undone before it.
  undo.push(tap(globalThis.Date, 'now', clock('Date.now')));
  try {
    return work();
  } finally {
    for (const one of undo.reverse()) one();
  }
}
