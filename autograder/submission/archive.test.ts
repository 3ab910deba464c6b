import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { UsageError } from '../results/types.js';
import { archiveCaps, archiveTree } from './archive.js';
import { maxNotebookBytes } from './notebook.js';
import { sampleZip, type ZipEntry } from './sample-zip.js';

const folder = mkdtempSync(join(tmpdir(), 'gradus-zip-'));
afterAll(() => rmSync(folder, { recursive: true }));

function written(bytes: Buffer): string {
  const file = join(folder, 'class.zip');
  writeFileSync(file, bytes);
  return file;
}
const treeOf = (entries: ZipEntry[], caps = archiveCaps) =>
  archiveTree(written(sampleZip(entries)), caps);

describe('a zip', () => {
  test('is listed and read as a folder is; what systems leave behind is left out', async () => {
    const { tree, notices } = await treeOf([
      { name: 'bob/', mode: 0o040755 },
      { name: 'ada/b.ipynb', data: 'B' },
      { name: 'ada/a.ipynb', data: 'A' },
      { name: '__MACOSX/ada/._a.ipynb' },
      { name: 'ada/.DS_Store' },
    ]);
    expect(notices).toEqual([]);
    expect(await tree.list([])).toEqual([
      { name: 'ada', kind: 'folder' },
      { name: 'bob', kind: 'folder' },
    ]);
    expect((await tree.list(['ada'])).map(({ name }) => name)).toEqual(['a.ipynb', 'b.ipynb']);
    expect(await tree.list(['nobody'])).toEqual([]);
    expect((await tree.read(['ada', 'b.ipynb'])).toString()).toBe('B');
    expect(tree.show(['ada', 'b.ipynb'])).toBe('class.zip/ada/b.ipynb');
    await expect(tree.read(['ada', 'c.ipynb'])).rejects.toMatchObject({ reason: 'unreadable' });
  });

  test('names that lead out, or that no system would give, are left out and told', async () => {
    const { tree, notices } = await treeOf([
      { name: '../up.ipynb' },
      { name: 'ada/../../up.ipynb' },
      { name: '/etc/absolute.ipynb' },
      { name: 'C:/drive.ipynb' },
      { name: 'a//b.ipynb' },
      { name: 'a/./b.ipynb' },
      { name: 'nul\0.ipynb' },
      { name: 'line\nbreak.ipynb' },
      { name: 'turned\u202ebpyni.exe.ipynb' },
      { name: `${'x'.repeat(300)}.ipynb` },
      { name: `${'d/'.repeat(20)}deep.ipynb` },
      { name: 'ada/good.ipynb' },
    ]);
    expect(notices).toEqual([{ code: 'odd-names', params: { count: 11, first: '../up.ipynb' } }]);
    expect(await tree.list([])).toEqual([{ name: 'ada', kind: 'folder' }]);
    expect(await tree.list(['ada'])).toEqual([{ name: 'good.ipynb', kind: 'file' }]);
    expect(readdirSync(folder)).toEqual(['class.zip']);
  });

  test('an entry that is a link, encrypted, too large, packed too tightly or there twice is refused alone', async () => {
    const { tree } = await treeOf([
      { name: 'link.ipynb', data: '/etc/passwd', mode: 0o120777 },
      { name: 'pipe.ipynb', mode: 0o010644 },
      { name: 'device.ipynb', mode: 0o020644 },
      { name: 'locked.ipynb', data: 'x', encrypted: true },
      { name: 'large.ipynb', data: randomBytes(300_000), declaredSize: maxNotebookBytes + 1 },
      { name: 'bomb.ipynb', data: Buffer.alloc(70_000_000) },
      { name: 'liar.ipynb', data: Buffer.alloc(1_000_000), declaredSize: 5 },
      { name: 'twice.ipynb', data: '1' },
      { name: 'twice.ipynb', data: '2' },
      { name: 'good.ipynb', data: 'G' },
    ]);
    for (const [name, reason] of [
      ['link', 'link'],
      ['pipe', 'link'],
      ['device', 'link'],
      ['locked', 'encrypted'],
      ['large', 'too-large'],
      ['bomb', 'packed-too-tightly'],
      ['liar', 'unreadable'],
      ['twice', 'twice'],
    ]) {
      await expect(tree.read([`${name}.ipynb`]), name).rejects.toMatchObject({ reason });
    }
    expect((await tree.read(['good.ipynb'])).toString()).toBe('G');
    const kinds = Object.fromEntries((await tree.list([])).map(({ name, kind }) => [name, kind]));
    expect(kinds).toMatchObject({ 'link.ipynb': 'refused', 'good.ipynb': 'file' });
  });

  test('over a cap it is refused whole', async () => {
    const three = ['a', 'b', 'c'].map((name) => ({ name: `${name}.ipynb`, data: 'xyz' }));
    for (const [caps, reason] of [
      [{ bytes: 100 }, 'too-large'],
      [{ entries: 2 }, 'too-many-entries'],
      [{ unpackedBytes: 8 }, 'unpacks-too-large'],
    ] as const) {
      await expect(treeOf(three, { ...archiveCaps, ...caps })).rejects.toMatchObject({
        code: 'archive-refused',
        params: { reason },
      });
    }
    await expect(archiveTree(written(Buffer.from('PK no zip')))).rejects.toMatchObject({
      params: { reason: 'no-zip' },
    });
  });

  test('whatever bytes were changed, it is a tree or a UsageError', async () => {
    const good = sampleZip([
      { name: 'ada/a.ipynb', data: '{"cells": []}' },
      { name: 'bob/', mode: 0o040755 },
    ]);
    const change = fc.tuple(fc.nat(good.length - 1), fc.nat(255));
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 6 }), async (changes) => {
        const bytes = Buffer.from(good);
        for (const [at, byte] of changes) bytes[at] = byte;
        try {
          const { tree } = await archiveTree(written(bytes));
          for (const { name } of await tree.list(['ada'])) {
            await tree.read(['ada', name]).catch((error: unknown) => {
              expect(error).toHaveProperty('reason');
            });
          }
        } catch (error) {
          expect(error).toBeInstanceOf(UsageError);
        }
      }),
      { numRuns: 100 },
    );
  });
});
