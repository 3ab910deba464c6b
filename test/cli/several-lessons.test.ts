/** The built command on a class of several lessons: where results go, and what stops what. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parseLesson } from '../../autograder/course/index.js';
import { solvedNotebook } from '../../autograder/course/solved.js';
import { network, ownLesson } from '../../autograder/reference/private.fixture.js';
import { readResults } from '../../autograder/results/store.js';
import { describeIf } from '../capabilities.js';

const built = fileURLToPath(new URL('../../dist/autograder/cli.js', import.meta.url));
const example = fileURLToPath(new URL('../example-class/submissions/', import.meta.url));
const sample = '07-sample';
const answer = (more: number) => `function addOne(n: number): number {\n  return n + ${more};\n}`;
const sampleNotebook = (more: number) =>
  solvedNotebook(parseLesson(ownLesson[`${sample}/lesson.md`] ?? '', 'lesson.md'), {
    solutions: { addOne: answer(more) },
  });
let home = '';

async function put(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(home, path)), { recursive: true });
  await writeFile(join(home, path), text);
}

function gradus(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const { GRADUS_LANG: _, ...rest } = process.env;
  const env = { ...rest, XDG_CONFIG_HOME: join(home, 'config') };
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [built, ...args], { cwd: home, env }, (_e, out, err) =>
      resolve({ code: child.exitCode ?? -1, out, err }),
    );
  });
}

const scores = async (folder: string) =>
  Object.fromEntries(
    (await readResults(join(home, folder))).students.map(({ student, score }) => [student, score]),
  );

beforeAll(async () => {
  if (!existsSync(built)) throw new Error('Expected a build in dist/. Run: npm run build');
  home = await mkdtemp(join(tmpdir(), 'gradus-lessons-'));
  for (const [path, text] of Object.entries(ownLesson)) await put(`private/${path}`, text);
  // Both beside each other; in a workspace; only the one; only the other; nothing.
  await cp(join(example, 'ada'), join(home, 'class/ada'), { recursive: true });
  await put('class/ada/sample.ipynb', sampleNotebook(1));
  await cp(join(example, 'euler'), join(home, 'class/bob', network), { recursive: true });
  await put(`class/bob/${sample}/lesson.ipynb`, sampleNotebook(2));
  await put('class/cai/lesson.ipynb', sampleNotebook(1));
  await cp(join(example, 'ada'), join(home, 'class/dan'), { recursive: true });
  await put('class/eve/notes.txt', '');
  await gradus('secret');
});
afterAll(() => rm(home, { recursive: true }));

describeIf('unshare', 'a class of two lessons', () => {
  const grade = (...more: string[]) =>
    gradus('grade', 'class', '--reference', 'private', '--jobs', '2', ...more);
  const only = ['--only', 'softmax', '--only', 'addOne'];

  it('has results of each, in a folder of its own', { timeout: 120_000 }, async () => {
    const { code, out, err } = await grade(...only);
    expect(code).toBe(0);
    expect(err).toContain(`The class holds 2 lessons: ${network}, ${sample}.`);
    expect(out.match(/^== .*$/gm)).toEqual([`== ${network}`, `== ${sample}`]);
    for (const lesson of [network, sample]) {
      expect(err).toContain(`For you: results/${lesson}/instructor/index.html`);
      expect(existsSync(join(home, 'results', lesson, 'instructor/index.html'))).toBe(true);
    }
    expect((await readdir(join(home, 'results'))).sort()).toEqual([network, sample]);
    expect(await scores(`results/${network}`)).toEqual({ ada: 3, bob: 3, cai: 0, dan: 3, eve: 0 });
    expect(await scores(`results/${sample}`)).toEqual({ ada: 2, bob: 0, cai: 2, dan: 0, eve: 0 });
    const { students } = await readResults(join(home, 'results', network));
    expect(students.map(({ notices }) => notices.map(({ code }) => code))).toEqual([
      [],
      [],
      ['other-lessons'],
      [],
      ['empty-folder'],
    ]);
    const page = students.find(({ student }) => student === 'cai')?.page;
    const text = await readFile(join(home, 'results', network, 'student', `${page}.html`), 'utf8');
    expect(text).toContain('No notebook of lesson');
    expect(text).toContain('no notebook of this lesson was handed in');
  });

  it('is graded again in part, and nothing of the other lesson changes', async () => {
    const file = (lesson: string) => join(home, 'results', lesson, 'results.json');
    const before = await Promise.all([network, sample].map((one) => readFile(file(one), 'utf8')));
    await put(`class/bob/${sample}/lesson.ipynb`, sampleNotebook(1));
    const { code, out, err } = await grade('--only', 'bob', '--only', 'addOne');
    expect([code, out.trim().split('\n').at(-1)?.split(/ +/)]).toEqual([0, ['bob', '2/2', '2/2']]);
    expect(err).toContain(`results/${sample}/results.json`);
    expect(await readFile(file(network), 'utf8')).toBe(before[0]);
    expect(await scores(`results/${sample}`)).toMatchObject({ ada: 2, bob: 2, cai: 2 });

    // One lesson asked for goes where it is, whole or in part.
    const whole = await grade('--lesson', sample);
    expect(whole.err).not.toContain('The class holds');
    expect(await readFile(file(network), 'utf8')).toBe(before[0]);
    expect((await readdir(join(home, 'results'))).sort()).toEqual([network, sample]);
  });

  it('explains an exercise of whichever lesson has it', async () => {
    const found = await gradus('explain', 'bob', 'addOne');
    expect([found.code, found.out]).toEqual([0, expect.stringContaining('✓ addOne/adds')]);
    expect((await gradus('explain', 'bob', 'softmax', '--lesson', network)).code).toBe(0);
    const other = await gradus('explain', 'bob', 'softmax', '--lesson', sample);
    expect(other).toMatchObject({ code: 2, err: expect.stringContaining('no exercise softmax') });
    const none = await gradus('explain', 'bob', 'softmax', '--lesson', '03-none');
    expect(none).toMatchObject({ code: 2, err: expect.stringContaining('Expected one of 02-') });
  });

  it('of which one is broken: only that one is not graded', { timeout: 60_000 }, async () => {
    const source = ownLesson[`${sample}/lesson.md`] ?? '';
    const kept = await readFile(join(home, 'results', sample, 'results.json'), 'utf8');
    await put(`private/${sample}/lesson.md`, source.replace('points=2', 'points=two'));
    const { code, out, err } = await grade('--only', 'ada', '--out', 'results');
    expect(code).toBe(1);
    expect(out).toMatch(/^ada .*20\/20/m);
    expect(err).toContain(`gradus: lesson ${sample} was not graded`);
    expect(err).toMatch(/^07-sample\/lesson\.md:35:23: Expected `points` to be a number above 0/m);
    expect(await readFile(join(home, 'results', sample, 'results.json'), 'utf8')).toBe(kept);

    // Its tests broken, not its text.
    await put(`private/${sample}/lesson.md`, source);
    await put(`private/${sample}/hidden.ts`, 'export const tests = {');
    const tests = await grade('--only', 'dan');
    expect(tests.code).toBe(1);
    expect(tests.err).toContain('07-sample/hidden.ts:1:');
    await put(`private/${sample}/hidden.ts`, ownLesson[`${sample}/hidden.ts`] ?? '');

    await put(`private/${sample}/lesson.md`, source.replace('points=2', 'points=two'));
    const asked = await grade('--lesson', sample);
    expect(asked.code).toBe(2);
    expect(asked.err).toContain('07-sample/lesson.md:35:23');
    await put(`private/${sample}/lesson.md`, source);
  });

  it('lies where another lesson is already: it is not overwritten', async () => {
    await cp(join(example, 'ada'), join(home, 'one/ada'), { recursive: true });
    await put('other/cai/lesson.ipynb', sampleNotebook(1));
    const more = ['--reference', 'private', '--out', 'mine'];
    await gradus('grade', 'one', ...more, '--only', 'softmax');
    const before = await readFile(join(home, 'mine/results.json'), 'utf8');
    const { err } = await gradus('grade', 'other', ...more);
    expect(err).toContain(`For you: mine/${sample}/instructor/index.html`);
    expect(await readFile(join(home, 'mine/results.json'), 'utf8')).toBe(before);
    expect(await scores(`mine/${sample}`)).toEqual({ cai: 2 });
    expect((await gradus('explain', 'cai', 'addOne', '--out', 'mine')).code).toBe(0);
  });
});
