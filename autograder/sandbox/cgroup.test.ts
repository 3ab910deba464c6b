import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type CgroupPlace, cgroupPlace, makeCgroup, placesOf, sweep } from './cgroup.js';
import { defaultLimits } from './limits.js';

describe('where cgroups can be made', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'gradus-cgroup-'));
    // What systemd gives an ordinary user, and what a terminal of that user runs in.
    mkdirSync(join(folder, 'user.slice/user@1000.service/app.slice/terminal.scope'), {
      recursive: true,
    });
    const enable = (path: string, names: string): void =>
      writeFileSync(join(folder, path, 'cgroup.subtree_control'), `${names}\n`);
    enable('', 'cpu memory pids');
    enable('user.slice', 'memory');
    enable('user.slice/user@1000.service', 'memory pids');
    enable('user.slice/user@1000.service/app.slice', 'cpu memory pids');
    enable('user.slice/user@1000.service/app.slice/terminal.scope', '');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('version 2: in the nearest folder that gives memory and pids to its children', () => {
    const mounts = `30 25 0:26 / ${folder} rw,nosuid shared:9 - cgroup2 cgroup2 rw,nsdelegate`;
    const own = '0::/user.slice/user@1000.service/app.slice/terminal.scope';
    const places = placesOf(own, mounts);
    const service = join(folder, 'user.slice/user@1000.service');
    expect(places.map(({ version, folders }) => [version, folders.memory])).toEqual([
      [2, join(service, 'app.slice')],
      [2, service],
      [2, folder],
    ]);
  });

  test('version 1: beside this process, in each controller', () => {
    const mounts = [
      '31 25 0:27 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory',
      '32 25 0:28 / /sys/fs/cgroup/pids rw - cgroup cgroup rw,pids',
      '33 25 0:29 /box /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct',
    ].join('\n');
    const own = '4:memory:/a/b\n8:pids:/\n2:cpu,cpuacct:/box/c\n0::/';
    expect(placesOf(own, mounts)).toEqual([
      {
        version: 1,
        folders: {
          memory: '/sys/fs/cgroup/memory/a/b',
          pids: '/sys/fs/cgroup/pids',
          cpuacct: '/sys/fs/cgroup/cpu,cpuacct/c',
        },
      },
    ]);
  });

  test('nowhere without a mount of it', () => {
    expect(placesOf('0::/', '')).toEqual([]);
  });

  test('nowhere when the environment forbids it', () => {
    vi.stubEnv('GRADUS_NO_CGROUP', '1');
    expect(cgroupPlace()).toBeUndefined();
    vi.unstubAllEnvs();
  });
});

describe('version 2, in a folder that only looks like one', () => {
  let folder: string;
  let place: CgroupPlace;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'gradus-cgroup-'));
    place = { version: 2, folders: { memory: folder, pids: folder, cpuacct: folder } };
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('limits are written, use is read, what the kernel stopped is beyond its limit', () => {
    const cgroup = makeCgroup(place, { ...defaultLimits, memoryMb: 2, processes: 10 });
    const own = cgroup.enter.at(-2) as string;
    const text = (name: string): string => readFileSync(join(own, name), 'utf8');
    expect([text('memory.max'), text('memory.oom.group'), text('pids.max')]).toEqual([
      '2097152',
      '1',
      '42',
    ]);
    const say = (name: string, content: string): void => writeFileSync(join(own, name), content);
    say('memory.stat', 'anon 1048576\nfile 9999999\nshmem 524288\n');
    say('memory.events', 'low 0\noom 0\noom_kill 0\n');
    say('cpu.stat', 'usage_usec 1500000\nuser_usec 1\n');
    say('pids.current', '7\n');
    say('pids.events', 'max 0\n');
    expect(cgroup.usage()).toEqual({ memoryMb: 1.5, cpuMs: 1500, processes: 7 });
    say('memory.events', 'low 0\noom 1\noom_kill 1\n');
    say('pids.events', 'max 3\n');
    const beyond = Number.POSITIVE_INFINITY;
    expect(cgroup.usage()).toEqual({ memoryMb: beyond, cpuMs: 1500, processes: beyond });
  });
});

const place = cgroupPlace();
if (place !== undefined) {
  describe(`cgroups of version ${place.version} on this machine`, () => {
    const folderOf = (enter: readonly string[]): string => enter.at(-2) as string;

    test('a program runs inside, is counted, and nothing is left', async () => {
      const cgroup = makeCgroup(place, defaultLimits);
      const [program = '', ...args] = cgroup.enter;
      const script = 'globalThis.kept = Buffer.alloc(60e6, 1); console.log(1); for (;;) {}';
      const child = spawn(program, [...args, process.execPath, '-e', script], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const ended = once(child, 'exit');
      await once(child.stdout, 'data');
      for (let i = 0; i < 100 && cgroup.usage().cpuMs < 100; i++) await sleep(20);
      const { memoryMb, cpuMs, processes } = cgroup.usage();
      expect(memoryMb).toBeGreaterThan(57);
      expect(cpuMs).toBeGreaterThanOrEqual(100);
      expect(processes).toBeGreaterThan(5);
      await cgroup.remove();
      expect(await ended).toEqual([null, 'SIGKILL']);
      expect(existsSync(folderOf(cgroup.enter))).toBe(false);
    });

    test('the kernel ends what takes more memory than the limit, and says so', async () => {
      const cgroup = makeCgroup(place, { ...defaultLimits, memoryMb: 100 });
      const [program = '', ...args] = cgroup.enter;
      const script = 'const all = []; for (;;) all.push(Buffer.alloc(1e7, 1));';
      expect(spawnSync(program, [...args, process.execPath, '-e', script]).status).not.toBe(0);
      expect(cgroup.usage().memoryMb).toBe(Number.POSITIVE_INFINITY);
      await cgroup.remove();
    });

    test('the kernel refuses processes beyond the limit, and that is seen', async () => {
      const cgroup = makeCgroup(place, { ...defaultLimits, processes: -22 });
      const [program = '', ...args] = cgroup.enter;
      const script = 'for i in 1 2 3 4 5 6 7 8 9 10 11 12; do sleep 5 & done; wait';
      const child = spawn(program, [...args, 'sh', '-c', script], { stdio: 'ignore' });
      const ended = once(child, 'exit');
      for (let i = 0; i < 200 && cgroup.usage().processes < 100; i++) await sleep(20);
      expect(cgroup.usage().processes).toBe(Number.POSITIVE_INFINITY);
      await cgroup.remove();
      await ended;
    });

    test('what a killed grader left is removed, what a living one has is not', async () => {
      const living = makeCgroup(place, defaultLimits);
      const own = folderOf(living.enter);
      // The same name, of a grader with this number that began at another time.
      const left = own.replace(/-(\d+)-(\d+)$/, '-1-$2');
      expect(left).not.toBe(own);
      mkdirSync(left);
      sweep(place);
      expect(existsSync(left)).toBe(false);
      expect(existsSync(own)).toBe(true);
      await living.remove();
    });
  });
}
