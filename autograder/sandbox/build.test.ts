import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import * as deepLearning from '../../src/deep-learning/index.js';
import * as scratch from '../../src/scratch/index.js';
import { buildDriver, unsaidRooms } from './build.js';
import { families } from './families.js';
import { familiesIn, familyNames, fromScratch } from './family-names.js';

test('the driver holds nothing that no exercise needs: every sandbox reads all of it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'gradus-driver-'));
  try {
    const file = join(folder, 'driver.cjs');
    await buildDriver(fileURLToPath(new URL('../../', import.meta.url)), file, ['scratch']);
    const code = readFileSync(file, 'utf8');
    // The schemas of the judge, and a client for pages on the network.
    expect(/ZodError|xn--[a-z]|Punycode/.test(code)).toBe(false);
    expect(code.length).toBeLessThan(1_500_000);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('of the messages, those that nothing in a sandbox says are left out', async () => {
  const root = fileURLToPath(new URL('../../', import.meta.url));
  const entry = join(root, 'autograder/sandbox/driver-main.ts');
  const { metafile } = await build({
    entryPoints: [entry],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    write: false,
    metafile: true,
    outfile: 'driver.cjs',
    absWorkingDir: root,
    logLevel: 'error',
  });
  const said = new RegExp(`\\bmessages\\([^)]*\\)\\.(${unsaidRooms.join('|')})\\b`);
  const own = Object.keys(metafile.inputs).filter((path) => /^(src|autograder)\//.test(path));
  expect(own.length).toBeGreaterThan(100);
  expect(own.filter((path) => said.test(readFileSync(join(root, path), 'utf8')))).toEqual([]);
});

test('what a family says is said by it alone: its messages go with it', () => {
  const src = fileURLToPath(new URL('../../src/', import.meta.url));
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((path) =>
    /(?<!\.test)\.ts$/.test(path),
  );
  expect(files.length).toBeGreaterThan(500);
  const strangers = files.flatMap((path) => {
    const code = readFileSync(join(src, path), 'utf8');
    return familyNames
      .filter((family) =>
        [
          `messages\\([^)]*\\)\\.${family}\\b`,
          `\\{[^}]*\\b${family}\\b[^}]*\\} = messages\\(`,
        ].some((said) => new RegExp(said).test(code)),
      )
      .filter((family) => !new RegExp(`^(models/)?${family}/`).test(path))
      .map((family) => `${path} says what ${family} says`);
  });
  expect(strangers).toEqual([]);
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
    const other = /resnet18|lstmClassifier/;
    const own = 'ctcBeamSearchDecode';
    expect([alone.includes(own), other.test(alone)]).toEqual([false, false]);
    expect([spoken.includes(own), other.test(spoken)]).toEqual([true, false]);
    expect([all.includes(own), other.test(all)]).toEqual([true, true]);
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
  expect(familiesIn({ a: { allow: ['gradus/deep-learning.softmax'] } })).toEqual(['scratch']);
  expect(
    Object.keys(scratch)
      .filter((name) => Object.hasOwn(deepLearning, name))
      .map((name) => `gradus/deep-learning.${name}`)
      .sort(),
  ).toEqual(fromScratch);
});
