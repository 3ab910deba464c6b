/** Recorded numbers end to end: a small lesson, solved, in the real kernel. */
import { expect, test } from 'vitest';
import { parseLesson } from '../../autograder/course/index.js';
import { runForNumbers } from '../../autograder/course/numbers-run.js';
import { CourseError, problemText } from '../../autograder/course/problem.js';
import { sample } from '../../autograder/course/sample.js';
import { describeIf } from '../capabilities.js';
import { root } from './run-cells.js';

const lessonWith = (code: string) =>
  parseLesson(
    sample
      .replace('---\n\n## Begin', 'numbers:\n  double: {}\n---\n\n## Begin')
      .replace('Text before', 'It is {{double}} before')
      .replace("await check('addOne', addOne);", "addOne(1); // await check('addOne', addOne)")
      .replace(
        '## Exercise',
        `## Run\n\n\`\`\`ts\nimport { lessonSeed, record } from 'gradus';\n${code}\n\`\`\`\n\n## Exercise`,
      ),
    'lesson.md',
  );
const solutions = { addOne: 'const addOne = (n: number): number => n + 1;' };
const run = (code: string, seed: number, timeoutSeconds = 90) =>
  runForNumbers(lessonWith(code), { root, solutions, seed, timeoutSeconds });
const told = (code: string, timeoutSeconds?: number): Promise<string[]> =>
  run(code, 1, timeoutSeconds).then(
    () => [],
    (error: unknown) => {
      if (!(error instanceof CourseError)) throw error;
      return error.problems.map((one) => problemText(one, 'en'));
    },
  );

describeIf('jupyter', 'a solved lesson that records', () => {
  test('runs on the seed that it is given', async () => {
    expect((await run("record('double', 2 * lessonSeed());", 21)).values).toEqual({ double: 42 });
  }, 120_000);

  test.each([
    ["record('double', NaN);", /lesson\.md:\d+:1: .*fails on seed 1: .*finite number/],
    ["record('double', 1); console.error('oh');", /writes to stderr on seed 1: oh/],
    ["if (lessonSeed() > 5) record('double', 1);", /No value of double is recorded/],
    ["for (const n of [1, 2]) record('double', n);", /double is recorded twice/],
    ["record('double', 1); process.exit(3);", /did not run to its end on seed 1/],
  ])(
    '%s is told with its place',
    async (code, sentence) => {
      expect(await told(code)).toEqual([expect.stringMatching(sentence)]);
    },
    120_000,
  );
});
