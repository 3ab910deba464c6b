import vm from 'node:vm';
import { describe, expect, test } from 'vitest';
import { stoppable } from './instrument.js';
import { stopCheck, stopFlag } from './stop-flag.js';

/** Runs code that is stopped after so many questions; counts them. */
function stopAfter(code: string, turns: number): number {
  let asked = 0;
  const globals = {
    [stopFlag]: 1,
    [stopCheck]: () => {
      asked += 1;
      if (asked >= turns) throw new Error('stopped');
    },
  };
  expect(() => vm.runInNewContext(stoppable(code), globals, { timeout: 2000 })).toThrow('stopped');
  return asked;
}

describe('stoppable', () => {
  test.each([
    ['while', 'while (true) {}'],
    ['while without braces', 'let i = 0; while (true) i++;'],
    ['an empty statement', 'while (true);'],
    ['for', 'for (;;) { }'],
    ['do', 'do { } while (true)'],
    ['for of', 'for (const x of (function* () { for (;;) yield 1; })()) x;'],
    ['for in', "for (;;) for (const key in { a: 1 }) 'x' + key;"],
    ['loops in loops', 'outer: for (;;) { for (;;) continue outer; }'],
    ['a loop that catches', 'for (;;) { try { f(); } catch {} } function f() { throw 1; }'],
    ['recursion', 'const fib = (n) => n < 2 ? n : fib(n - 1) + fib(n - 2); fib(90);'],
    [
      'recursion with braces',
      'function f(n) { "use strict"; return n ? f(n - 1) + f(n - 1) : 1; } f(90);',
    ],
    [
      'methods',
      'class A { m(n) { return n ? this.m(n - 1) + this.m(n - 1) : 0; } } new A().m(90);',
    ],
    [
      'getters',
      'let n = 0; const o = { get g() { return ++n % 9 ? f() : 0; } }; const f = () => o.g; for (;;) f();',
    ],
    [
      'a constructor',
      'class A { constructor(n) { if (n) { new A(n - 1); new A(n - 1); } } } new A(90);',
    ],
    [
      'a derived class',
      'class A {} class B extends A { constructor() { super(); for (;;); } } new B();',
    ],
    ['a sort', '[3, 2, 1].sort((a, b) => { for (;;) { } });'],
  ])('%s', (_name, code) => {
    expect(stopAfter(code, 10)).toBeGreaterThanOrEqual(10);
  });

  test('says the same as before when nothing is stopped', () => {
    const code = [
      'const out = [];',
      'for (let i = 0; i < 3; i++) out.push(i);',
      'const o = () => ({ a: String(1) });',
      'if (o()) for (const k in o()) out.push(k); else out.push("no");',
      'label: do { for (;;) { break label; } } while (false);',
      'const f = function named(a) { "use strict"; return [this === undefined, named.name, String(a)]; };',
      'function* g() { yield* [1, Math.abs(-2)]; }',
      'const tag = (s) => s.raw[0];',
      'const t = () => tag`x`;',
      'const comma = () => (1, Math.max(2, 3));',
      'JSON.stringify([out, o(), f(), [...g()], t(), comma()])',
    ].join('\n');
    const globals = { [stopFlag]: 0 };
    expect(vm.runInNewContext(stoppable(code), globals)).toBe(vm.runInNewContext(code));
    expect(stoppable(code).split('\n')).toHaveLength(code.split('\n').length);
  });

  test('code that waits at its top is stoppable too', () => {
    expect(stoppable('for await (const x of y) { }')).toContain(stopCheck);
    expect(stoppable('const a = await (f)(); while (a) { }')).toContain(stopCheck);
  });

  test('what comes after an `await` does not run', async () => {
    const code = 'async function f() { await null; seen.push(1); await null; seen.push(2); } f()';
    const seen: number[] = [];
    let asked = 0;
    const halt = (): void => {
      asked += 1;
      if (asked === 3) throw new Error('stopped');
    };
    const globals = { seen, [stopFlag]: 1, [stopCheck]: halt };
    const done = vm.runInNewContext(stoppable(code), globals) as Promise<void>;
    await expect(done).rejects.toThrow('stopped');
    expect(seen).toEqual([1]);
  });

  test('leaves alone what it cannot read', () => {
    expect(stoppable('for (;; {')).toBe('for (;; {');
  });
});
