import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { record } from './record.js';
import { lessonSeed } from './record-seed.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gradus-record-'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

test('nothing is printed or written where nobody records', () => {
  vi.stubEnv('GRADUS_RECORD', undefined);
  const print = vi.spyOn(console, 'log');
  expect(record('testAccuracy', 0.97)).toBeUndefined();
  expect(print).not.toHaveBeenCalled();
  print.mockRestore();
});

test('a recording run gets each value in its order, to the last digit', () => {
  const file = join(folder, 'values.jsonl');
  vi.stubEnv('GRADUS_RECORD', file);
  record('testAccuracy', 1 / 3);
  record('loss2', -0.5);
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    { name: 'testAccuracy', value: 1 / 3 },
    { name: 'loss2', value: -0.5 },
  ]);
});

test.each([
  ['test accuracy', '"test accuracy"'],
  ['TestAccuracy', '"TestAccuracy"'],
  ['', '""'],
  [3 as unknown as string, '3'],
])('the name %j is refused, recording or not', (name, got) => {
  expect(() => record(name, 1)).toThrow(`such as 'testAccuracy'. Received: ${got}`);
});

test.each([
  [Number.NaN, 'NaN'],
  [Number.NEGATIVE_INFINITY, '-Infinity'],
  ['0.97' as unknown as number, '"0.97"'],
  [undefined as unknown as number, 'undefined'],
])('the value %s is refused', (value, got) => {
  expect(() => record('loss', value)).toThrow(`Received: ${got}`);
});

test('the seed of a lesson is 1 unless the run has another', () => {
  vi.stubEnv('GRADUS_SEED', undefined);
  expect(lessonSeed()).toBe(1);
  vi.stubEnv('GRADUS_SEED', '3');
  expect(lessonSeed()).toBe(3);
  for (const wrong of ['1.5', '-1', 'two', '2147483648']) {
    vi.stubEnv('GRADUS_SEED', wrong);
    expect(() => lessonSeed()).toThrow(`Received: ${wrong}`);
  }
});
