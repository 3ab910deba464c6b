import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';

const run = promisify(execFile);
const module = new URL('./lock.mjs', import.meta.url).href;
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gradus-lock-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A process that writes `in`, waits, writes `out`, while it holds the lock. */
function holder(): Promise<{ stderr: string }> {
  const script = `
    import { appendFileSync } from 'node:fs';
    import { withLock } from ${JSON.stringify(module)};
    const note = (text) => appendFileSync(${JSON.stringify(join(folder, 'log'))}, text + '\\n');
    await withLock(async () => {
      note('in');
      await new Promise((go) => setTimeout(go, 300));
      note('out');
    }, ${JSON.stringify(join(folder, 'lock'))});`;
  return run(process.execPath, ['--input-type=module', '-e', script]);
}

test('commands started together change the set-up one after another, and say that they wait', async () => {
  const results = await Promise.all([holder(), holder(), holder()]);
  expect(readFileSync(join(folder, 'log'), 'utf8').trim().split('\n')).toEqual([
    'in',
    'out',
    'in',
    'out',
    'in',
    'out',
  ]);
  const waited = results.filter(({ stderr }) => /waiting for another gradus command/.test(stderr));
  expect(waited.length).toBeGreaterThan(0);
});

test('a lock whose command was killed does not stop the next one', async () => {
  const dead = await run(process.execPath, ['-e', 'console.log(process.pid)']);
  writeFileSync(join(folder, 'lock'), dead.stdout.trim());
  await holder();
  expect(readFileSync(join(folder, 'log'), 'utf8')).toBe('in\nout\n');
});
