import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Backend, jobsBehind } from './backend.js';
import { chooseBackend } from './choose-backend.js';
import { endings, survivors } from './exit-verdict.fixture.js';
import { defaultLimits, type Limits } from './limits.js';
import { filterAnswers, filterProbe, native, wallsProbe } from './native.fixture.js';
import { prepareRuntime, type Runtime } from './runtime.js';
import { leaky, testSandboxes } from './sandboxes.fixture.js';
import { findTool } from './tools.js';
import { processesOf } from './uid.js';

const compiler = findTool('cc');
const limits: Limits = { ...defaultLimits, memoryMb: 200, cpuMs: 1500, outputKb: 64 };

if (process.getuid?.() === 0) {
  describe('plain-uid, started by root', () => {
    let runtime: Runtime;
    let backend: Backend;
    /** Where each sandbox has its own folder, as it is called outside. */
    let places: string;

    beforeAll(async () => {
      runtime = await prepareRuntime();
      backend = await chooseBackend('plain-uid', runtime);
      places = join(dirname(runtime.root), 'plain-root', 'tmp');
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
      // There is no /proc inside; from outside it says the same.
      const sandbox = await load('go: () => process.getuid()');
      const outcome = await sandbox.call('go', [], 5000);
      const uid = Number(outcome.kind === 'value' ? outcome.value : Number.NaN);
      const [pid] = processesOf(uid);
      const status = readFileSync(`/proc/${pid}/status`, 'utf8');
      await sandbox.close();
      for (const set of ['CapInh', 'CapPrm', 'CapEff', 'CapBnd', 'CapAmb']) {
        expect(status).toMatch(new RegExp(`${set}:\\s0+\\n`));
      }
      expect(status).toMatch(/NoNewPrivs:\s1/);
      expect(status).toMatch(/Groups:\s*\n/);
      expect(status).toMatch(/Seccomp:\s2/);
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
      const [inside, mode, big] = (await ask(`
        const place = process.cwd();
        let big = 'written';
        try { fs.writeFileSync('big', Buffer.alloc(17 * 1024 * 1024)); } catch (error) { big = error.code; }
        fs.rmSync('big');
        fs.mkdirSync('a/b', { recursive: true });
        fs.writeFileSync('a/b/c', 'x');
        return [place, fs.statSync(place).mode & 0o777, big];`)) as [string, number, string];
      expect(inside).toMatch(/^\/tmp\/\d+-[0-9a-f]{32}$/);
      const place = join(places, basename(inside));
      expect(mode).toBe(0o700);
      expect(big).toBe('EFBIG');
      // It is removed once the last process of the sandbox has ended.
      await expect.poll(() => existsSync(place), { timeout: 10_000 }).toBe(false);
    });

    test('what is written has a limit in all', async () => {
      for (const { name, afterwards } of [
        { name: 'kept-', afterwards: '' },
        { name: 'removed-but-open-', afterwards: 'fs.unlinkSync(path);' },
      ]) {
        const sandbox = await load(`go: async () => {
          for (let i = 0; i < 40; i++) {
            const path = '${name}' + i;
            fs.writeSync(fs.openSync(path, 'w'), Buffer.alloc(1024 * 1024, 1));
            ${afterwards}
          }
          await new Promise((resolve) => setTimeout(resolve, 4000));
        }`);
        expect(await sandbox.call('go', [], 5000), name).toMatchObject({
          verdict: 'error',
          issue: { code: 'disk-limit' },
        });
        await sandbox.close();
      }
    });

    test('folders of mode 0 and links to elsewhere are removed, what they lead to is not', async () => {
      const outside = mkdtempSync(join(tmpdir(), 'gradus-outside-'));
      chmodSync(outside, 0o777);
      writeFileSync(join(outside, 'kept'), '');
      const before = readdirSync(places);
      await ask(`
        fs.mkdirSync('a/b', { recursive: true });
        fs.writeFileSync('a/b/c', 'x');
        fs.symlinkSync(${JSON.stringify(outside)}, 'a/link');
        fs.symlinkSync('/', 'a/root');
        fs.chmodSync('a/b', 0);
        fs.chmodSync('a', 0);
        fs.chmodSync('.', 0);
        return true;`);
      await expect.poll(() => readdirSync(places), { timeout: 10_000 }).toEqual(before);
      expect(readdirSync(outside)).toEqual(['kept']);
      expect(existsSync(runtime.blob)).toBe(true);
      rmSync(outside, { recursive: true });
    });

    test('one writable place: nothing else in its root can be written', async () => {
      const tried = await ask(`
        const places = ['/x', '/dev/x', '/gradus/x', '/gradus/driver.blob', '/gradus/node', '/lib/x', '/etc/x', '/tmp/x',
          '/gradus/launch', '/gradus/setpriv', process.env.TMPDIR + '/x', 'y'];
        return places.filter((place) => {
          try { fs.appendFileSync(place, ''); return true; } catch { return false; }
        }).map((place) => place.split('/').at(-1));`);
      expect(tried).toEqual(['x', 'y']);
      expect(
        await ask("try { return fs.readdirSync('/tmp'); } catch (error) { return error.code; }"),
      ).toBe('EACCES');
    });

    test('nothing of this machine is there: no submission, reference, result, program or process', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'gradus-judge-'));
      chmodSync(folder, 0o755);
      const open = join(folder, 'for-all.ipynb');
      writeFileSync(open, 'x', { mode: 0o644 });
      const files = [
        ...[
          open,
          fileURLToPath(import.meta.url),
          '/etc/passwd',
          '/etc/shadow',
          '/bin/sh',
          '/usr/bin/env',
        ],
        ...['self', '1', String(process.pid)].flatMap((pid) =>
          ['cmdline', 'environ', 'mem', 'fd', 'root', 'cwd'].map((name) => `/proc/${pid}/${name}`),
        ),
        ...['/sys', '/home', '/root', '/var', '/usr', '/mnt', '/dev/shm'],
      ];
      const seen = await ask(`
        const up = '../'.repeat(20);
        return ${JSON.stringify(files)}.flatMap((file) => [file, up + file])
          .filter((file) => fs.existsSync(file));`);
      expect(seen).toEqual([]);
      const root = await ask("return fs.readdirSync('/');");
      expect(root).toEqual(expect.arrayContaining(['gradus', 'tmp']));
      expect(await ask("return fs.readdirSync('/proc');")).toEqual([]);
      expect(['', 'null']).toContain(await ask("return fs.readdirSync('/dev').join();"));
      expect(
        (root as string[]).filter((name) => !/^(dev|gradus|proc|tmp|lib(64)?|usr)$/.test(name)),
      ).toEqual([]);
      rmSync(folder, { recursive: true });
    });

    test('no command line of the judge names the class, its results or its secret', async () => {
      const command = backend.command(runtime, limits);
      const words = [command.file, ...command.args].join(' ');
      expect(words).not.toMatch(/ipynb|results|class\.key|reference|submission/);
      expect(
        command.args
          .filter((word) => word.startsWith('/'))
          .every(
            (word) =>
              /^\/(usr\/|s?bin\/|gradus\/)/.test(word) || word.startsWith(dirname(runtime.root)),
          ),
      ).toBe(true);
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
        const inner = 'require("fs").writeFileSync(process.env.TMPDIR + "/left", "x"); setInterval(() => {}, 1e3)';
        const outer = 'require("child_process").spawn(process.execPath, ["-e", ' + JSON.stringify(inner) + '], { detached: true, stdio: "ignore" }).unref()';
        const child = spawn(process.execPath, ['-e', outer], { detached: true, stdio: 'ignore' });
        return new Promise((resolve) => child.on('exit', () => resolve(process.getuid())));
      }`);
      const outcome = await sandbox.call('go', [], 5000);
      const uid = Number(outcome.kind === 'value' ? outcome.value : Number.NaN);
      const left = (): string[] =>
        readdirSync(places)
          .filter((name) => name.startsWith(`${uid}-`))
          .map((name) => join(places, name, 'left'));
      for (let i = 0; i < 100 && !left().some((file) => existsSync(file)); i++) await sleep(20);
      expect(left().filter((file) => existsSync(file))).toHaveLength(1);
      expect(processesOf(uid).length).toBe(2);
      await sandbox.close();
      expect(processesOf(uid)).toEqual([]);
      expect(left()).toEqual([]);
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

    test('no socket at all, not even a local or an abstract one', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'gradus-shared-'));
      chmodSync(folder, 0o755);
      const abstract = `\0gradus-${process.pid}`;
      const services = [createServer(), createServer()];
      const names = [join(folder, 'service'), abstract];
      for (const [i, service] of services.entries())
        await new Promise<void>((resolve) => service.listen(names[i], resolve));
      const said = await ask(`
        const { connect, createServer } = load('node:net');
        const to = (name) => new Promise((resolve) => {
          const socket = connect(name, () => resolve('connected'));
          socket.on('error', (error) => resolve(error.code));
        });
        const listen = (name) => new Promise((resolve) => {
          const server = createServer();
          server.on('error', (error) => resolve(error.code));
          server.listen(name, () => resolve('listening'));
        });
        return [await to(${JSON.stringify(names[0])}), await to(${JSON.stringify(abstract)}), await listen('own'), await listen('\\0own')];`);
      for (const service of services) service.close();
      rmSync(folder, { recursive: true });
      expect(said).toEqual(['EPERM', 'EPERM', 'EPERM', 'EPERM']);
    });

    test('one at a time: no process that has seen hidden inputs lives beside one whose output is shown', () => {
      expect(backend.oneAtATime).toBe(true);
      expect(jobsBehind(backend, 8)).toBe(1);
      expect(jobsBehind({}, 8)).toBe(8);
    });

    test.skipIf(compiler === undefined)(
      'native code gets no socket but a local one, and none of the kernel’s risky parts',
      async () => {
        const program = native(compiler as string, filterProbe).toString('base64');
        const said = await ask(`
          fs.writeFileSync('probe', Buffer.from('${program}', 'base64'), { mode: 0o755 });
          return String(load('node:child_process').spawnSync('./probe').stdout);`);
        expect(String(said).trim().split('\n')).toEqual(filterAnswers({ sockets: false }));
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
      const open = (await askLeaky(`
        return Array.from({ length: 256 }, (_, fd) => {
          try { const { dev, ino } = fs.fstatSync(fd); return dev + ':' + ino; } catch { return ''; }
        }).filter((name) => name !== '');`)) as string[];
      expect(open.length).toBeGreaterThan(3);
      const { dev, ino } = statSync('/etc/passwd');
      expect(open).not.toContain(`${dev}:${ino}`);
    });

    test('what it cannot hold: which process numbers are in use can be seen', async () => {
      expect(
        await ask(`try { process.kill(${process.pid}, 0); } catch (error) { return error.code; }`),
      ).toBe('EPERM');
    });

    test('where chroot is forbidden it does not stand, and says why', async () => {
      const setpriv = findTool('setpriv') as string;
      const cli = fileURLToPath(new URL('../../dist/autograder/cli.js', import.meta.url));
      const lesson = '../../test/example-class/submissions/ada/lesson.ipynb';
      const notebook = fileURLToPath(new URL(lesson, import.meta.url));
      const { status, stderr } = spawnSync(
        setpriv,
        [
          ...['--bounding-set=-sys_chroot', '--inh-caps=-sys_chroot', '--', process.execPath],
          ...[cli, 'check', notebook, '--sandbox', 'plain-uid'],
        ],
        { encoding: 'utf8', env: { ...process.env, GRADUS_LANG: 'en' } },
      );
      expect(stderr).toContain('plain-uid: chroot is not permitted here');
      expect(status).toBe(1);
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
      expect(readdirSync(places).filter((name) => name.startsWith(`${command.uid}-`))).toEqual([]);
    });
  });
} else {
  test('plain-uid is for root only', async () => {
    const runtime = await prepareRuntime();
    await expect(chooseBackend('plain-uid', runtime)).rejects.toThrow('the grader is not root');
  });
}
