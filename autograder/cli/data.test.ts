import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, expect, test, vi } from 'vitest';
import { main } from './main.js';

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

const fresh = (): string => mkdtempSync(join(tmpdir(), 'gradus-cli-data-'));

async function ended(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  vi.stubEnv('GRADUS_CALLED_AS', 'gradus');
  vi.stubEnv('GRADUS_DATASET_MIRROR', '');
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  const write = vi.spyOn(process.stdout, 'write').mockImplementation(() => true);
  const error = vi.spyOn(console, 'error').mockImplementation(() => {});
  const bar = vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
  const code = await main(argv);
  const out = [...log.mock.calls, ...write.mock.calls].join('\n');
  const err = [...error.mock.calls, ...bar.mock.calls].join('\n');
  vi.restoreAllMocks();
  return { code, out, err };
}

test('`data list` shows every set: its kind, size, whether it is here, its licence', async () => {
  const cache = fresh();
  const { code, out } = await ended('data', 'list', '--cache', cache);
  expect(code).toBe(0);
  expect(out).toMatch(/^name +kind +size +here +licence$/m);
  expect(out).toMatch(/^digits +pictures +58 KB +yes +CC-BY-4.0 AND BSD-3-Clause$/m);
  expect(out).toMatch(/^mnist +pictures +11\.6 MB +no +LicenseRef-MNIST$/m);
  expect(out).toMatch(/^moons +table +made +Apache-2.0$/m);
  expect(out).toContain(`Downloads lie in ${cache}.`);
  expect((await ended('data', 'list', '--lang', 'zh')).out).toMatch(/^digits +图像 +58 KB +是/m);
});

test('`data card` shows a card; a name that is nearly one is told', async () => {
  expect((await ended('data', 'card', 'iris')).out).toContain('| setosa | 50 |');
  const { code, err } = await ended('data', 'card', 'irs');
  expect(code).toBe(2);
  expect(err).toContain('there is no data set irs. Did you mean iris?');
});

test('`data download` from a mirror: what is there is another file, or none', async () => {
  const [cache, mirror] = [fresh(), fresh()];
  mkdirSync(join(mirror, 'lm-text'));
  writeFileSync(join(mirror, 'lm-text', 'names.txt'), 'another\n');
  vi.stubEnv('HOME', fresh());
  // No address of the makers is asked: the mirror's own error comes first.
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('offline')));
  const base = pathToFileURL(mirror).href;
  const { code, err } = await ended(
    'data',
    'download',
    'names',
    '--mirror',
    base,
    '--cache',
    cache,
  );
  vi.unstubAllGlobals();
  expect(code).toBe(1);
  expect(err).toContain('names.txt of the data set `names` could not be downloaded');
  expect(err).toContain('offline');
  expect(err).toContain('`gradus data download names --mirror URL`');
});

test('called wrongly, it says how to call it', async () => {
  expect((await ended('data', 'show')).err).toContain('Expected list, card, download');
  expect((await ended('data', 'card')).err).toContain('argument <name> is missing');
  expect((await ended('data', 'list', 'digits')).code).toBe(2);
  const bundled = await ended('data', 'download', 'digits');
  expect(bundled).toMatchObject({ code: 2 });
  expect(bundled.err).toContain('is not downloaded: it is part of the package');
  const mirror = await ended('data', 'download', 'names', '--mirror', 'ftp://x');
  expect(mirror).toMatchObject({ code: 2 });
  expect(mirror.err).toContain('`file:`, `http:` or `https:`');
});
