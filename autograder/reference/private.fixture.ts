/** A private reference in a folder of its own, for tests. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { sample } from '../course/sample.js';

export const network = '02-a-network-from-scratch';

/** A test that replaces a hidden one of the course, and one beside it that is worth nothing. */
export const replacement = `import { test, type TestsByExercise } from 'gradus/judge';
import { softmaxAsked } from 'gradus/reference/${network}/demands.js';
import { atSizes } from 'gradus/test-kit/sizes.js';
import { rows } from '../shared.js';

export const tests: TestsByExercise = {
  softmax: [
    atSizes(softmaxAsked, { name: 'a batch of one', points: 0.25, visible: false }, [rows, 3]),
    test({ name: 'PRIVATE-NAME', points: 0, kind: 'value', visible: false }, async (t) => {
      const x = t.tensor([[1, 2]]);
      t.expectClose(await t.student.softmax?.(x), await t.reference.softmax?.(x));
    }),
  ],
};
`;

/** A whole lesson that only the private reference has; its exercise adds one. */
export const ownLesson: Readonly<Record<string, string>> = {
  '07-sample/lesson.md': sample,
  '07-sample/visible.ts': `import { test } from 'gradus/judge';
export const tests = { addOne: [
  test({
    name: { en: 'adds', zh: '加一' }, points: 1, kind: 'value', visible: true,
    hint: { en: 'Plus.', zh: '加号。' },
  }, async (t) => {
    t.expectClose(await t.student.addOne?.(1), 2);
  }),
] };
`,
  '07-sample/hidden.ts': `import { test } from 'gradus/judge';
export const tests = { addOne: [
  test({ name: 'any number', points: 1, kind: 'value', visible: false }, async (t) => {
    const n = t.rng.integer(2, 100);
    t.expectClose(await t.student.addOne?.(n), await t.reference.addOne?.(n));
  }),
] };
`,
  '07-sample/solution.ts': 'export const addOne = (n: number): number => n + 1;\n',
  '07-sample/mutants.ts': `export const mutants = { addOne: [
  { name: 'adds two', guess: 'You add two.', fn: (n: number) => n + 2 },
  { name: 'doubles', guess: { en: 'You double.', zh: '你乘了二。' }, fn: (n: number) => 2 * n },
] };
`,
  '07-sample/variants.ts': `import { addOne } from './solution.js';
export const variants = { addOne: [{ name: 'the other way', fn: (n: number) => 1 + addOne(n - 1) }] };
`,
};

/** Writes files by path; gives the folder and what removes it. */
export function writePrivate(files: Readonly<Record<string, string>>) {
  const folder = mkdtempSync(join(tmpdir(), 'gradus-private-'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return { folder, remove: () => rmSync(folder, { recursive: true }) };
}

/** The same lesson with a CSV and a folder beside the notebook. */
export const lessonWithArtefacts: Readonly<Record<string, string>> = {
  ...ownLesson,
  '07-sample/lesson.md': sample.replace(
    'objectives:',
    `artefacts:
  - { id: digits, title: Your predictions, path: predictions.csv, kind: predictions, points: 4, maxKb: 4 }
  - { id: source, title: Your program, path: src, kind: folder, points: 1 }
objectives:`,
  ),
  '07-sample/artefacts.ts': `import { folder, predictions } from 'gradus/judge';
export const artefacts = {
  digits: predictions({
    id: 'id', columns: ['digit'], labels: { a: [7], b: [8] }, measure: 'PRIVATE-MEASURE',
    baseline: 0.1, bands: [{ from: 0.5, share: 0.5 }, { from: 1, share: 1 }],
  }),
  source: folder({
    check: (files) => ({
      share: files.has('main.ts') ? 1 : 0,
      sentence: { en: 'There is no main.ts.', zh: '没有 main.ts。' },
    }),
  }),
};
`,
};
