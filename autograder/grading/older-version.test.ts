/** Notebooks of another version of their lesson, graded. */
import { afterAll, describe, expect, test } from 'vitest';
import { describeIf } from '../../test/capabilities.js';
import { parseLesson } from '../course/lesson.js';
import { parseMigrations } from '../course/migrations.js';
import { solvedNotebook } from '../course/solved.js';
import { ownLesson, writePrivate } from '../reference/private.fixture.js';
import { gradeClass } from './grade-class.js';
import { ownNames, versionNotices } from './older-version.js';

describe('names', () => {
  const migrations = parseMigrations('- to: 2\n  exercises: { a: b, b: a, old: new }\n');
  const names = (declared: string[], version: number | undefined) =>
    ownNames(new Set(declared), version, { version: 2, migrations });

  test('an old name is taken where the notebook has it', () => {
    expect(names(['old'], 1).nameOf('new')).toBe('old');
    expect(names(['new'], 1).nameOf('new')).toBe('new');
    // Renamed by hand, the old one left there.
    expect(names(['old', 'new'], 1).nameOf('new')).toBe('new');
    expect(names([], 1).nameOf('new')).toBe('new');
    expect(names(['old'], 1).nameOf('other')).toBe('other');
  });

  test('names that were swapped', () => {
    expect(['a', 'b'].map((one) => names(['a', 'b'], 1).nameOf(one))).toEqual(['b', 'a']);
  });

  test.each([[2], [3], [undefined]])('version %s is taken as it is', (version) => {
    expect(names(['old'], version).nameOf('new')).toBe('new');
  });

  test('nothing is said of a version that is not known, or is this one', () => {
    const lesson = { version: 2, migrations };
    expect(versionNotices(undefined, lesson)).toEqual([]);
    expect(versionNotices({}, lesson)).toEqual([]);
    expect(versionNotices({ version: 2 }, lesson)).toEqual([]);
    expect(versionNotices({ version: 1 }, lesson)[0]?.code).toBe('older-version');
    expect(versionNotices({ version: 7 }, lesson)[0]?.code).toBe('newer-version');
  });
});

describeIf('unshare', 'a class with notebooks of several versions', () => {
  const markdown = ownLesson['07-sample/lesson.md'] ?? '';
  const lesson = parseLesson(markdown, 'lesson.md');
  /** The sample is at version 3. In version 2 its exercise was `plusOne(step, n)`. */
  const notebook = (version: unknown, id: string, source: string, more = ''): string => {
    const all = JSON.parse(solvedNotebook(lesson, { solutions: { addOne: source } }));
    all.metadata.gradus.version = version;
    const at = all.cells.findIndex((one: { id: string }) => one.id === 'exercise-addOne');
    const cell = all.cells[at];
    cell.id = `exercise-${id}`;
    cell.metadata.gradus.exercise = id;
    cell.metadata.tags = ['exercise', `exercise:${id}`];
    if (more !== '')
      all.cells.splice(at + 1, 0, { ...cell, id: 'own', metadata: {}, source: more });
    return JSON.stringify(all);
  };
  const old = 'function plusOne(step: number, n: number): number {\n  return n + step;\n}';
  const now = 'function addOne(n: number): number {\n  return n + 1;\n}';
  const { folder: reference, remove } = writePrivate({
    ...ownLesson,
    '07-sample/migrations.yaml':
      '- to: 3\n  exercises: { plusOne: addOne }\n  arguments: { addOne: [{ value: 1 }, 0] }\n',
  });
  const classes = writePrivate({
    'ada/lesson.ipynb': notebook(2, 'plusOne', old),
    'bob/lesson.ipynb': notebook(2, 'plusOne', old.replace('n + step', 'n - step')),
    // By hand as the new version has it.
    'cai/lesson.ipynb': notebook(2, 'addOne', now),
    'dan/lesson.ipynb': notebook(2, 'plusOne', now.replace('addOne', 'plusOne')),
    'eva/lesson.ipynb': notebook(9, 'addOne', now),
    'fay/lesson.ipynb': notebook(3, 'addOne', now),
    'gil/lesson.ipynb': notebook(2, 'plusOne', old, now),
    'hal/lesson.ipynb': notebook('x', 'addOne', now),
    'ivy/lesson.ipynb': notebook(1, 'plusOne', `class plusOne {}`),
    // Calls itself by its old parameters.
    'jon/lesson.ipynb': notebook(
      2,
      'plusOne',
      'function plusOne(step: number, n: number): number {\n  return n < 0 ? -1 : n === 0 ? step : 1 + plusOne(step, n - 1);\n}',
    ),
  });
  afterAll(() => {
    remove();
    classes.remove();
  });

  test('each is graded by its own names and parameters, and told of', async () => {
    const { grade } = await gradeClass({
      folder: classes.folder,
      reference,
      secret: Buffer.alloc(32, 5),
      sandbox: 'auto',
      jobs: 2,
      onProgress: () => {},
    });
    const found = grade.students.map(({ student, score, notices }) => [
      student,
      score,
      notices.filter(({ code }) => /version/.test(code)).map(({ code }) => code),
    ]);
    expect(found).toEqual([
      ['ada', 2, ['older-version']],
      ['bob', 0, ['older-version']],
      ['cai', 2, ['older-version']],
      ['dan', 2, ['older-version']],
      ['eva', 2, ['newer-version']],
      ['fay', 2, []],
      ['gil', 2, ['older-version']],
      ['hal', 2, []],
      ['ivy', 0, ['older-version']],
      ['jon', 2, ['older-version']],
    ]);
    const [ada] = grade.students;
    expect(ada?.notices[0]?.params).toMatchObject({
      version: 2,
      now: 3,
      renamed: 'plusOne → addOne',
    });
    // Its cell is the one that was handed out: nothing of names is told of it.
    expect(ada?.exercises[0]).toMatchObject({ exercise: 'addOne', notices: [] });
  }, 120_000);
});
