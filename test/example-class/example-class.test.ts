/** The example class through the real sandbox: every verdict as written down, and nothing else done. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Results } from '../../autograder/results/results.js';
import { readResults } from '../../autograder/results/store.js';
import { wordsIn } from '../../src/messages/text.js';
import { describeIf } from '../capabilities.js';

const here = fileURLToPath(new URL('.', import.meta.url));
const root = join(here, '..', '..');
const built = join(root, 'dist', 'autograder', 'cli.js');

/** Per exercise the points, the verdict of each test, and the codes of issues and notices. */
interface ExpectedExercise {
  score: number;
  tests: Record<string, string>;
  issues: string[];
  notices: string[];
}
interface ExpectedStudent {
  score: number;
  points: number;
  notices: string[];
  exercises: Record<string, ExpectedExercise>;
}

interface Ended {
  code: number;
  out: string;
  err: string;
}

function run(args: string[], cwd: string, more: NodeJS.ProcessEnv = {}): Promise<Ended> {
  const { GRADUS_LANG: _, ...env } = process.env;
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      args,
      { cwd, env: { ...env, ...more }, maxBuffer: 1e8 },
      (_error, out, err) => resolve({ code: child.exitCode ?? -1, out, err }),
    );
  });
}

const codes = (list: readonly { code: string }[]): string[] =>
  [...new Set(list.map(({ code }) => code))].sort();

/** What `expected.json` says, from what was graded. */
function summary(results: Results): Record<string, ExpectedStudent> {
  return Object.fromEntries(
    results.students.map((s) => [
      s.student,
      {
        score: s.score,
        points: s.points,
        notices: codes(s.notices),
        exercises: Object.fromEntries(
          s.exercises.map((e) => [
            e.exercise,
            {
              score: e.score,
              tests: Object.fromEntries(
                e.tests.map((t) => [t.id.slice(e.exercise.length + 1), t.verdict]),
              ),
              issues: codes(e.tests.flatMap((t) => (t.issue ? [t.issue] : []))),
              notices: codes(e.notices),
            },
          ]),
        ),
      },
    ]),
  );
}

let scratch = '';
beforeAll(async () => {
  if (!existsSync(built)) throw new Error('Expected a build in dist/. Run: npm run build');
  scratch = await mkdtemp(join(tmpdir(), 'gradus-class-'));
});
afterAll(() => rm(scratch, { recursive: true }));

it('the committed submissions are what the generator gives', async () => {
  expect(await run([join(here, 'generate.mjs'), '--check'], root)).toMatchObject({
    code: 0,
    err: '',
  });
});

for (const backend of ['unshare', 'bubblewrap'] as const) {
  describeIf(backend, `the example class behind ${backend}`, () => {
    const out = () => join(scratch, backend);
    // One of the two without cgroups: what holds the limits changes no verdict.
    const env = backend === 'bubblewrap' ? { GRADUS_NO_CGROUP: '1' } : {};
    const grade = (to: string, ...more: string[]) => {
      const args = [built, 'grade', '--sandbox', backend, '--out', to, '--jobs', '2', ...more];
      return run(args, scratch, env);
    };
    let first: Ended;
    let results: Results;

    beforeAll(async () => {
      first = await grade(out());
      if (first.code !== 0) throw new Error(`grade ended with ${first.code}:\n${first.err}`);
      results = await readResults(out());
    }, 180_000);

    it('finishes with every verdict as it is written down', async () => {
      const expected = JSON.parse(await readFile(join(here, 'expected.json'), 'utf8'));
      const got = summary(results);
      expect(Object.keys(got)).toEqual(Object.keys(expected));
      for (const [student, wanted] of Object.entries(expected)) {
        expect(got[student], student).toEqual(wanted);
      }
    });

    it('names the sandbox, and shows points and progress', () => {
      expect(results.isolation).toMatchObject({ backend, unsafe: false });
      const limits = backend === 'bubblewrap' ? /limits by polling/ : /limits by (cgroup|polling)/;
      expect(wordsIn(results.isolation.mechanism, 'en')).toMatch(limits);
      expect(first.out).toMatch(/^ada +\d/m);
      expect(first.err).toContain('18/18');
      expect(first.err).toContain('public');
    });

    it("shows nothing of the hidden phase on a student's page", async () => {
      const files = await readdir(join(out(), 'student'));
      expect(files).toHaveLength(36);
      for (const student of results.students) {
        const pages = files.filter((name) => name.startsWith(`${student.page}.`));
        const text = (
          await Promise.all(pages.map((name) => readFile(join(out(), 'student', name), 'utf8')))
        ).join('\n');
        for (const { tests } of student.exercises) {
          const shown = tests.filter((t) => t.visible).map((t) => JSON.stringify(t));
          for (const { name, visible, issue } of tests) {
            if (visible || issue === undefined) continue;
            for (const secret of [issue.expected, issue.got, issue.params.message]) {
              // A value of a visible test may be equal: then it is no secret.
              if (typeof secret !== 'string' || secret.length < 8) continue;
              if (shown.some((s) => s.includes(secret))) continue;
              expect(text, `${student.student}, ${name}`).not.toContain(secret);
            }
          }
        }
      }
      // zermelo prints every input: the three visible ones may be seen, the hidden ones not.
      const zermelo = results.students.find((s) => s.student === 'zermelo');
      const page = await readFile(join(out(), 'student', `${zermelo?.page}.html`), 'utf8');
      expect(page).toContain('SEEN 3');
      expect(page).not.toContain('SEEN 4');
    });

    it('kept the reference and the gradebook out of reach', async () => {
      const zermelo = results.students.find((s) => s.student === 'zermelo');
      const softmax = zermelo?.exercises.find((e) => e.exercise === 'softmax');
      expect(softmax?.output).toContain('FOUND 0');
      for (const folder of ['/', '/home', '/tmp', root, join(root, '..'), here, scratch, out()]) {
        expect(existsSync(join(folder, 'zermelo-was-here')), folder).toBe(false);
        for (const name of ['results.json', 'results/results.json']) {
          const text = await readFile(join(folder, name), 'utf8').catch(() => '');
          expect(text, join(folder, name)).not.toBe('{"zermelo":100}');
        }
      }
    });

    if (backend === 'unshare') {
      it('gives the same bytes a second time, with a sandbox for each exercise', async () => {
        const again = join(scratch, 'again');
        expect((await grade(again, '--isolate', 'exercise')).code).toBe(0);
        for (const name of ['results.json', 'instructor/index.html']) {
          expect(await readFile(join(again, name), 'utf8'), name).toBe(
            await readFile(join(out(), name), 'utf8'),
          );
        }
      }, 180_000);

      it('grades one exercise of one student again and leaves the rest', async () => {
        const before = await readFile(join(out(), 'results.json'), 'utf8');
        const args = ['grade', '--sandbox', backend, '--out', out(), '--only', 'ada'];
        const ended = await run([built, ...args, '--only', 'softmax'], scratch);
        expect(ended.code).toBe(0);
        expect(ended.out.trim().split('\n')).toHaveLength(2);
        expect(await readFile(join(out(), 'results.json'), 'utf8')).toBe(before);
      });

      it('refuses a name that is neither student nor exercise, with a near one', async () => {
        const ended = await run([built, 'grade', '--only', 'sofmtax', '--out', out()], scratch);
        expect(ended.code).toBe(2);
        expect(ended.err).toContain('Did you mean softmax?');
      });
    }
  });
}

/** One that is right, a memory bomb, forged frames, and a look around. */
const sample = ['ada', 'markov', 'turing', 'zermelo'];

for (const backend of ['podman', 'docker', 'plain-uid'] as const) {
  describeIf(backend, `a part of the example class behind ${backend}`, () => {
    it('has the same verdicts, and the report names the sandbox', async () => {
      const out = join(scratch, backend);
      const only = sample.flatMap((student) => ['--only', student]);
      const ended = await run(
        [built, 'grade', '--sandbox', backend, '--out', out, '--jobs', '2', ...only],
        scratch,
      );
      expect(ended).toMatchObject({ code: 0 });
      const results = await readResults(out);
      const expected = JSON.parse(await readFile(join(here, 'expected.json'), 'utf8'));
      expect(summary(results)).toEqual(
        Object.fromEntries(sample.map((student) => [student, expected[student]])),
      );
      expect(results.isolation).toMatchObject({ backend, unsafe: false });
      expect(ended.err.includes('Graded without namespaces')).toBe(backend === 'plain-uid');
    }, 180_000);
  });
}

describeIf('unshare', 'gradus check', () => {
  const check = (student: string, ...more: string[]) =>
    run([built, 'check', join(here, 'submissions', student, 'lesson.ipynb'), ...more], scratch);

  it('exit code 0 when every visible test passes, and no hidden test is run', async () => {
    const { code, out } = await check('ada');
    expect(out).not.toContain('hidden');
    expect(out).toMatch(/(\d+) of \1 visible tests passed: ([\d.]+) of \2 points/);
    expect(out).toContain('Hidden tests give 9 more when you hand in.');
    expect(code).toBe(0);
  });

  it('exit code 1 when one fails, with the reason', async () => {
    const { code, out } = await check('dijkstra');
    expect(out).toContain('✗ softmax/very-large-scores');
    expect(out).toContain('where a finite number is expected');
    expect(code).toBe(1);
  });

  /** What is said of a notebook that was cut off: the line is its last. */
  const endOf = async (student: string): Promise<string> => {
    const file = join(here, 'submissions', student, 'lesson.ipynb');
    const { length } = (await readFile(file, 'utf8')).split('\n');
    return `its JSON ends in the middle (line ${length})`;
  };

  it('what is wrong with a file that does not say its lesson either', async () => {
    const { code, err } = await check('shannon');
    expect(err).toContain(await endOf('shannon'));
    expect(code).toBe(2);
  });

  it('exit code 1 for a file that is no notebook', async () => {
    const { code, out } = await check('shannon', '--lesson', '02-a-network-from-scratch');
    expect(out).toContain(await endOf('shannon'));
    expect(code).toBe(1);
  });
});

describe('the table in the README', () => {
  it('names the students that there are', async () => {
    const text = await readFile(join(here, 'README.md'), 'utf8');
    const named = [...text.matchAll(/^\| `([a-z]+)` +\|/gm)].map(([, name]) => name);
    expect(named).toEqual(await readdir(join(here, 'submissions')));
    expect(named).toHaveLength(18);
  });
});
