import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Backend, chooseBackend } from './backend.js';
import { endings, survivors } from './endings.fixture.js';
import { defaultLimits, type Limits } from './limits.js';
import { filterAnswers, filterProbe, native, wallsProbe } from './native.fixture.js';
import { prepareRuntime, type Runtime } from './runtime.js';
import { leaky, listDescriptors, testSandboxes } from './sandboxes.fixture.js';
import { findTool } from './tools.js';
import { processesOf } from './uid.js';

const compiler = findTool('cc');
const limits: Limits = { ...defaultLimits, memoryMb: 200, cpuMs: 1500, outputKb: 64 };

if (process.getuid?.() === 0) {
  describe('plain-uid, started by root', () => {
    let runtime: Runtime;
    let backend: Backend;

    beforeAll(async () => {
      runtime = await prepareRuntime();
      backend = await chooseBackend('plain-uid', runtime);
    });
    const { load, ask, closeAll } = testSandboxes(() => ({ backend, runtime, limits }));
    afterAll(closeAll);

    test('it is chosen last, when no other stands', async () => {
      const forbidden = [findTool('false') as string];
      // As if no container engine were set up.
      vi.stubEnv('CONTAINERS_CONF', '/nowhere');
      vi.stubEnv('DOCKER_HOST', 'unix:///nowhere');
      const chosen = await chooseBackend('auto', runtime, forbidden);
      expect(chosen.name).toBe('plain-uid');
      await expect(chooseBackend('bubblewrap', runtime, forbidden)).rejects.toThrow('bubblewrap:');
      vi.unstubAllEnvs();
    });

    test('no capability, no new privileges, no group', async () => {
      const status = String(await ask("return fs.readFileSync('/proc/self/status', 'utf8');"));
      for (const set of ['CapInh', 'CapPrm', 'CapEff', 'CapBnd', 'CapAmb']) {
        expect(status).toMatch(new RegExp(`${set}:\\s0+\\n`));
      }
      expect(status).toMatch(/NoNewPrivs:\s1/);
      expect(status).toMatch(/Groups:\s*\n/);
    });

    test('a uid of its own for each sandbox, from a range that nobody uses', async () => {
      const uids = [
        Number(await ask('return process.getuid();')),
        Number(await ask('return process.getuid();')),
      ];
      expect(new Set(uids).size).toBe(2);
      expect(Math.min(...uids)).toBeGreaterThanOrEqual(50_000);
    });

    test('an empty environment but for the writable place', async () => {
      expect(
        await ask('return Object.keys(process.env).filter((name) => name !== "PWD");'),
      ).toEqual(['TMPDIR']);
    });

    test('a private place that is gone afterwards, and files of a limited size', async () => {
      const [place, mode, big] = (await ask(`
        const place = process.cwd();
        let big = 'written';
        try { fs.writeFileSync('big', Buffer.alloc(17 * 1024 * 1024)); } catch (error) { big = error.code; }
        fs.rmSync('big');
        fs.mkdirSync('a/b', { recursive: true });
        fs.writeFileSync('a/b/c', 'x');
        return [place, fs.statSync(place).mode & 0o777, big];`)) as [string, number, string];
      expect(mode).toBe(0o700);
      expect(big).toBe('EFBIG');
      // It is removed once the last process of the sandbox has ended.
      await expect.poll(() => existsSync(place), { timeout: 10_000 }).toBe(false);
    });

    test('what is written has a limit in all', async () => {
      const mark = `${process.pid}-${performance.now()}-`;
      const ways = [
        { folder: "place + '/'", afterwards: '' },
        { folder: `'/var/tmp/gradus-filled-${mark}'`, afterwards: '' },
        { folder: "place + '/removed-but-open-'", afterwards: 'fs.unlinkSync(path);' },
      ];
      for (const { folder, afterwards } of ways) {
        const sandbox = await load(`go: async () => {
          const place = process.cwd();
          for (let i = 0; i < 40; i++) {
            const path = ${folder} + process.getuid() + '-' + i;
            fs.writeSync(fs.openSync(path, 'w'), Buffer.alloc(1024 * 1024, 1));
            ${afterwards}
          }
          await new Promise((resolve) => setTimeout(resolve, 4000));
        }`);
        expect(await sandbox.call('go', [], 5000), folder).toMatchObject({
          verdict: 'error',
          issue: { code: 'disk-limit' },
        });
        await sandbox.close();
      }
      // Another grader's tests may run beside these.
      const names = readdirSync('/var/tmp').filter((name) => name.includes(`filled-${mark}`));
      expect(names).toEqual([]);
    });

    test('the system, the runtime and the grader’s files cannot be written', async () => {
      const folder = join(runtime.root, 'gradus');
      const places = [
        '/x',
        '/dev/x',
        '/etc/x',
        '/usr/x',
        '/proc/sys/kernel/core_pattern',
        runtime.blob,
        runtime.node,
        join(folder, 'x'),
      ];
      expect(
        await ask(`
        return ${JSON.stringify(places)}.filter((place) => {
          try { fs.appendFileSync(place, ''); return true; } catch { return false; }
        });`),
      ).toEqual([]);
    });

    test('what the judge keeps with mode 0700 or 0600 cannot be read', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'gradus-judge-'));
      const secret = join(folder, 'secret');
      writeFileSync(secret, 'x', { mode: 0o644 });
      expect(
        await ask(`
        return [${JSON.stringify(secret)}, '/proc/${process.pid}/environ', '/proc/${process.pid}/mem', '/etc/shadow'].map((file) => {
          try { fs.readFileSync(file); return 'read'; } catch (error) { return error.code; }
        });`),
      ).toEqual(['EACCES', 'EACCES', 'EACCES', 'EACCES']);
      rmSync(folder, { recursive: true });
    });

    test('the grader and its guard cannot be signalled', async () => {
      expect(
        await ask(`
        return [${process.pid}, process.ppid].map((pid) => {
          try { process.kill(pid, 0); return 'allowed'; } catch (error) { return error.code; }
        });`),
      ).toEqual(['EPERM', 'EPERM']);
    });

    test('a process that left the tree is counted, killed at the end, and its files removed', async () => {
      const sandbox = await load(`go: () => {
        const { spawn } = load('node:child_process');
        const inner = 'require("fs").writeFileSync("/tmp/left-by-" + process.getuid(), "x"); setInterval(() => {}, 1e3)';
        const outer = 'require("child_process").spawn(process.execPath, ["-e", ' + JSON.stringify(inner) + '], { detached: true, stdio: "ignore" }).unref()';
        const child = spawn(process.execPath, ['-e', outer], { detached: true, stdio: 'ignore' });
        return new Promise((resolve) => child.on('exit', () => resolve(process.getuid())));
      }`);
      const outcome = await sandbox.call('go', [], 5000);
      const uid = Number(outcome.kind === 'value' ? outcome.value : Number.NaN);
      for (let i = 0; i < 50 && !existsSync(`/tmp/left-by-${uid}`); i++) await sleep(20);
      expect(existsSync(`/tmp/left-by-${uid}`)).toBe(true);
      expect(processesOf(uid).length).toBe(2);
      await sandbox.close();
      expect(processesOf(uid)).toEqual([]);
      expect(readdirSync('/tmp').filter((name) => name.includes(String(uid)))).toEqual([]);
    });

    test('no address can be reached', async () => {
      const outside = createServer();
      await new Promise<void>((resolve) => outside.listen(0, '127.0.0.1', resolve));
      const { port } = outside.address() as AddressInfo;
      const reached = await ask(`
        return await new Promise((resolve) => {
          const socket = load('node:net').connect(${port}, '127.0.0.1', () => resolve('connected'));
          socket.on('error', (error) => resolve(error.code));
        });`);
      outside.close();
      expect(reached).toBe('EPERM');
    });

    test.skipIf(compiler === undefined)(
      'native code gets no socket but a local one, and none of the kernel’s risky parts',
      async () => {
        const program = native(compiler as string, filterProbe).toString('base64');
        const said = await ask(`
          fs.writeFileSync('probe', Buffer.from('${program}', 'base64'), { mode: 0o755 });
          return String(load('node:child_process').spawnSync('./probe').stdout);`);
        expect(String(said).trim().split('\n')).toEqual(filterAnswers);
      },
    );

    test.skipIf(compiler === undefined)(
      'native code cannot make a user namespace, mount or trace',
      async () => {
        const program = native(compiler as string, wallsProbe).toString('base64');
        const said = await ask(`
          fs.writeFileSync('probe', Buffer.from('${program}', 'base64'), { mode: 0o755 });
          return String(load('node:child_process').spawnSync('./probe').stdout);`);
        expect(said).toBe('userns=-1 mount=-1 remount=-1 chroot=-1');
      },
    );

    test('nothing that the grader has open is open inside', async () => {
      const { ask: askLeaky } = testSandboxes(() => ({ backend: leaky(backend), runtime, limits }));
      const open = await askLeaky(listDescriptors);
      expect(open).toContain('/dev/null');
      expect(open).not.toContain('passwd');
    });

    test('what it cannot hold: local sockets, files and processes that all users see', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'gradus-shared-'));
      chmodSync(folder, 0o755);
      writeFileSync(join(folder, 'notes'), 'for all', { mode: 0o644 });
      const service = createServer();
      await new Promise<void>((resolve) => service.listen(join(folder, 'service'), resolve));
      chmodSync(join(folder, 'service'), 0o777);
      const seen = await ask(`
        const reached = await new Promise((resolve) => {
          const socket = load('node:net').connect(${JSON.stringify(join(folder, 'service'))}, () => resolve('connected'));
          socket.on('error', (error) => resolve(error.code));
        });
        return [reached, fs.readFileSync(${JSON.stringify(join(folder, 'notes'))}, 'utf8'), fs.existsSync('/proc/${process.pid}')];`);
      service.close();
      rmSync(folder, { recursive: true });
      expect(seen).toEqual(['connected', 'for all', true]);
    });

    test.each(endings)(
      '%s ends with its own verdict',
      async (_name, body, deadline, verdict, code) => {
        const sandbox = await load(`go: async () => { ${body} }`);
        const outcome = await sandbox.call('go', [], deadline);
        const ended = outcome.kind === 'ended' ? outcome : await sandbox.settle();
        expect(ended?.verdict).toMatch(new RegExp(`^(${verdict})$`));
        expect(ended?.issue.code).toMatch(new RegExp(`^(${code})$`));
        await sandbox.close();
        // The guard's shell has nothing to say in a report.
        expect(await sandbox.takeOutput()).not.toMatch(/^(Killed|Aborted|Terminated)/m);
      },
    );

    test('nothing is alive one second after the grader was killed', async () => {
      const command = backend.command(runtime, defaultLimits);
      const forks = `(async (load) => { load('node:child_process').spawn(process.execPath, ['-e', 'for (;;) {}'], { detached: true }); for (;;) {} })`;
      expect(await survivors(command, forks)).toEqual([]);
      expect(processesOf(command.uid as number)).toEqual([]);
      expect(readdirSync(tmpdir()).filter((name) => name.includes(`-${command.uid}-`))).toEqual([]);
    });
  });
} else {
  test('plain-uid is for root only', async () => {
    const runtime = await prepareRuntime();
    await expect(chooseBackend('plain-uid', runtime)).rejects.toThrow('the grader is not root');
  });
}
