import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { wordsIn } from '../../src/messages/text.js';
import { describeIf } from '../../test/capabilities.js';
import type { Backend } from './backend.js';
import { chooseBackend, NoSandboxError } from './choose-backend.js';
import { endings, survivors } from './exit-verdict.fixture.js';
import { defaultLimits, type Limits } from './limits.js';
import { filterAnswers, filterProbe, native, wallsProbe } from './native.fixture.js';
import { prepareRuntime, type Runtime } from './runtime.js';
import { leaky, listDescriptors, testSandboxes } from './sandboxes.fixture.js';
import { findTool } from './tools.js';

const compiler = findTool('cc');

/** How the grader was started. Root can also show what an ordinary user gets. */
const ordinary = ['/usr/bin/setpriv', '--reuid=12345', '--regid=12345', '--clear-groups', '--'];
const starts: { as: string; become?: string[] }[] =
  process.getuid?.() === 0
    ? [{ as: 'root' }, { as: 'an ordinary user', become: ordinary }]
    : [{ as: 'this ordinary user' }];
const [itself] = starts as [(typeof starts)[number]];
const cases = [
  ...(['bubblewrap', 'unshare'] as const).flatMap((name) =>
    starts.map((start) => ({ name, ...start })),
  ),
  // What an engine lets a user do is that user's: here, of the one who runs the tests.
  ...(['podman', 'docker'] as const).map((name) => ({ name, ...itself })),
];

for (const { name, as, become } of cases) {
  describeIf(name, `walls by ${name}, started by ${as}`, () => {
    // An engine's own processes take time from a container's start and output.
    const cpuMs = name === 'podman' || name === 'docker' ? 3000 : 1500;
    const limits: Limits = { ...defaultLimits, memoryMb: 200, cpuMs, outputKb: 64 };
    let runtime: Runtime;
    let backend: Backend;

    beforeAll(async () => {
      runtime = await prepareRuntime();
      backend = await chooseBackend(name, runtime, become);
    });
    const { load, ask, closeAll } = testSandboxes(() => ({ backend, runtime, limits }));
    afterAll(closeAll);

    test('no capability, no new privileges, not even as the start of one', async () => {
      const status = String(await ask("return fs.readFileSync('/proc/self/status', 'utf8');"));
      for (const set of ['CapInh', 'CapPrm', 'CapEff', 'CapBnd', 'CapAmb']) {
        expect(status).toMatch(new RegExp(`${set}:\\s0+\\n`));
      }
      expect(status).toMatch(/NoNewPrivs:\s1/);
    });

    test('one writable place, and that with a size', async () => {
      const tried = await ask(`
        const places = ['/x', '/dev/x', '/dev/shm/x', '/gradus/x', '/gradus/driver.blob', '/gradus/node',
          '/lib/x', '/etc/x', '/run/x', '/sys/x', '/dev/mqueue/x', '/proc/sys/kernel/core_pattern', '/proc/self/oom_score_adj_', '/tmp/x'];
        return places.filter((place) => {
          try { fs.writeFileSync(place, 'x'); return true; } catch { return false; }
        });`);
      expect(tried).toEqual(['/tmp/x']);
      expect(
        await ask(`
        try { fs.writeFileSync('/tmp/big', Buffer.alloc(17 * 1024 * 1024)); return 'written'; }
        catch (error) { return error.code; }`),
      ).toMatch(/ENOSPC|EFBIG/);
    });

    test('nothing of this machine is there: no home, no shell, no project, no environment', async () => {
      const seen = await ask(`
        const list = (place) => { try { return fs.readdirSync(place); } catch (error) { return error.code; } };
        return { root: list('/').sort(), gradus: list('/gradus').sort(), old: list('/old'),
          bin: list('/bin'), sys: list('/sys'), project: list(${JSON.stringify(fileURLToPath(new URL('.', import.meta.url)))}),
          env: Object.keys(process.env).filter((name) => name !== 'PWD'),
          processes: fs.readdirSync('/proc').filter((entry) => /^\\d+$/.test(entry)).length };`);
      expect(seen).toMatchObject({
        gradus: [
          'driver.blob',
          'launch',
          'launch-two-pipes',
          'launch-without-sockets',
          'node',
          'setpriv',
        ],
        bin: 'ENOENT',
        project: 'ENOENT',
        env: [],
      });
      expect(['ENOENT', []]).toContainEqual((seen as { sys: string | string[] }).sys);
      expect((seen as { root: string[] }).root).toEqual(
        expect.arrayContaining(['dev', 'gradus', 'proc', 'tmp']),
      );
      expect((seen as { old: string | string[] }).old).toHaveLength(
        name === 'docker' ? 'ENOENT'.length : 0,
      );
      expect((seen as { processes: number }).processes).toBeLessThanOrEqual(2);
    });

    test('no network but a loopback of its own', async () => {
      const outside = await import('node:net').then(({ createServer }) => createServer());
      await new Promise<void>((resolve) => outside.listen(0, '127.0.0.1', resolve));
      const { port } = outside.address() as { port: number };
      const reached = await ask(`
        const net = load('node:net');
        return await new Promise((resolve) => {
          const socket = net.connect(${port}, '127.0.0.1', () => resolve('connected'));
          socket.on('error', (error) => resolve(error.code));
        });`);
      outside.close();
      expect(reached).toMatch(/EPERM|ECONNREFUSED|ENETUNREACH/);
      expect(
        await ask(`return fs.readFileSync('/proc/net/dev', 'utf8').trim().split('\\n').length;`),
      ).toBeLessThanOrEqual(3);
    });

    test('no program but Node, and what Node starts has the same walls', async () => {
      expect(
        await ask(`
        const { spawnSync } = load('node:child_process');
        const shell = spawnSync('/bin/sh', ['-c', 'id']).error?.code;
        const inner = spawnSync('/gradus/node', ['-e', 'try { require("fs").writeFileSync("/x", ""); } catch (e) { process.stdout.write(e.code) }']);
        return [shell, String(inner.stdout)];`),
      ).toEqual(['ENOENT', 'EROFS']);
    });

    test.skipIf(compiler === undefined)(
      'native code cannot make a user namespace, mount or trace',
      async () => {
        const program = native(compiler as string, wallsProbe).toString('base64');
        const said = await ask(`
        fs.writeFileSync('/tmp/probe', Buffer.from('${program}', 'base64'), { mode: 0o755 });
        const { spawnSync } = load('node:child_process');
        const run = spawnSync('/tmp/probe');
        return run.error ? run.error.code : String(run.stdout);`);
        // Either the program cannot be run at all, or each call was refused.
        expect(said).toMatch(/^(EACCES|userns=-1 mount=-1 remount=-1 chroot=-1)$/);
      },
    );

    test('nothing that the grader has open is open inside', async () => {
      const { ask: askLeaky } = testSandboxes(() => ({ backend: leaky(backend), runtime, limits }));
      const open = await askLeaky(listDescriptors);
      expect(open).toContain('/dev/null');
      expect(open).not.toContain('passwd');
    });

    test('a filter of system calls is on, and the report says so', async () => {
      expect(wordsIn(backend.mechanism, 'en')).toContain('seccomp');
      const status = String(await ask("return fs.readFileSync('/proc/self/status', 'utf8');"));
      expect(status).toContain('Seccomp:\t2\n');
    });

    test('Node gets no socket but a local one', async () => {
      const said = await ask(`
          const net = load('node:net');
          const listen = (...where) => new Promise((resolve) => {
            const server = net.createServer();
            server.on('error', (error) => resolve(error.code));
            server.listen(...where, () => { server.close(); resolve('listening'); });
          });
          const datagram = await new Promise((resolve) => {
            const socket = load('node:dgram').createSocket('udp4');
            socket.on('error', (error) => resolve(error.code));
            socket.bind(0, '127.0.0.1', () => resolve('bound'));
          });
          return [await listen(0, '127.0.0.1'), await listen(0, '::1'), datagram, await listen('/tmp/socket')];`);
      expect(said).toEqual(['EPERM', 'EPERM', 'EPERM', 'listening']);
    });

    test.skipIf(compiler === undefined)(
      'native code gets no socket but a local one, and none of the kernel’s risky parts',
      async () => {
        const program = native(compiler as string, filterProbe).toString('base64');
        const said = String(
          await ask(`
            fs.writeFileSync('/tmp/probe', Buffer.from('${program}', 'base64'), { mode: 0o755 });
            const run = load('node:child_process').spawnSync('/tmp/probe');
            return run.error ? run.error.code : String(run.stdout);`),
        );
        // bubblewrap's own folder allows programs; a refusal of all of them would hide the filter.
        expect(said.trim().split('\n')).toEqual(filterAnswers());
      },
    );

    test.each(endings)(
      '%s ends with its own verdict',
      async (_name, body, deadline, verdict, code) => {
        const sandbox = await load(`go: async () => { ${body} }`);
        const outcome = await sandbox.call('go', [], deadline);
        const ended = outcome.kind === 'ended' ? outcome : await sandbox.settle();
        expect(ended?.verdict).toMatch(new RegExp(`^(${verdict})$`));
        expect(ended?.issue.code).toMatch(new RegExp(`^(${code})$`));
        await sandbox.close();
      },
    );

    test('a frame sent between two calls is seen when the test settles', async () => {
      const sandbox = await load(
        'go: () => { process.nextTick(() => fs.writeSync(pipe, Buffer.from([2, 0, 0, 0, 0, 0, 0, 0, 123, 125]))); return 1; }',
      );
      const outcome = await sandbox.call('go', [], 1000);
      const settled = outcome.kind === 'ended' ? outcome : await sandbox.settle();
      expect(settled).toMatchObject({ verdict: 'tampered' });
    });

    test('nothing is alive one second after the grader was killed', async () => {
      expect(await survivors(backend.command(runtime, defaultLimits))).toEqual([]);
    });
  });
}

test('where no sandbox stands, the error names each reason and the remedies', () => {
  const error = new NoSandboxError([
    { name: 'bubblewrap', reason: 'bwrap is not installed' },
    { name: 'unshare', reason: 'Operation not permitted' },
  ]);
  expect(error.message).toContain(
    'bubblewrap: bwrap is not installed; unshare: Operation not permitted',
  );
  expect(error.message).toContain('--unsafe-no-sandbox');
});
