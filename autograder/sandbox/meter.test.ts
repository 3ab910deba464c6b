import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, expect, test, vi } from 'vitest';
import { cgroupPlace } from './cgroup.js';
import { defaultLimits } from './limits.js';
import { firstInContainer, limitsMechanism, startMeter } from './meter.js';

afterEach(() => {
  vi.unstubAllEnvs();
});

const busy = { file: process.execPath, args: ['-e', 'console.log(1); setInterval(() => {}, 1e3)'] };

test('the command is started as it is where no cgroup is to be had', () => {
  vi.stubEnv('GRADUS_NO_CGROUP', '1');
  const { file, args } = startMeter(busy, defaultLimits);
  expect({ file, args }).toEqual(busy);
  expect(limitsMechanism({ name: 'unshare' }).en).toBe('limits by polling /proc');
});

test('a container engine is not put into a cgroup: it makes its own', () => {
  const { file, args } = startMeter({ ...busy, marker: 'gradus-none' }, defaultLimits);
  expect({ file, args }).toEqual(busy);
  expect(limitsMechanism({ name: 'podman' }).en).toBe('limits by the engine and polling /proc');
  const without = { name: 'podman', holdsLimits: false } as const;
  expect(limitsMechanism(without).en).toBe('limits by polling /proc');
});

test.each([
  ['', 'the mechanism of this machine'],
  ['1', 'polling'],
])('what is started is measured and ended (GRADUS_NO_CGROUP=%s: %s)', async (without) => {
  vi.stubEnv('GRADUS_NO_CGROUP', without);
  const meter = startMeter(busy, defaultLimits);
  const child = spawn(meter.file, meter.args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  await once(child.stdout, 'data');
  const usage = meter.usage(child.pid as number);
  expect(usage.memoryMb).toBeGreaterThan(1);
  expect(usage.processes).toBeGreaterThan(1);
  expect(usage.diskMb).toBe(0);
  meter.stop(child);
  expect(await ended).toEqual([null, 'SIGKILL']);
  await meter.end();
  expect(meter.usage(child.pid as number)).toMatchObject({ memoryMb: 0, processes: 0 });
  expect(cgroupPlace() === undefined).toBe(
    limitsMechanism({ name: 'none' }).en.includes('polling'),
  );
});

test('a process that only looks like the first of a container is not taken for it', async () => {
  const child = spawn('/bin/sh', ['-c', 'echo 1; read -r line', 'gradus-mark'], {
    argv0: '/gradus/node',
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  expect(firstInContainer('gradus-mark')).toBeUndefined();
  child.kill('SIGKILL');
});
