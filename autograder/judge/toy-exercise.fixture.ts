/** What toy exercises on models share: text that becomes a function, slopes, small helpers. */
import vm from 'node:vm';
import { type Test, type TestContext, test } from './test.js';

export interface ToyExercise {
  name: string;
  allow: string[];
  tests: Test[];
  solution: string;
  /** Wrong answers by what is wrong with them. */
  mutants: Record<string, string>;
}

/** The function `f` that a text declares. */
export function functionOf(code: string, tf: unknown): unknown {
  return (vm.runInThisContext(`((tf) => { ${code}; return f; })`) as (tf: unknown) => unknown)(tf);
}

/** Slopes by central differences. */
export function slopes(
  f: (x: Float64Array) => number,
  x: ArrayLike<number>,
  step = 1e-4,
): Float64Array {
  const moved = Float64Array.from(x);
  return Float64Array.from(moved, (value, i) => {
    moved[i] = value + step;
    const above = f(moved);
    moved[i] = value - step;
    const below = f(moved);
    moved[i] = value;
    return (above - below) / (2 * step);
  });
}

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
export const list = (length: number): number[] => Array.from({ length }, (_, i) => i);
export const visible = (
  name: string,
  kind: 'value' | 'gradient' | 'training',
  run: (t: TestContext) => Promise<void>,
): Test => test({ name, kind, points: 1, visible: true, timeoutMs: 3000 }, run);
