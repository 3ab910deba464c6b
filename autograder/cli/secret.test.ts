import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { messages } from '../../src/messages/index.js';
import { packageRoot } from '../../src/package-root.js';
import { seedId } from '../results/seed-id.js';
import { defaultSecretPath } from './paths.js';
import { exampleSecret, readSecret, secretCommand } from './secret.js';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gradus-secret-'));
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(folder, { recursive: true });
});

test('a secret is made once, readable by its owner only, and never overwritten', async () => {
  const said = vi.spyOn(console, 'log').mockImplementation(() => {});
  const path = join(folder, 'gradus', 'class.key');
  expect(await secretCommand(path, messages('en'))).toBe(0);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  const secret = await readSecret(path);
  expect(secret).toHaveLength(32);
  expect(said.mock.calls.join()).toContain(seedId(secret));
  // The secret itself is told to nobody.
  expect(said.mock.calls.join()).not.toContain(Buffer.from(secret).toString('hex'));

  const before = await readFile(path, 'utf8');
  await expect(secretCommand(path, messages('en'))).rejects.toMatchObject({
    code: 'secret-exists',
  });
  expect(await readFile(path, 'utf8')).toBe(before);
});

test('a secret is not put into the project, which is copied and handed on', async () => {
  const path = join(packageRoot(), 'autograder', 'class.key');
  await expect(secretCommand(path, messages('en'))).rejects.toMatchObject({
    code: 'secret-inside',
  });
  await expect(stat(path)).rejects.toMatchObject({ code: 'ENOENT' });
});

test('a missing, an open and a malformed secret are told apart', async () => {
  const path = join(folder, 'class.key');
  await expect(readSecret(path)).rejects.toMatchObject({ code: 'secret-missing' });
  await writeFile(path, 'ab'.repeat(32), { mode: 0o600 });
  await chmod(path, 0o640);
  await expect(readSecret(path)).rejects.toMatchObject({
    code: 'secret-open',
    params: { mode: '640' },
  });
  await chmod(path, 0o600);
  expect(await readSecret(path)).toHaveLength(32);
  for (const text of ['', 'secret', 'ab'.repeat(31), `${'ab'.repeat(32)}a`]) {
    await writeFile(path, text);
    await expect(readSecret(path), text).rejects.toMatchObject({ code: 'secret-malformed' });
  }
});

test('the secret stands where the user keeps configuration', () => {
  expect(defaultSecretPath({ XDG_CONFIG_HOME: '/etc/own' })).toBe('/etc/own/gradus/class.key');
  expect(defaultSecretPath({ XDG_CONFIG_HOME: 'relative' })).toMatch(
    /\/\.config\/gradus\/class\.key$/,
  );
});

test('a seed id is short, fixed, and differs from secret to secret', () => {
  expect(seedId(exampleSecret())).toMatch(/^[0-9a-f]{12}$/);
  expect(seedId(exampleSecret())).toBe(seedId(exampleSecret()));
  expect(seedId(new Uint8Array(32))).not.toBe(seedId(exampleSecret()));
});
