/** What a sandbox may use. The parent enforces all of it. */
export interface Limits {
  /** Resident memory of the whole process tree, in MB (1024 × 1024 bytes). */
  memoryMb: number;
  /** CPU time of the whole process tree, in ms. */
  cpuMs: number;
  /** Wall time from start to the answer of the first frame, in ms. */
  loadMs: number;
  /** Processes and threads of the tree. A Node process has about eleven. */
  processes: number;
  /** The one writable place, in MB. */
  diskMb: number;
  /** What student code may print in all, in KB. */
  outputKb: number;
}

export const defaultLimits: Limits = {
  memoryMb: 512,
  cpuMs: 20_000,
  loadMs: 5_000,
  processes: 64,
  diskMb: 16,
  outputKb: 1024,
};
