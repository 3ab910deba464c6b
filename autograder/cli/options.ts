/** Options that more than one command has, checked. */
import { type IsolationUnit, type SandboxChoice, UsageError } from '../results/types.js';

export interface CheckedSandbox {
  sandbox?: string;
  unsafeNoSandbox?: boolean;
  jobs: string;
  isolate?: string;
}

const backends = ['auto', 'bubblewrap', 'unshare', 'podman', 'docker', 'plain-uid'] as const;

/** @throws UsageError `bad-value`, `sandbox-and-unsafe` */
export function sandboxOf({ sandbox, unsafeNoSandbox }: CheckedSandbox): SandboxChoice {
  if (unsafeNoSandbox) {
    if (sandbox !== undefined) throw new UsageError('sandbox-and-unsafe');
    return 'none';
  }
  const found = backends.find((backend) => backend === (sandbox ?? 'auto'));
  if (found === undefined) {
    const expected = backends.join(', ');
    throw new UsageError('bad-value', { option: '--sandbox', got: sandbox ?? '', expected });
  }
  return found;
}

const units = ['submission', 'exercise'] as const;

/** @throws UsageError `bad-value` */
export function isolateOf({ isolate = 'submission' }: CheckedSandbox): IsolationUnit {
  const found = units.find((unit) => unit === isolate);
  if (found === undefined) {
    const expected = units.join(', ');
    throw new UsageError('bad-value', { option: '--isolate', got: isolate, expected });
  }
  return found;
}

/** More sandboxes than this help nobody and can take a machine down. */
const mostJobs = 256;

/** @throws UsageError `bad-value` */
export function jobsOf({ jobs }: CheckedSandbox): number {
  const n = Number(jobs);
  if (!/^\d+$/.test(jobs) || n < 1 || n > mostJobs) {
    throw new UsageError('bad-value', {
      option: '--jobs',
      got: jobs,
      expected: `1 … ${mostJobs}`,
    });
  }
  return n;
}

/**
 * Seeds in the order in which they are given.
 *
 * @throws UsageError `bad-value`
 */
export function seedsOf(list: string): number[] {
  const seeds = list
    .split(',')
    .map((one) => (/^ *\d{1,9} *$/.test(one) ? Number(one) : Number.NaN));
  if (seeds.some(Number.isNaN) || new Set(seeds).size !== seeds.length) {
    throw new UsageError('bad-value', { option: '--seeds', got: list, expected: '1,2,3' });
  }
  return seeds;
}
