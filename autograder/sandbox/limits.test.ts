/** What goes beyond a limit gets the same verdict, whether a cgroup holds the limit or the watch alone. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { wordsIn } from '../../src/messages/text.js';
import { describeIf } from '../../test/capabilities.js';
import type { Backend } from './backend.js';
import { cgroupPlace } from './cgroup.js';
import { chooseBackend } from './choose-backend.js';
import { defaultLimits } from './limits.js';
import { overLimits } from './over-limits.fixture.js';
import { prepareRuntime, type Runtime } from './runtime.js';
import { testSandboxes } from './sandboxes.fixture.js';

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
      expect(wordsIn(backend.mechanism, 'en')).toContain(
        without === '' ? 'limits by cgroup v' : 'by polling',
      );
    });

    test.each(overLimits)('$name', async ({ limits: own, body, comes }) => {
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
