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
  expect(manifest.source).toContain('UCI');
  expect(manifest.licence).toContain('CC BY 4.0');
  expect(readFileSync(join(digits, 'LICENSE'), 'utf8')).toContain('The scikit-learn developers');
});

test('a wrong field is named', async () => {
  await expect(readChanged({ examples: 'many' })).rejects.toThrow(/examples/);
  await expect(readChanged({ colour: 'red' })).rejects.toThrow(/colour/);
});

test('a file outside the folder cannot be named', async () => {
  const file = { path: '../x.csv.gz', format: 'csv.gz', bytes: 1, sha256: '0'.repeat(64) };
  await expect(readChanged({ file })).rejects.toThrow(/path/);
});
