import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writtenMb } from './disk.js';

const mb = Buffer.alloc(1024 * 1024, 1);
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gradus-disk-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** What a uid that owns nothing else here has written. */
const written = (): number => writtenMb(4_000_000_000, folder);

test('files count, in folders below too, each once', () => {
  mkdirSync(join(folder, 'a/b'), { recursive: true });
  writeFileSync(join(folder, 'one'), mb);
  writeFileSync(join(folder, 'a/b/two'), mb);
  expect(written()).toBeCloseTo(2, 1);
});

test('too many files are over any limit', () => {
  for (let i = 0; i < 10_001; i++) closeSync(openSync(join(folder, String(i)), 'w'));
  expect(written()).toBe(Number.POSITIVE_INFINITY);
});

test('a place that is not there holds nothing', () => {
  expect(writtenMb(4_000_000_000, join(folder, 'nowhere'))).toBe(0);
});
