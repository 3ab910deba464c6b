import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { datasetsFolder } from './folder.js';
import { readManifest } from './manifest.js';

const digits = join(datasetsFolder(), 'digits');

async function readChanged(change: Record<string, unknown>): Promise<unknown> {
  const folder = mkdtempSync(join(tmpdir(), 'gradus-manifest-'));
  try {
    const good = JSON.parse(readFileSync(join(digits, 'manifest.json'), 'utf8'));
    writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ ...good, ...change }));
    return await readManifest(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('every bundled manifest is valid and says where the data comes from', async () => {
  const manifest = await readManifest(digits);
  expect(manifest.origin).toContain('UCI');
  expect(manifest.licence).toMatchObject({ id: expect.stringContaining('CC-BY-4.0') });
  expect(readFileSync(join(digits, 'LICENSE'), 'utf8')).toContain('The scikit-learn developers');
});

test('a wrong field is named', async () => {
  await expect(readChanged({ splits: { all: 'many' } })).rejects.toThrow(/splits/);
  await expect(readChanged({ colour: 'red' })).rejects.toThrow(/colour/);
});

test('a file outside the folder cannot be named', async () => {
  for (const path of ['../x.csv.gz', '/etc/passwd', 'a/b.gz', '..', '.hidden', 'a\\b']) {
    const file = { path, format: 'csv', bytes: 1, sha256: '0'.repeat(64) };
    await expect(readChanged({ files: [file] }), path).rejects.toThrow(/path/);
  }
});

test('a licence that is not beside it, an address that is no http, a kind that nobody knows', async () => {
  await expect(readChanged({ licence: { id: 'MIT', file: '../LICENSE' } })).rejects.toThrow(
    /licence/,
  );
  const file = { path: 'x', format: 'csv', bytes: 1, urls: [{ url: 'file:///etc/passwd' }] };
  await expect(readChanged({ files: [file] })).rejects.toThrow(/url/);
  await expect(readChanged({ kind: 'smells' })).rejects.toThrow(/kind/);
});
