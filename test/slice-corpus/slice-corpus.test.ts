/**
 * The slice of each notebook, compiled and run by itself, gives what the whole notebook gives in
 * tslab.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { inspect } from 'node:util';
import vm from 'node:vm';
import { afterAll, describe, expect, test } from 'vitest';
import { compileSlice } from '../../autograder/submission/compile.js';
import { parseCells, sliceAll, sliceCalled, sliceFor } from '../../autograder/submission/slice.js';
import { calls } from './calls.js';
import { names } from './names.js';
import type { CorpusNotebook } from './notebook.js';
import { properties } from './properties.js';
import { running } from './running.js';
import { student } from './student.js';
import { startTslab } from './tslab.js';
import { types } from './types.js';

const tslab = startTslab();
afterAll(() => tslab.close());
const require = createRequire(join(tslab.folder, 'cell.js'));

/** What `answer` gives, as text that tells -0 from 0 and a class from an object. */
async function shown(answer: unknown): Promise<string> {
  return inspect(typeof answer === 'function' ? await answer() : answer, {
    depth: 9,
    sorted: false,
  });
}

async function inTslab({ cells, undo }: CorpusNotebook) {
  const { names, errors } = await tslab.run(cells);
  const answer = await shown(names.answer);
  undo?.();
  return { answer, errors };
}

async function bySlice({ cells, undo, needs }: CorpusNotebook, slicer: typeof sliceFor) {
  const code = cells.map((source, i) => ({ source, number: i + 1, id: undefined }));
  const parsed = parseCells({ cells: code, texts: [], lesson: undefined });
  const slice = slicer(parsed, ['answer'], new Set(), needs);
  const { code: script } = await compileSlice(slice.cells, ['answer']);
  // A module has effects once in a process.
  for (const path of Object.keys(require.cache)) {
    if (path.startsWith(tslab.folder)) delete require.cache[path];
  }
  const run = vm.runInThisContext(script) as (
    load: unknown,
    require: unknown,
  ) => Promise<{ answer: unknown }>;
  const answer = await shown((await run(require, require)).answer);
  undo?.();
  const left = cells.map((_, i) => i + 1).filter((n) => !slice.cells.some((c) => c.number === n));
  return { answer, left };
}

describe.each([
  ['names', names],
  ['properties', properties],
  ['types', types],
  ['running', running],
  ['student', student],
  ['calls', calls],
])('%s', (_, notebooks) => {
  test.each(notebooks.map((notebook) => [notebook.name, notebook] as const))(
    '%s',
    async (_name, notebook) => {
      const whole = await inTslab(notebook);
      const failed = whole.errors.flatMap((found, i) => (found.length > 0 ? [i + 1] : []));
      expect(failed, whole.errors.flat().join('\n')).toEqual(notebook.fails ?? []);
      if (notebook.gives !== undefined) expect(whole.answer).toBe(notebook.gives);
      // What calls assign is looked for where the smallest slice is not enough.
      const slice = await bySlice(notebook, notebooks === calls ? sliceCalled : sliceFor);
      expect(slice.answer).toBe(whole.answer);
      expect(slice.answer).not.toBe('undefined');
      if (notebook.leaves !== undefined) expect(slice.left).toEqual(notebook.leaves);
      expect((await bySlice(notebook, sliceCalled)).answer).toBe(whole.answer);
      expect((await bySlice(notebook, sliceAll)).answer).toBe(whole.answer);
    },
  );
});

test('there are enough of them', () => {
  expect(
    [...names, ...properties, ...types, ...running, ...student, ...calls].length,
  ).toBeGreaterThanOrEqual(60);
});
