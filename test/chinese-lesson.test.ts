/** The lesson in Chinese is the same work: what is handed in of it is judged as the English one is. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type Lesson,
  readLesson,
  solutionSources,
  solvedNotebook,
} from '../autograder/course/index.js';
import { lessonIn } from '../autograder/course/translated.js';
import { gradeClass } from '../autograder/grading/grade-class.js';
import { packageRoot } from '../src/package-root.js';
import { describeIf } from './capabilities.js';

const root = packageRoot();
const id = '02-a-network-from-scratch';
const temporary = mkdtempSync(join(tmpdir(), 'gradus-chinese-'));
afterAll(() => rmSync(temporary, { recursive: true }));

/** The answers that a student of the example class has handed in. */
function answersOf(student: string): Record<string, string> {
  const file = join(root, 'test/example-class/submissions', student, 'lesson.ipynb');
  const { cells } = JSON.parse(readFileSync(file, 'utf8')) as {
    cells: { source: string[]; metadata: { gradus?: { exercise?: string } } }[];
  };
  const answers = cells.flatMap(({ source, metadata }) =>
    metadata.gradus?.exercise === undefined
      ? []
      : [[metadata.gradus.exercise, source.join('')] as const],
  );
  return Object.fromEntries(answers);
}

describeIf('unshare', 'a notebook in Chinese that is handed in', () => {
  const folder = join(temporary, 'class');
  const wrong = ['dijkstra', 'euler', 'hypatia'];
  const put = (student: string, lesson: Lesson, solutions: Record<string, string>) => {
    mkdirSync(join(folder, student), { recursive: true });
    writeFileSync(join(folder, student, 'lesson.ipynb'), solvedNotebook(lesson, { solutions }));
  };
  beforeAll(async () => {
    const english = await readLesson(join(root, 'notebooks', id, 'lesson.md'));
    const chinese = await lessonIn(english, 'zh');
    expect(chinese.language).toBe('zh');
    const solution = solutionSources(join(root, 'autograder/reference', id, 'solution.ts'));
    const right = Object.fromEntries(english.exercises.map(({ id }) => [id, solution[id] ?? '']));
    put('right-zh', chinese, right);
    for (const student of wrong) {
      put(`${student}-en`, english, answersOf(student));
      put(`${student}-zh`, chinese, answersOf(student));
    }
  });

  test('has full points when it is right, and the verdicts of the English one when not', async () => {
    const secret = Buffer.alloc(32, 7);
    const options = { folder, secret, sandbox: 'auto' as const, jobs: 2, only: [] };
    const { grade } = await gradeClass({ ...options, onProgress() {} });
    expect(grade.lesson).toMatchObject({ id, points: 20 });
    const record = (student: string) => {
      const found = grade.students.find((one) => one.student === student);
      if (found === undefined) throw new Error(`Expected results of ${student}.`);
      return found;
    };
    const verdicts = (student: string) =>
      record(student).exercises.flatMap(({ tests }) => tests.map((one) => [one.id, one.verdict]));
    expect(record('right-zh')).toMatchObject({ score: 20, points: 20, notices: [] });
    for (const student of wrong) {
      const [en, zh] = [record(`${student}-en`), record(`${student}-zh`)];
      expect(zh.score).toBeLessThan(20);
      expect(zh.score).toBe(en.score);
      expect(verdicts(`${student}-zh`)).toEqual(verdicts(`${student}-en`));
      expect(zh.notices.map(({ code }) => code)).toEqual(en.notices.map(({ code }) => code));
    }
  }, 240_000);
});

describe('a question of the built package', () => {
  const ask = (language: string, name: string, answer: string): string => {
    const script = `
      const { quiz } = await import('./dist/src/notebook/index.js');
      await quiz('${name}', '${answer}');`;
    return execFileSync(process.execPath, ['--input-type=module', '-e', script], {
      cwd: root,
      encoding: 'utf8',
      env: { ...process.env, GRADUS_LANG: language },
    });
  };

  test('is answered with its reason in the language of the reader', () => {
    expect(ask('zh', 'firstLoss', 'c')).toMatch(/^✓ 答对了。什么都不知道的网络，代价是 ln 10/);
    expect(ask('zh', 'deadUnits', 'a')).toMatch(/^✗ 不对。如果单元全部失活/);
    expect(ask('en', 'firstLoss', 'c')).toMatch(/^✓ Right\. A network that knows nothing costs/);
  });
});

describe('gradus build', () => {
  /** The project as it is, with lessons of its own. */
  const copy = join(temporary, 'project');
  const zh = join(copy, 'notebooks', id, 'lesson.zh.md');
  const build = (...words: string[]) => {
    const program = join(copy, 'dist/autograder/cli.js');
    try {
      const out = execFileSync(process.execPath, [program, ...words], {
        encoding: 'utf8',
        stdio: 'pipe',
        env: { ...process.env, GRADUS_LANG: 'en' },
      });
      return { code: 0, text: out };
    } catch (error) {
      const { status, stdout, stderr } = error as {
        status: number;
        stdout: string;
        stderr: string;
      };
      return { code: status, text: stdout + stderr };
    }
  };
  beforeAll(() => {
    for (const name of ['dist', 'notebooks', 'syllabus.md', 'README.md', 'package.json']) {
      cpSync(join(root, name), join(copy, name), { recursive: true });
    }
    execFileSync('ln', ['-s', join(root, 'node_modules'), join(copy, 'node_modules')]);
  });

  test('names a block that is stale, one that is missing, one that is not translated', () => {
    const english = join(copy, 'notebooks', id, 'lesson.md');
    const [before, chinese] = [readFileSync(english, 'utf8'), readFileSync(zh, 'utf8')];
    writeFileSync(english, before.replace('Before any model, look.', 'Look before any model.'));
    const stale = build('build');
    expect(stale.code).toBe(1);
    expect(stale.text).toMatch(/lesson\.zh\.md:\d+:1: .*look-at-the-data-text-1/);
    expect(build('translate', id, '--accept', 'look-at-the-data-text-1')).toMatchObject({
      code: 0,
    });
    expect(build('build', '--check')).toMatchObject({ code: 0 });

    const more = before.replace('## Train, live', 'One thing more.\n\n## Train, live');
    writeFileSync(english, more);
    writeFileSync(zh, chinese.replace(/<!-- block: set-up-text-2 [\s\S]*?(?=<!-- block)/, ''));
    const missing = build('build');
    expect(missing.code).toBe(1);
    expect(missing.text).toMatch(/lesson\.zh\.md:1:1: .*set-up-text-2/);
    expect(build('translate', id).text).toContain('set-up-text-2 was added, to be translated');
    // What is added is English behind a mark, and cannot be accepted as it stands.
    expect(build('translate', id, '--accept', 'all')).toMatchObject({ code: 1 });
  }, 120_000);
});
