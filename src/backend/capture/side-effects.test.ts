import { expect, test } from 'vitest';
import { changedOutside, firstSideEffect } from './side-effects.js';

test('what a function changes outside itself is found', () => {
  expect(changedOutside('(x) => { count++; return x; }')).toBe('count');
  expect(changedOutside('(x) => { --state.left; return x; }')).toBe('state.left');
  expect(changedOutside('call(x) { this.calls += 1; return x; }')).toBe('this.calls');
  expect(changedOutside('(x) => { if (count > 3) { count = 0; } return x; }')).toBe('count');
  expect(changedOutside('(x) => { history.push(x.shape); return x; }')).toBe('history');
  expect(
    changedOutside('(x) => { const y = f(() => { const z = 1; calls += z; }); return y; }'),
  ).toBe('calls');
  expect(changedOutside('x => tf.mul(x, exports.rate = exports.rate / 2)')).toBe('exports.rate');
});

test('what is its own, compared, or only written in text is not', () => {
  for (const source of [
    '(x) => tf.add(x, 1)',
    '(x, scale = 2) => { const y = x.mul(scale); let z = y, n = 0; n += 1; z = z.add(n); return z; }',
    '([x, y]) => { const { a, b: c } = parts; for (let i = 0; i < 3; i++) a[i] = c; return x === y; }',
    'call(inputs) { const x = inputs[0]; return x.shape.length >= 2 ? x : x.add("a = 1"); } // b = 2',
    '(x) => { const loss = minimize(() => { const slope = f(x); return slope; }); return loss; }',
    '(x) => { let all = x.map((one) => { let sum = 0; sum += one; return sum; }); return all; }',
    '(x) => { const f = () => { const g = () => { const parts = []; parts.push(x); return parts; }; return g(); }; return f(); }',
    'function f(x) { const parts = []; parts.push(x); return parts.map((one) => one.square()); }',
  ]) {
    expect(changedOutside(source), source).toBeUndefined();
  }
});

test('of a class, the methods that run in a step count', () => {
  class Quiet {
    units = 3;
    kernel = 0;
    build(): void {
      this.kernel = 1;
    }
    call(x: number): number {
      return x * this.kernel;
    }
  }
  class Counting extends Quiet {
    calls = 0;
    override call(x: number): number {
      this.calls++;
      return super.call(x);
    }
  }
  expect(firstSideEffect([Quiet])).toBeUndefined();
  expect(firstSideEffect([Quiet, Counting])).toBe('this.calls');
});
