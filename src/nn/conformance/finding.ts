/** What a check found wrong, as data. */
export interface Finding {
  /** What was checked, such as `gradient`; see the table of `checkLayer`. */
  readonly check: CheckName;
  /** Given, expected and, where it is known, the cause. */
  readonly message: string;
}

export const checkNames = [
  'shape',
  'dtype',
  'parameters',
  'modes',
  'gradient',
  'determinism',
  'save and load',
  'leaks',
  'captured',
  'backends',
  'overfits',
] as const;
export type CheckName = (typeof checkNames)[number];

/** Largest relative differences (L2) that float32 explains. */
export const tolerances = {
  /** Of a gradient from central differences with h = 1e-2. */
  gradient: 1e-3,
  /** Of outputs and gradients of a captured step from those of an eager one. */
  captured: 1e-5,
  /** Of outputs after saving and loading on the same backend: the same operations run. */
  reloaded: 1e-6,
  /** Of outputs from those of the first backend: sums are taken in another order. */
  backendOutput: 1e-5,
  backendGradient: 1e-4,
} as const;
