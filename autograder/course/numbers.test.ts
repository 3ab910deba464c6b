import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { buildLessons } from './build.js';
import { type Lesson, parseLesson } from './lesson.js';
import { referencesIn } from './numbers.js';
import type { Recorded } from './numbers-file.js';
import {
  codeHash,
  differences,
  fillNumbers,
  gateProblems,
  numberText,
} from './numbers-recorded.js';
import { CourseError, problemText } from './problem.js';
import { sample } from './sample.js';
import { sampleSyllabus } from './syllabus/sample.js';

const declared = `numbers:
  testAccuracy:
    format: percent
    baseline: guessing
    floors: { fast: 0.8, full: 0.9 }
  guessing:
    format: percent
    digits: 0
  loss: { digits: 2, unit: nats, better: lower, floors: { fast: 1, full: 0.5 } }
`;
const cell = `import { record } from 'gradus';
record('testAccuracy', 0.9);
record('guessing', 0.1);
if (one === 1) record('loss', 0.3);`;
/** The sample with numbers declared, recorded and shown; then one text replaced. */
function numbered(from = '', to = ''): string {
  const text = sample
    .replace('---\n\n## Begin', `${declared}---\n\n## Begin`)
    .replace('const one = 1;', `const one = 1;\n${cell}`)
    .replace('Text before,', 'It got **{{testAccuracy}}** and {{ loss }} before,');
  if (!text.includes(from)) throw new Error(`the lesson has no ${from}`);
  return text.replace(from, to);
}
function problemsOf(text: string): string[] {
  try {
    parseLesson(text, 'lesson.md');
    return [];
  } catch (error) {
    if (!(error instanceof CourseError)) throw error;
    return error.problems.map((one) => problemText(one, 'en'));
  }
}
const lesson = parseLesson(numbered(), 'lesson.md');
const values = {
  testAccuracy: [0.95, 0.97, 0.93],
  guessing: [0.1, 0.1, 0.1],
  loss: [0.3, 0.4, 0.2],
};
const recordedFor = (of: Lesson, numbers: Record<string, number[]> = values): Recorded => ({
  schemaVersion: 2,
  lesson: of.id,
  command: `gradus numbers ${of.id} --seeds 1,2,3`,
  commit: 'abc',
  machine: { cpu: 'x', cores: 2, memoryGb: 8, system: 'linux x64', node: 'v20' },
  backend: { name: 'tensorflow', device: 'CPU' },
  at: '2026-01-01T00:00:00.000Z',
  code: codeHash(of),
  seeds: [1, 2, 3],
  seconds: [1, 1, 1],
  numbers,
});

describe('what a lesson says of its numbers', () => {
  test('is read with defaults and places', () => {
    expect(lesson.numbers.guessing).toMatchObject({ format: 'percent', better: 'higher' });
    expect(lesson.numberLines).toEqual({ testAccuracy: 14, guessing: 18, loss: 21 });
    expect(problemsOf(numbered())).toEqual([]);
  });

  test.each<[string, string, string, RegExp]>([
    [
      'an unknown name',
      '{{testAccuracy}}',
      '{{testAcuracy}}',
      /^lesson\.md:26:10: The text shows \{\{testAcuracy\}\}.*Declared: testAccuracy, guessing, loss/,
    ],
    [
      'no name at all',
      '{{ loss }}',
      '{{the loss}}',
      /^lesson\.md:26:33: The text shows \{\{the loss\}\}/,
    ],
    [
      'an undeclared one',
      "record('guessing'",
      "record('guesing'",
      /^lesson\.md:32:1: This cell records guesing/,
    ],
    [
      'one that no cell records',
      "record('guessing', 0.1);",
      '',
      /^lesson\.md:18:3: No cell records guessing: import `record`/,
    ],
    [
      'one that nothing uses',
      '    baseline: guessing\n',
      '',
      /^lesson\.md:17:3: Nothing uses guessing/,
    ],
    [
      'a baseline that is none',
      'baseline: guessing',
      'baseline: chance',
      /^lesson\.md:14:3: The baseline of testAccuracy.*Received: chance/,
    ],
    [
      'a number as its own baseline',
      'baseline: guessing',
      'baseline: testAccuracy',
      /Received: testAccuracy/,
    ],
    [
      'a computed name',
      "record('loss'",
      'record(`loss`',
      /^lesson\.md:33:1: Expected a name in quotation marks/,
    ],
    [
      'a heading',
      '## Begin',
      '## Begin {{loss}}',
      /^lesson\.md:24:1: A number is not filled in.*Move \{\{loss\}\}/,
    ],
    ['HTML', '<summary>Hint 1: a nudge', '<summary>Hint {{loss}}', /A number is not filled in/],
    [
      'an unknown format',
      'format: percent\n    baseline',
      'format: per cent\n    baseline',
      /^lesson\.md:15:13: Field numbers\.testAccuracy\.format/,
    ],
  ])('%s is told with its place', (_, from, to, told) => {
    const problems = problemsOf(numbered(from, to));
    expect(problems).toEqual(expect.arrayContaining([expect.stringMatching(told)]));
  });

  test('code, formulas and escapes are no references', () => {
    const text =
      'A `{{a}}`, $x^{{b}}$, \\$5 and {{c}} for \\$6.\n\n```python\n{{d}}\n```\n\n- | {{e}}';
    expect(referencesIn(text).map(({ name }) => name)).toEqual(['c', 'e']);
  });
});

describe('a number in the text', () => {
  test('is the mean with its spread, in the words of the language', () => {
    const { testAccuracy, loss } = lesson.numbers;
    if (testAccuracy === undefined || loss === undefined) throw new Error('not declared');
    expect(numberText([0.95, 0.97, 0.93], testAccuracy, 'en')).toBe(
      '95.0 % (from 93.0 % to 97.0 % on 3 seeds)',
    );
    expect(numberText([0.95, 0.97, 0.93], testAccuracy, 'zh')).toBe(
      '95.0%（3 个随机种子，93.0% 至 97.0%）',
    );
    expect(numberText([0.3, 0.3001], loss, 'en')).toBe('0.30 nats');
  });

  test('is filled into a text, more than once, and only where it was recorded', () => {
    const full = { ...lesson, recorded: recordedFor(lesson, { guessing: [0.1, 0.1, 0.1] }) };
    const source = '{{guessing}} and `{{guessing}}`\n\n- {{guessing}}, {{loss}}';
    expect(fillNumbers(source, full)).toBe('10 % and `{{guessing}}`\n\n- 10 %, {{loss}}');
  });
});

describe('gates', () => {
  const told = (numbers: Record<string, number[]>, mode: 'fast' | 'full' = 'full') =>
    gateProblems(lesson, { seeds: [1, 2, 3], numbers }, mode).map((one) => problemText(one, 'en'));

  test('hold where they are met, each mode with its own floor', () => {
    expect(told(values)).toEqual([]);
    expect(told({ ...values, testAccuracy: [0.9, 0.9, 0.9] })).toEqual([]);
    expect(told({ ...values, testAccuracy: [0.85, 0.9, 0.9] }, 'fast')).toEqual([]);
  });

  test('name the seed that misses a floor, upwards and downwards', () => {
    expect(told({ ...values, testAccuracy: [0.95, 0.85, 0.95] })).toEqual([
      expect.stringMatching(
        /^lesson\.md:14:3: testAccuracy misses its floor \(full\) on seed 2\. Expected at least as good as 90\.0 %\. Received: 85\.0 %/,
      ),
    ]);
    expect(told({ ...values, loss: [0.3, 0.4, 0.6] })).toEqual([
      expect.stringMatching(/^lesson\.md:21:3: loss misses .*seed 3.*0\.50 nats.*0\.60 nats/),
    ]);
  });

  test('want more than the baseline on every seed; equal is not enough', () => {
    expect(told({ ...values, guessing: [0.1, 0.97, 0.1] })).toEqual([
      expect.stringMatching(
        /testAccuracy does not beat its baseline guessing on seed 2\. Expected better than 97\.0 %\. Received: 97\.0 %/,
      ),
    ]);
  });

  test('want each number', () => {
    const { loss: _, ...rest } = values;
    expect(told(rest)).toEqual([expect.stringContaining('No value of loss is recorded: run')]);
  });

  test('a number written by hand differs from what the lesson gives', () => {
    const run = { seeds: [1], numbers: { testAccuracy: [0.95], guessing: [0.1], loss: [0.3] } };
    expect(differences(lesson, recordedFor(lesson), run)).toEqual([]);
    const planted = recordedFor(lesson, { ...values, testAccuracy: [0.99, 0.97, 0.93] });
    expect(differences(lesson, planted, run).map((one) => problemText(one, 'en'))).toEqual([
      expect.stringMatching(
        /numbers\.json says that testAccuracy is 0\.99 on seed 1, and the lesson gives 0\.95/,
      ),
    ]);
    const small = recordedFor(lesson, { ...values, testAccuracy: [0.951, 0.97, 0.93] });
    expect(differences(lesson, small, run)).toEqual([]);
  });
});

describe('gradus build', () => {
  let root: string;
  const at = (name: string) => join(root, 'notebooks', '07-sample', name);
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'gradus-numbers-'));
    mkdirSync(at('.'), { recursive: true });
    writeFileSync(join(root, 'syllabus.md'), sampleSyllabus);
    writeFileSync(at('lesson.md'), numbered());
  });
  afterEach(() => rmSync(root, { recursive: true }));
  const build = async () => {
    const loadReference = () => Promise.reject(new Error('none'));
    const { problems, lessons } = await buildLessons({ root, loadReference });
    const own = problems.filter(({ code }) => code.startsWith('number'));
    return { told: own.map((one) => problemText(one, 'en')), lessons };
  };
  const put = (recorded: unknown) => writeFileSync(at('numbers.json'), JSON.stringify(recorded));

  test('fills the numbers in', async () => {
    put(recordedFor(lesson));
    expect((await build()).told).toEqual([]);
    const notebook = readFileSync(at('lesson.ipynb'), 'utf8');
    expect(notebook).toContain(
      'It got **95.0 % (from 93.0 % to 97.0 % on 3 seeds)** and 0.30 nats',
    );
    expect(notebook).not.toContain('{{');
  });

  test.each<[string, () => unknown, RegExp]>([
    [
      'the file',
      () => undefined,
      /lesson\.md:14:3: .*none are recorded: run `gradus numbers 07-sample`/,
    ],
    [
      'a number',
      () => recordedFor(lesson, { loss: [0, 0, 0], guessing: [0, 0, 0] }),
      /No value of testAccuracy/,
    ],
    [
      'a seed of a number',
      () => recordedFor(lesson, { ...values, loss: [0.3] }),
      /is not what `gradus numbers/,
    ],
    [
      'a field',
      () => ({ ...recordedFor(lesson), commit: undefined }),
      /is not what `gradus numbers/,
    ],
    [
      'the code that made it',
      () => ({ ...recordedFor(lesson), code: '0' }),
      /The code of the lesson has changed/,
    ],
    [
      'its lesson',
      () => ({ ...recordedFor(lesson), lesson: '08-other' }),
      /is not what `gradus numbers/,
    ],
    [
      'its floor',
      () => recordedFor(lesson, { ...values, loss: [0.3, 0.9, 0.3] }),
      /loss misses its floor/,
    ],
    [
      'its baseline',
      () => recordedFor(lesson, { ...values, guessing: [1, 0, 0] }),
      /does not beat its baseline/,
    ],
  ])('fails and compiles nothing where the record lacks %s', async (_, make, told) => {
    const recorded = make();
    if (recorded !== undefined) put(recorded);
    const result = await build();
    expect(result.told).toEqual([expect.stringMatching(told)]);
    expect(result.lessons).toEqual([]);
  });
});
