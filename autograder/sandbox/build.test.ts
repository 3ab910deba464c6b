import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { buildDriver } from './build.js';
import { families } from './families.js';
import { familiesIn, familyNames } from './family-names.js';

test('the driver holds nothing that no exercise needs: every sandbox reads all of it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'gradus-driver-'));
  try {
    const file = join(folder, 'driver.cjs');
    await buildDriver(fileURLToPath(new URL('../../', import.meta.url)), file);
    const code = readFileSync(file, 'utf8');
    // The schemas of the judge, and a client for pages on the network.
    expect(code).not.toMatch(/ZodError|xn--[a-z]|Punycode/);
    expect(code.length).toBeLessThan(1_500_000);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('of the families only those that a lesson lets its exercises use are in it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'gradus-driver-'));
  const root = fileURLToPath(new URL('../../', import.meta.url));
  const sizeWith = async (families: readonly string[]): Promise<[string, number]> => {
    const file = join(folder, `${families.join('-')}.cjs`);
    await buildDriver(root, file, families);
    const code = readFileSync(file, 'utf8');
    return [code, code.length];
  };
  try {
    const [alone, none] = await sizeWith([]);
    const [spoken, one] = await sizeWith(['speech']);
    const [all] = await sizeWith(familyNames);
    expect(alone).not.toMatch(/ctcBeamSearchDecode|resnet18|lstmClassifier/);
    expect(spoken).toContain('ctcBeamSearchDecode');
    expect(spoken).not.toMatch(/resnet18|lstmClassifier/);
    expect(all).toMatch(/resnet18/);
    expect(one).toBeGreaterThan(none);
    await expect(sizeWith(['nobody'])).rejects.toThrow('Received: nobody');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('the families of a lesson are those that its rules name', () => {
  const allowed = {
    a: { allow: ['tf.train', 'gradus/speech.ctcLoss'] },
    b: { allow: ['gradus/nlp'] },
  };
  expect(familiesIn(allowed)).toEqual(['nlp', 'speech']);
  expect(familiesIn({ a: { allow: ['gradus.Trainer'], deny: ['gradus/vision'] } })).toEqual([]);
  expect(Object.keys(families).sort()).toEqual([...familyNames].sort());
});
