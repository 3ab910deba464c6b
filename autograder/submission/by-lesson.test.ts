import { describe, expect, test } from 'vitest';
import { lessonsNamed, ofLesson } from './by-lesson.js';
import type { FoundNotebook, FoundSubmission } from './find.js';

const known = ['02-net', '07-sample'];
const lesson = (id: string, exercise: string) => ({
  id,
  exercises: [{ id: exercise, starter: `function ${exercise}() { throw new Error('not yet'); }` }],
});
const net = lesson('02-net', 'softmax');
const sample = lesson('07-sample', 'addOne');

/** A student's notebooks by path: the lesson that each names, and its code; undefined: no JSON. */
function handedIn(files: Record<string, [lesson: string | undefined, code: string] | undefined>) {
  const notebooks = Object.entries(files).map(([file, content]): FoundNotebook => {
    const [named, source] = content ?? [];
    const metadata = named === undefined ? {} : { gradus: { lesson: named } };
    const cells = [{ cell_type: 'code', source }];
    const text = content ? JSON.stringify({ nbformat: 4, metadata, cells }) : '{"cells": [';
    return {
      file,
      chunks: async function* () {
        yield Buffer.from(text);
      },
    };
  });
  const [first, ...others] = notebooks;
  const found: FoundSubmission = { student: 'ada', file: undefined, notices: [], ...first };
  return others.length > 0 ? { ...found, others } : found;
}

/** What is graded for a lesson: the files that may answer it, and the codes of notices. */
async function candidates(found: FoundSubmission, wanted = net) {
  const taken = await ofLesson(found, await lessonsNamed(found, known), wanted);
  const files = [taken.file, ...(taken.others ?? []).map(({ file }) => file)];
  return [files.filter(Boolean), taken.notices.map(({ code }) => code)];
}

const solved = (name: string) => `function ${name}(x) { return x; }`;

describe('of several lessons', () => {
  test('each notebook is of the lesson that it names, else of the folder over it', async () => {
    const found = handedIn({
      'ada/a.ipynb': ['07-sample', ''],
      'ada/02-net/b.ipynb': [undefined, ''],
      'ada/02-net/c.ipynb': ['07-sample', ''],
      'ada/d.ipynb': ['99-foreign', ''],
      'ada/e.ipynb': undefined,
    });
    expect(await lessonsNamed(found, known)).toEqual([
      { lesson: '07-sample' },
      { lesson: '02-net' },
      { lesson: '07-sample' },
      'none',
      'unreadable',
    ]);
  });

  test('those of the lesson count, and others are not told as if they did not', async () => {
    const found = handedIn({
      'x.ipynb': ['07-sample', solved('softmax')],
      'y.ipynb': ['02-net', ''],
    });
    expect(await candidates(found)).toEqual([['y.ipynb'], []]);
    const two = handedIn({ 'x.ipynb': ['02-net', ''], 'y.ipynb': ['02-net', ''] });
    expect(await candidates(two)).toEqual([['x.ipynb', 'y.ipynb'], ['several-notebooks']]);
  });

  test('one that names no lesson counts where there is none of the lesson', async () => {
    const found = handedIn({ 'x.ipynb': [undefined, ''], 'y.ipynb': ['07-sample', ''] });
    expect(await candidates(found)).toEqual([['x.ipynb'], ['unknown-lesson']]);
    expect(await candidates(found, sample)).toEqual([['y.ipynb'], []]);
  });

  test('one of another lesson counts only where an exercise of this one was worked on', async () => {
    const copied = handedIn({ 'x.ipynb': ['07-sample', solved('softmax')] });
    expect(await candidates(copied)).toEqual([['x.ipynb'], []]);
    const other = handedIn({ 'x.ipynb': ['07-sample', solved('addOne')] });
    expect(await candidates(other)).toEqual([[], ['other-lessons']]);
    const starter = net.exercises[0]?.starter ?? '';
    const untouched = handedIn({ 'x.ipynb': ['07-sample', starter] });
    expect(await candidates(untouched)).toEqual([[], ['other-lessons']]);
  });

  test('one that cannot be read may have been of the lesson; nothing at all stays nothing', async () => {
    const broken = handedIn({ 'x.ipynb': undefined, 'y.ipynb': ['07-sample', ''] });
    expect(await candidates(broken)).toEqual([['x.ipynb'], []]);
    expect(await candidates(broken, sample)).toEqual([['y.ipynb'], []]);
    expect(await candidates(handedIn({}))).toEqual([[], []]);
  });
});
