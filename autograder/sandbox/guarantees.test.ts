import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { endings } from './exit-verdict.fixture.js';
import { overLimits } from './over-limits.fixture.js';

const read = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8');

/** Titles of the tests in a file, as they are written. */
function titles(file: string): string[] {
  const found = read(file).matchAll(/\btest(?:\.skipIf\([^)]*\))?\(\s*(['`])((?:(?!\1).)+)\1/g);
  return [...found].map(([, , title]) => title as string);
}

const proofs = {
  'isolation.test.ts': titles('isolation.test.ts'),
  // Its last test is what an ordinary user sees.
  'plain-uid.test.ts': titles('plain-uid.test.ts').filter(
    (t) => t !== 'plain-uid is for root only',
  ),
  'endings.fixture.ts': endings.map(([name]) => name),
  'limits.test.ts': [...titles('limits.test.ts'), ...overLimits.map(({ name }) => name)],
} as const;
type File = keyof typeof proofs;

const lines = read('GUARANTEES.md')
  .split('\n')
  .filter((line) => line.startsWith('| ') && !/ (proved|shown) by \|$/.test(line))
  .map((line) => {
    const cells = line.split('|').map((cell) => cell.trim());
    const [, claim = '', bubblewrap = '', unshare = '', engines = '', plainUid = ''] = cells;
    const named = cells[6] ?? '';
    const tests = [...named.matchAll(/`([^:`]+): ([^`]+)`/g)].map(([, file, title]) => ({
      file: file as File,
      title: title as string,
    }));
    return { claim, walls: [bubblewrap, unshare, engines], plainUid, tests };
  });

test('the page has its lines', () => {
  expect(lines.length).toBeGreaterThan(20);
});

describe.each(lines)('$claim', ({ walls, plainUid, tests }) => {
  test('names tests that exist', () => {
    expect(tests.length).toBeGreaterThan(0);
    for (const { file, title } of tests) expect(proofs[file], file).toContain(title);
  });

  test('every yes is proved behind that backend', () => {
    const files = tests.map(({ file }) => file);
    if (files.includes('endings.fixture.ts')) return;
    // One file tests all backends that have walls.
    if (walls.some((cell) => cell.startsWith('yes'))) expect(files).toContain('isolation.test.ts');
    if (plainUid === 'yes' && !tests.some(({ title }) => title.startsWith('where no sandbox'))) {
      expect(files).toContain('plain-uid.test.ts');
    }
  });
});

test.each(Object.entries(proofs))('every test of %s stands on a line', (file, all) => {
  const named = lines
    .flatMap(({ tests }) => tests)
    .filter((proof) => proof.file === file)
    .map(({ title }) => title);
  expect(all.filter((title) => !named.includes(title))).toEqual([]);
});
