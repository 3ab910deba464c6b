/**
 * How close is equal, for every backend, in one table.
 *
 * Numbers are equal when they differ by at most `atol + rtol × |expected|`. NaN is equal to NaN
 * alone: an expected NaN is a statement about the result. An infinity is equal to itself alone.
 * 0 and -0 are equal.
 */

/** Where the value under test was computed. */
export type ToleranceBackend = 'cpu' | 'wasm' | 'tensorflow' | 'gpu';

export interface ToleranceLimits {
  atol: number;
  rtol: number;
}

/**
 * float32 has some seven digits; what is left of them depends on the order of sums. `cpu` adds one
 * number after another; `wasm` and `tensorflow` add in blocks of vector width. A GPU may multiply
 * in TF32, whose 10 bits of fraction leave three digits.
 */
export const tolerances: Readonly<Record<ToleranceBackend, Readonly<ToleranceLimits>>> = {
  cpu: { atol: 1e-5, rtol: 1e-4 },
  wasm: { atol: 1e-5, rtol: 1e-4 },
  tensorflow: { atol: 2e-5, rtol: 2e-4 },
  gpu: { atol: 1e-3, rtol: 1e-3 },
};

/** The row for a backend by TensorFlow.js's name of it; one that is not in the table is taken for a GPU. */
export function toleranceBackend(name: string): ToleranceBackend {
  return Object.hasOwn(tolerances, name) ? (name as ToleranceBackend) : 'gpu';
}

/**
 * The limits of one comparison. What a test states is meant for `cpu` and grows with the table; 0
 * stays 0, for it says that nothing was computed.
 */
export function limitsFor(
  given: Partial<ToleranceLimits>,
  backend: ToleranceBackend = 'cpu',
): ToleranceLimits {
  const { cpu, [backend]: row } = tolerances;
  const { atol = cpu.atol, rtol = cpu.rtol } = given;
  return { atol: atol * (row.atol / cpu.atol), rtol: rtol * (row.rtol / cpu.rtol) };
}
