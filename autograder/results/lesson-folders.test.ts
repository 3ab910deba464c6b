import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { folderFor, resultsFolders } from './lesson-folders.js';

let out = '';
beforeEach(() => {
  out = mkdtempSync(join(tmpdir(), 'gradus-results-'));
});
afterEach(() => rmSync(out, { recursive: true }));

function put(path: string, lesson: unknown): void {
  mkdirSync(dirname(join(out, path)), { recursive: true });
  writeFileSync(join(out, path), JSON.stringify({ schemaVersion: 1, lesson: { id: lesson } }));
}
async function placeOf(lesson: string, isOneOfSeveral = false): Promise<string> {
  const folder = folderFor(lesson, out, await resultsFolders(out), isOneOfSeveral);
  return folder.slice(out.length);
}

test('one lesson lies in the folder itself, each of several in one of its own', async () => {
  expect(await placeOf('02-net')).toBe('');
  expect(await placeOf('02-net', true)).toBe('/02-net');
  expect(await resultsFolders(join(out, 'none'))).toEqual(new Map());
});

test('another lesson never goes where one is, also where its run was ended', async () => {
  put('results.partial.json', '02-net');
  expect(await placeOf('07-sample')).toBe('/07-sample');
  expect(await placeOf('02-net')).toBe('');
  put('results.json', '02-net');
  expect(await placeOf('07-sample')).toBe('/07-sample');
  expect(await placeOf('02-net', true)).toBe('');
});

test('a lesson goes where its results are', async () => {
  put('02-net/results.json', '02-net');
  put('07-sample/results.json', '07-sample');
  for (const several of [false, true]) {
    expect(await placeOf('02-net', several)).toBe('/02-net');
    expect(await placeOf('09-new', several)).toBe('/09-new');
  }
});

test('a copy under another name, and what is no record, is left alone', async () => {
  put('backup/results.json', '02-net');
  put('02-net/results.json', 7);
  writeFileSync(join(out, 'results.json'), 'no json');
  expect(await resultsFolders(out)).toEqual(new Map());
  expect(await placeOf('02-net')).toBe('');
});
