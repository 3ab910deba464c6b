/** What goes beyond a limit gets the same verdict, whether a cgroup holds the limit or the watch alone. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { describeIf } from '../../test/capabilities.js';
import { type Backend, chooseBackend } from './backend.js';
import { cgroupPlace } from './cgroup.js';
import { defaultLimits, type Limits } from './limits.js';
import { prepareRuntime, type Runtime } from './runtime.js';
import { testSandboxes } from './sandboxes.fixture.js';

const cases: { name: string; limits?: Partial<Limits>; body: string; comes: string }[] = [
  {
    name: 'a memory bomb in the heap',
    body: 'const all = []; for (;;) all.push(new Array(1e5).fill(all.length));',
    comes: 'out-of-memory out-of-memory',
  },
  {
    name: 'a memory bomb outside the heap',
    body: 'const all = []; for (;;) all.push(Buffer.alloc(1e7, 1));',
    comes: 'out-of-memory out-of-memory',
  },
  {
    name: 'a memory bomb in a child',
    body: `const child = load('node:child_process').spawn(process.execPath, ['-e', 'const all = []; for (;;) all.push(Buffer.alloc(1e7, 1));']);
      await new Promise((resolve) => child.on('exit', resolve)); await new Promise((resolve) => setTimeout(resolve, 2000));`,
    comes: 'out-of-memory out-of-memory',
  },
  {
    name: 'a fork bomb',
    limits: { memoryMb: 4000 },
    body: `const { spawn } = load('node:child_process');
      for (;;) { spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e3)']).on('error', () => {}); await new Promise((resolve) => setTimeout(resolve, 5)); }`,
    comes: 'error process-limit',
  },
  {
    name: 'a processor that spins',
    body: 'for (;;) {}',
    comes: 'timeout cpu-limit',
  },
  {
    name: 'a writable place that is filled',
    body: "for (let i = 0; ; i++) fs.writeFileSync(process.cwd() + '/' + i, Buffer.alloc(1e6));",
    comes: 'threw ENOSPC',
  },
];

const mechanisms = [
  ...(cgroupPlace() === undefined ? [] : [{ by: 'a cgroup', without: '' }]),
  { by: 'the watch alone', without: '1' },
];

for (const { by, without } of mechanisms) {
  describeIf('bubblewrap', `limits held by ${by}`, () => {
    let runtime: Runtime;
    let backend: Backend;
    beforeAll(async () => {
      vi.stubEnv('GRADUS_NO_CGROUP', without);
      runtime = await prepareRuntime();
      backend = await chooseBackend('bubblewrap', runtime);
    });
    const limits = { ...defaultLimits, memoryMb: 200, cpuMs: 1500 };
    const { load, closeAll } = testSandboxes(() => ({ backend, runtime, limits }));
    afterAll(async () => {
      await closeAll();
      vi.unstubAllEnvs();
    });

    test('the report names them', () => {
      expect(backend.mechanism).toContain(without === '' ? 'limits by cgroup v' : 'by polling');
    });

    test.each(cases)('$name', async ({ limits: own, body, comes }) => {
      const sandbox = await load(`go: async () => { ${body} }`, { ...limits, ...own });
      const outcome = await sandbox.call('go', [], 20_000);
      const got =
        outcome.kind === 'ended'
          ? `${outcome.verdict} ${outcome.issue.code}`
          : outcome.kind === 'threw'
            ? `threw ${outcome.error.message.split(':')[0]}`
            : outcome.kind;
      expect(got).toBe(comes);
      await sandbox.close();
    });
  });
}
