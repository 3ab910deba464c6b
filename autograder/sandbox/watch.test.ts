import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { describeIf } from '../../test/capabilities.js';
import { defaultLimits } from './limits.js';
import { treeUsage, watch } from './watch.js';

describeIf('unshare', 'the watch over a process tree', () => {
  test('counts the memory and threads of grandchildren', async () => {
    const inner = `globalThis.kept = Buffer.alloc(60e6, 1); console.log('ready'); setInterval(() => {}, 1e3);`;
    const outer = `require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(inner)}], { stdio: ['ignore', 'inherit', 'ignore'] }); setInterval(() => {}, 1e3);`;
    const child = spawn(process.execPath, ['-e', outer], {
      stdio: ['ignore', 'pipe', 'ignore'],
      detached: true,
    });
    await once(child.stdout, 'data');
    const usage = treeUsage(child.pid as number);
    expect(usage.memoryMb).toBeGreaterThan(120);
    expect(usage.processes).toBeGreaterThan(10);
    expect(usage.cpuMs).toBeGreaterThan(0);
    const breach = await new Promise((resolve) => {
      watch(
        () => ({ ...treeUsage(child.pid as number), diskMb: 0 }),
        { ...defaultLimits, memoryMb: 100 },
        resolve,
      );
    });
    expect(breach).toBe('memory');
    // The whole group: the grandchild would outlive its parent.
    process.kill(-(child.pid as number), 'SIGKILL');
  });

  test('a process that has ended uses nothing', () => {
    expect(treeUsage(2 ** 30)).toEqual({ memoryMb: 0, cpuMs: 0, processes: 0 });
  });
});
