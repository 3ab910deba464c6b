/** The cells that the grader takes for refused are those that tslab refuses. */
import { afterAll, expect, test } from 'vitest';
import { parseCells } from '../../autograder/submission/slice.js';
import { createTypeChecker } from '../../autograder/submission/type-check.js';
import { names } from './names.js';
import { properties } from './properties.js';
import { refused } from './refused.js';
import { running } from './running.js';
import { student } from './student.js';
import { startTslab } from './tslab.js';
import { types } from './types.js';

const tslab = startTslab();
afterAll(() => tslab.close());
const check = createTypeChecker(tslab.folder);

const all = [...refused, ...names, ...properties, ...types, ...running, ...student];

test.each(all.map((notebook) => [notebook.name, notebook] as const))(
  '%s',
  async (_name, { cells }) => {
    const { errors, refused: theirs } = await tslab.run(cells);
    // What a cell that fails later leaves undone is not to be known before.
    const failing = errors.findIndex((found, i) => found.length > 0 && !theirs[i]);
    const compared = failing < 0 ? cells.length : failing + 1;
    const code = cells.map((source, i) => ({ source, number: i + 1, id: undefined }));
    const parsed = parseCells({ cells: code, texts: [], lesson: undefined });
    const found = new Map(
      (check([parsed])[0] ?? []).map(({ place, message }) => [place.cell, message]),
    );
    const ours = parsed.map(
      ({ number, syntaxErrors }) => syntaxErrors.length > 0 || found.has(number),
    );
    const shown = [...errors.flat(), '---', ...found.values()].join('\n');
    expect(ours.slice(0, compared), shown).toEqual(theirs.slice(0, compared));
  },
);
