import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { chooseBackend } from '../choose-backend.js';
import { defaultLimits } from '../limits.js';
import { inside, nodeFlags, prepareRuntime, type Runtime } from '../runtime.js';
import { startSandbox } from '../sandbox.js';
import { containerArguments } from './container.js';

let runtime: Runtime;
beforeAll(async () => {
  runtime = await prepareRuntime();
});

describe.each(['podman', 'docker'] as const)('the command line of %s', (name) => {
  const line = (): string[] => containerArguments(name, runtime, defaultLimits, 'gradus-0');

  test('no network, no capability, nothing writable but one place of limited size', () => {
    const said = line().join(' ');
    expect(said).toContain('--network none --ipc none');
    expect(said).toContain('--read-only');
    expect(said).toContain('--cap-drop ALL --security-opt no-new-privileges');
    expect(said).toMatch(/--tmpfs \/tmp:\S*,size=16777216/);
    const mounts = line().filter((_, i, all) => all[i - 1] === '--volume');
    expect(mounts.length).toBeGreaterThan(3);
    for (const mount of mounts) expect(mount).toMatch(/:ro$/);
  });

  test('memory, processes, files and time have limits, above those of the watch', () => {
    const said = line().join(' ');
    expect(said).toContain('--memory 805306368 --memory-swap 805306368 --pids-limit 96');
    expect(said).toContain('--ulimit cpu=21:21 --ulimit fsize=16777216:16777216');
  });

  test('asks for no limit of memory or processes where the engine has none to give', () => {
    const said = containerArguments(name, runtime, defaultLimits, 'gradus-0', false).join(' ');
    expect(said).not.toMatch(/--memory|--pids-limit/);
    expect(said).toContain('--ulimit cpu=21:21 --ulimit fsize=16777216:16777216');
  });

  test('needs no image from elsewhere, and ends with the driver and its mark', () => {
    const from = name === 'podman' ? ['--rootfs', runtime.emptyRoot] : ['never', 'gradus-empty:1'];
    const driver = [inside.node, ...nodeFlags, '--snapshot-blob', inside.blob];
    const end = [...from, inside.enginesLauncher, ...driver, 'two-pipes', 'gradus-0'];
    expect(line().slice(-end.length)).toEqual(end);
  });
});

/** A docker that starts the driver without walls, and writes down what it was asked. */
describe('an engine that only looks like docker', () => {
  let folder: string;
  const asked = (): string[] => readFileSync(join(folder, 'asked'), 'utf8').trim().split('\n');
  const pretend = (version: string): void => {
    const launcher = join(runtime.root, inside.enginesLauncher);
    const driver = `${runtime.node} ${nodeFlags.join(' ')} --snapshot-blob ${runtime.blob}`;
    const script = `#!/bin/sh
      echo "$1 $2 $3" >> ${folder}/asked
      case $1 in
        version) ${version} ;;
        image) exit 1 ;;
        import) wc -c >> ${folder}/asked ;;
        run) exec ${launcher} ${driver} two-pipes mark ;;
      esac`;
    writeFileSync(join(folder, 'docker'), script, { mode: 0o755 });
  };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'gradus-engine-'));
    vi.stubEnv('PATH', `${folder}:${process.env.PATH}`);
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  });

  test.skipIf(process.platform !== 'linux')(
    'is given an empty image once, talks by two pipes, and is asked to remove what it started',
    async () => {
      pretend('echo 99.0');
      const backend = await chooseBackend('docker', runtime);
      expect(backend.mechanism).toEqual({
        en: 'docker 99.0, seccomp; limits by the engine and polling /proc',
        zh: 'docker 99.0, seccomp；限制由容器引擎和轮询 /proc 实施',
      });
      expect(asked().slice(0, 4)).toEqual([
        'version --format {{.Server.Version}}',
        'image inspect gradus-empty:1',
        'import - gradus-empty:1',
        '1024',
      ]);
      const sandbox = startSandbox({ backend, runtime, limits: defaultLimits });
      const body = 'return new Promise((resolve) => setTimeout(resolve, 6e4));';
      const code = `(async () => ({ twice: (x) => 2 * x, wait: () => { ${body} } }))`;
      expect(await sandbox.load(code, {}, 10_000)).toHaveProperty('types');
      expect(await sandbox.call('twice', [21], 5000)).toMatchObject({ kind: 'value', value: 42 });
      void sandbox.call('wait', [], 60_000);
      await vi.waitFor(() => expect(asked().at(-1)).toMatch(/^run/));
      await sandbox.close();
      expect(asked().at(-1)).toMatch(/^rm -f gradus-[0-9a-f]{16}$/);
    },
  );

  test('without a daemon it is not chosen, and the error says what it said', async () => {
    pretend('echo "Cannot connect to the Docker daemon" >&2; exit 1');
    await expect(chooseBackend('docker', runtime)).rejects.toThrow(
      'docker: Cannot connect to the Docker daemon',
    );
  });
});
