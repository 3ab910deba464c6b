import { describe, expect, test } from 'vitest';
import { type HandedOut, readHandedIn } from './choose.js';
import type { FoundSubmission } from './find.js';
import { folderTree } from './tree.js';

const starters = ['softmax', 'loss'].map((id) => ({
  id,
  starter: `function ${id}(x: number): number {\n  throw new Error('Not solved yet');\n}`,
}));
const lessons: HandedOut[] = [{ id: '02-x', exercises: starters }];
const [softmax, loss] = starters.map(({ starter }) => starter) as [string, string];
const solved = (id: string) => `function ${id}(x: number): number {\n  return x;\n}`;

/** A notebook of these code cells; undefined for one that is no JSON. */
const bytesOf = (sources: readonly string[] | undefined): Buffer =>
  Buffer.from(
    sources === undefined
      ? '{"cells": ['
      : JSON.stringify({
          nbformat: 4,
          metadata: { gradus: { lesson: '02-x' } },
          cells: sources.map((source) => ({ cell_type: 'code', source })),
        }),
  );

/** The name that is graded, and what is told. */
async function graded(notebooks: Record<string, readonly string[] | undefined>) {
  const found = Object.entries(notebooks).map(([name, sources]) => ({
    file: `/class/ada/${name}`,
    chunks: async function* () {
      yield bytesOf(sources);
    },
    beside: folderTree('/class/ada'),
  }));
  const [first, ...others] = found;
  if (first === undefined) throw new Error('Expected a notebook. Received: none');
  const params = { kept: Object.keys(notebooks)[0] ?? '', others: '' };
  const notices: FoundSubmission['notices'] = [{ code: 'several-notebooks', params }];
  const got = await readHandedIn({ student: 'ada', ...first, others, notices }, lessons);
  const kept = got.found.notices[0]?.params;
  expect(got.found.file?.endsWith(`/${kept?.kept}`)).toBe(true);
  return [kept?.kept, kept?.others];
}

describe('several notebooks of one student', () => {
  test('the one that was worked on counts, whatever it is called', async () => {
    for (const name of ['lesson (1).ipynb', 'lesson.ipynb.txt', 'lesson-Copy1.ipynb']) {
      const untouched = [softmax, loss];
      expect(
        await graded({ 'lesson.ipynb': untouched, [name]: [solved('softmax'), loss] }),
      ).toEqual([name, 'lesson.ipynb']);
      const [kept] = await graded({ 'lesson.ipynb': [solved('softmax')], [name]: untouched });
      expect(kept).toBe('lesson.ipynb');
    }
  });

  test('of two that are solved the one with more; of equals the first', async () => {
    const [one, two] = [
      [solved('softmax'), loss],
      [solved('softmax'), solved('loss')],
    ];
    expect((await graded({ 'lesson.ipynb': one, 'lesson (1).ipynb': two }))[0]).toBe(
      'lesson (1).ipynb',
    );
    expect((await graded({ 'lesson.ipynb': two, 'lesson (1).ipynb': two }))[0]).toBe(
      'lesson.ipynb',
    );
  });

  test('blanks are no work; an answer in a cell of its own is; so is one that is too large', async () => {
    const spaced = [softmax.replaceAll('  ', '\t'), `\n${loss}\n`];
    const below = [softmax, loss, 'const softmax = (x: number) => x;'];
    expect((await graded({ 'lesson.ipynb': spaced, 'b.ipynb': below }))[0]).toBe('b.ipynb');
    const large = [softmax, `const loss = (x) => x; const data = '${'x'.repeat(2e6)}';`];
    expect((await graded({ 'lesson.ipynb': spaced, 'c.ipynb': large }))[0]).toBe('c.ipynb');
    const other = [softmax, loss, 'const softmaxOfMine = 1; const lossless = 2;'];
    expect((await graded({ 'lesson.ipynb': spaced, 'd.ipynb': other }))[0]).toBe('lesson.ipynb');
  });

  test('one that can be read comes before one that cannot; else the likeliest says why', async () => {
    expect(
      (await graded({ 'lesson.ipynb': undefined, 'lesson (1).ipynb': [softmax, loss] }))[0],
    ).toBe('lesson (1).ipynb');
    await expect(graded({ 'lesson.ipynb': undefined, 'b.ipynb': undefined })).rejects.toMatchObject(
      {
        reason: 'truncated',
      },
    );
  });
});
