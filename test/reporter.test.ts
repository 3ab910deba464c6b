import { expect, test } from 'vitest';
import { skipMark } from './capabilities.js';
import {
  askedFor,
  forbidden,
  parseAllowed,
  readSkip,
  skipLines,
  slowestLines,
} from './reporter.js';

const finding = { ok: false, detail: 'binding not built', remedy: 'npm run gradus -- setup' };
const native = readSkip(`figures${skipMark('native', finding)} > draws`);

test('a skipped suite says which capability it lacks and what mends it', () => {
  expect(native).toMatchObject({
    needs: 'native',
    detail: 'binding not built; to mend: npm run gradus -- setup',
  });
  expect(skipLines([native, native, readSkip('slow one')])).toEqual([
    '  native: 2 tests (binding not built; to mend: npm run gradus -- setup)',
    '  slow one: 1 test',
  ]);
});

test('only a listed capability or test may be skipped in CI', () => {
  const allowed = parseAllowed('# GPU-less runners\nbrowser  # no Chromium\n\nslow one\n');
  expect(forbidden([native, readSkip('slow one')], allowed)).toEqual([native]);
  expect(forbidden([native], parseAllowed('native'))).toEqual([]);
});

test('what a run by -t left out is no skip, whatever stands between the names', () => {
  expect(askedFor('softmax > rows add up', undefined)).toBe(true);
  expect(askedFor('softmax > rows add up', /softmax rows/)).toBe(true);
  expect(askedFor('softmax > rows add up', /denseBackward/)).toBe(false);
});

test('the longest files come first, as many as are asked for', () => {
  const files = [
    { file: 'a', milliseconds: 1499 },
    { file: 'b', milliseconds: 61_000 },
    { file: 'c', milliseconds: 2600 },
  ];
  expect(slowestLines(files, 2)).toEqual(['  61 s  b', '  3 s  c']);
  expect(files[0]?.file).toBe('a');
});
