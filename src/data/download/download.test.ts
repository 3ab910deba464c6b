import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { TextDataset } from '../dataset-types.js';
import { loadDataset } from '../load.js';
import { makeZip } from '../readers/zip.fixture.js';
import { cannotWrite } from './cannot-write.js';
import { type DownloadProgress, downloadDataset } from './download.js';
import { type FileServer, serveFiles, tinySet } from './server.fixture.js';

const content = Buffer.from(Array.from({ length: 20_000 }, (_, i) => `line ${i}\n`).join(''));
let server: FileServer;
beforeEach(async () => {
  vi.stubEnv('GRADUS_DATASET_MIRROR', '');
  server = await serveFiles();
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await server.close();
});

const tiny = async (places: { folder: string; cache: string }): Promise<TextDataset> =>
  (await loadDataset('tiny', places)) as TextDataset;
const failure = (work: Promise<unknown>): Promise<{ code: string; message: string }> =>
  work.then(
    () => expect.unreachable('it should fail'),
    (error) => error,
  );

test('before it is downloaded, the error names the command; then it is there, with progress told', async () => {
  server.files.set('/tiny.txt', content);
  const places = tinySet(content, { urls: [{ url: `${server.url}/tiny.txt` }] });
  const missing = await failure(loadDataset('tiny', places));
  expect(missing).toMatchObject({ name: 'DatasetError', code: 'not-downloaded' });
  expect(missing.message).toContain('gradus data download tiny');
  expect(server.requests).toEqual([]);

  const told: DownloadProgress[] = [];
  const home = await downloadDataset('tiny', { ...places, onProgress: (p) => told.push(p) });
  expect(home).toBe(join(places.cache, 'tiny'));
  expect(told.at(-1)).toEqual({ file: 'tiny.txt', bytes: content.length, total: content.length });
  for (let i = 1; i < told.length; i++) {
    expect(told[i]?.bytes).toBeGreaterThanOrEqual(told[i - 1]?.bytes ?? 0);
  }
  const { texts } = await tiny(places);
  expect([texts.length, texts[7]]).toEqual([20_000, 'line 7']);
  // No part, no lock is left.
  expect(readdirSync(home)).toEqual(['tiny.txt']);

  await downloadDataset('tiny', places);
  expect(server.requests).toEqual(['/tiny.txt']);
});

test('an interrupted download goes on where it was', async () => {
  server.files.set('/tiny.txt', content);
  const places = tinySet(content, { urls: [{ url: `${server.url}/tiny.txt` }] });
  server.cutAfter = 70_000;
  const cut = await failure(downloadDataset('tiny', places));
  expect(cut).toMatchObject({ code: 'download-failed' });
  expect(cut.message).toContain('what has arrived is kept');
  expect(existsSync(join(places.cache, 'tiny', 'tiny.txt'))).toBe(false);
  await downloadDataset('tiny', places);
  const [first, second = ''] = server.requests;
  expect(first).toBe('/tiny.txt');
  const from = Number(/bytes=(\d+)-$/.exec(second)?.[1]);
  expect(from).toBeGreaterThan(0);
  expect(from).toBeLessThanOrEqual(70_000);
  expect((await tiny(places)).texts).toHaveLength(20_000);
});

test('a server that gives no parts begins anew; a spoilt part is thrown away and asked for again', async () => {
  server.files.set('/tiny.txt', content);
  const places = tinySet(content, { urls: [{ url: `${server.url}/tiny.txt` }] });
  server.cutAfter = 50_000;
  await failure(downloadDataset('tiny', places));
  server.ranges = false;
  await downloadDataset('tiny', places);
  expect((await tiny(places)).texts).toHaveLength(20_000);

  const spoilt = tinySet(content, { urls: [{ url: `${server.url}/tiny.txt` }] });
  server.ranges = true;
  server.cutAfter = 50_000;
  await failure(downloadDataset('tiny', spoilt));
  const home = join(spoilt.cache, 'tiny');
  const [part = ''] = readdirSync(home);
  writeFileSync(join(home, part), Buffer.alloc(40_000, 'x'));
  await downloadDataset('tiny', spoilt);
  expect((await tiny(spoilt)).texts[0]).toBe('line 0');
  // Longer than the file: the server cannot go on from there.
  writeFileSync(join(home, 'tiny.txt'), 'damaged');
  writeFileSync(join(home, part), Buffer.alloc(content.length + 10, 'x'));
  await downloadDataset('tiny', spoilt);
  expect((await tiny(spoilt)).texts).toHaveLength(20_000);
});

test('another file than that of the manifest is never used, and each address is told', async () => {
  server.files.set('/a.txt', Buffer.from(content.toString().replace('line 9', 'LINE 9')));
  server.files.set('/long.txt', Buffer.concat([content, Buffer.from('more\n')]));
  const urls = ['/none.txt', '/a.txt', '/long.txt'].map((path) => ({ url: server.url + path }));
  const places = tinySet(content, { urls });
  const error = await failure(downloadDataset('tiny', places));
  expect(error.code).toBe('download-failed');
  expect(error.message).toContain('/none.txt: the server answered 404');
  expect(error.message).toContain('/a.txt: what came is another file');
  expect(error.message).toContain('/long.txt: more than the');
  expect(await failure(loadDataset('tiny', places))).toMatchObject({ code: 'not-downloaded' });
});

test('the next address is tried where one is not there', async () => {
  server.files.set('/b.txt', content);
  const urls = [
    { url: 'http://127.0.0.1:9/b.txt' },
    { url: `${server.url}/none.txt` },
    { url: `${server.url}/b.txt` },
  ];
  const places = tinySet(content, { urls });
  await downloadDataset('tiny', places);
  expect((await tiny(places)).texts).toHaveLength(20_000);
});

test('a mirror is asked first: by option, by GRADUS_DATASET_MIRROR, as a folder or a server', async () => {
  server.files.set('/base/texts/tiny.gz', gzipSync(content));
  const mirror = { path: 'texts/tiny.gz', packing: 'gzip' };
  const urls = [{ url: 'http://127.0.0.1:9/tiny.txt' }];
  const byOption = tinySet(content, { urls, mirror });
  await downloadDataset('tiny', { ...byOption, mirror: `${server.url}/base` });
  expect((await tiny(byOption)).texts).toHaveLength(20_000);

  const inFolder = tinySet(content, { urls, mirror });
  const base = join(inFolder.cache, '..', 'a mirror');
  mkdirSync(join(base, 'texts'), { recursive: true });
  writeFileSync(join(base, 'texts', 'tiny.gz'), gzipSync(content));
  vi.stubEnv('GRADUS_DATASET_MIRROR', pathToFileURL(base).href);
  await downloadDataset('tiny', inFolder);
  expect((await tiny(inFolder)).texts).toHaveLength(20_000);

  const wrong = failure(downloadDataset('tiny', { ...inFolder, mirror: 'ftp://example.org' }));
  expect(await wrong).toMatchObject({ code: 'bad-mirror' });
});

test('a gzip that unpacks to more than the file is refused before it fills the memory', async () => {
  const bomb = gzipSync(Buffer.alloc(64 * 1024 ** 2));
  server.files.set('/bomb.gz', bomb);
  const places = tinySet(content, { urls: [{ url: `${server.url}/bomb.gz`, packing: 'gzip' }] });
  expect((await failure(downloadDataset('tiny', places))).message).toContain('another file');
});

test('what is part of the package or made is not downloaded', async () => {
  expect(await failure(downloadDataset('iris'))).toMatchObject({ code: 'not-a-download' });
  expect(await failure(downloadDataset('moons'))).toMatchObject({ code: 'not-a-download' });
  await expect(downloadDataset('nothing')).rejects.toThrow(RangeError);
});

test('a damaged download is told with its command, and mended by it', async () => {
  server.files.set('/tiny.txt', content);
  const places = tinySet(content, { urls: [{ url: `${server.url}/tiny.txt` }] });
  await downloadDataset('tiny', places);
  writeFileSync(join(places.cache, 'tiny', 'tiny.txt'), 'line 0\n');
  const error = await failure(loadDataset('tiny', places));
  expect(error).toMatchObject({ code: 'damaged' });
  expect(error.message).toContain('gradus data download tiny');
  await downloadDataset('tiny', places);
  expect((await tiny(places)).texts).toHaveLength(20_000);
});

test('where the disk refuses, the path and a remedy are told', async () => {
  const places = tinySet(content, { urls: [{ url: `${server.url}/tiny.txt` }] });
  // A file where the folder would be made: no permission bit stops root.
  writeFileSync(places.cache, '');
  const error = await failure(downloadDataset('tiny', places));
  expect(error).toMatchObject({ code: 'cannot-write' });
  expect(error.message).toMatch(/ENOTDIR.*--cache/s);
});

test('a full disk is told to be one', async () => {
  const full = Object.assign(new Error('ENOSPC'), { code: 'ENOSPC', syscall: 'write' });
  expect((cannotWrite(full, '/x') as Error).message).toMatch(/ENOSPC.*make room/s);
  const closed = Object.assign(new Error('EACCES'), { code: 'EACCES', syscall: 'open' });
  expect((cannotWrite(closed, '/x') as Error).message).toMatch(/may not write/);
});

test('two processes at once do not spoil each other', async () => {
  server.files.set('/tiny.txt', content);
  const places = tinySet(content, { urls: [{ url: `${server.url}/tiny.txt` }] });
  const waited: string[] = [];
  const onWait = (): void => void waited.push('waited');
  const both = [1, 2, 3].map(() => downloadDataset('tiny', { ...places, onWait }));
  await Promise.all(both);
  // The lock let one ask, the others found the file.
  expect(server.requests).toEqual(['/tiny.txt']);
  expect(waited).toHaveLength(2);
  expect(readFileSync(join(places.cache, 'tiny', 'tiny.txt'))).toEqual(content);
});

test('a member of a zip is taken by its whole path', async () => {
  const zip = makeZip([
    { name: 'tiny.txt', data: 'another' },
    { name: 'inner/tiny.txt', data: content },
  ]);
  server.files.set('/all.zip', zip);
  const of = (member: string) =>
    tinySet(content, { urls: [{ url: `${server.url}/all.zip`, member }] });
  const places = of('inner/tiny.txt');
  await downloadDataset('tiny', places);
  expect((await tiny(places)).texts).toHaveLength(20_000);
  expect((await failure(downloadDataset('tiny', of('gone.txt')))).message).toContain(
    'does not hold',
  );
  expect((await failure(downloadDataset('tiny', of('tiny.txt')))).message).toContain(
    'another file',
  );
});
