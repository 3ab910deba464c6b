/** Whatever is cut out of cells or pasted into them, what comes out is a script, or no cell at all. */
import vm from 'node:vm';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileSlice } from '../../autograder/submission/compile.js';
import { parseCells, sliceAll } from '../../autograder/submission/slice.js';
import { names } from './names.js';
import { properties } from './properties.js';
import { running } from './running.js';
import { student } from './student.js';
import { types } from './types.js';

const sources = [...names, ...properties, ...types, ...running, ...student].flatMap(
  ({ cells }) => cells,
);
const answer = 'const answer = () => 1;';

/** Some cells, each with a stretch taken out at one place and put in at another. */
const notebook = fc.array(
  fc
    .tuple(fc.constantFrom(...sources), fc.nat(), fc.nat(20), fc.nat())
    .map(([source, from, length, to]) => {
      const start = from % source.length;
      const stretch = source.slice(start, start + length);
      const rest = source.slice(0, start) + source.slice(start + length);
      const at = to % (rest.length + 1);
      return rest.slice(0, at) + stretch + rest.slice(at);
    }),
  { minLength: 1, maxLength: 5 },
);

test('cells that were cut and pasted compile, and the last one is still there', async () => {
  await fc.assert(
    fc.asyncProperty(notebook, async (cells) => {
      const code = [...cells, answer].map((source, i) => ({
        source,
        number: i + 1,
        id: undefined,
      }));
      const slice = sliceAll(parseCells({ cells: code, texts: [], lesson: undefined }), ['answer']);
      const { code: script, locate } = await compileSlice(slice.cells, ['answer']);
      expect(() => new vm.Script(script)).not.toThrow();
      const line = script.split('\n').findLastIndex((text) => text.includes('answer = () => 1'));
      const column = script.split('\n')[line]?.indexOf('answer') ?? 0;
      expect(locate(`submission.js:${line + 1}:${column + 1}`)).toMatchObject({
        cell: code.length,
        line: 1,
        column: 'const '.length + 1,
      });
    }),
    { numRuns: 300 },
  );
});
