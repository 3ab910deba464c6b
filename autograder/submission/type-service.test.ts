import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { parseNotebook } from './notebook.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
// As built: from sources there is no worker.
const built = new URL('../../dist/autograder/submission/type-service.js', import.meta.url);
const { startTypeService } = (await import(built.href)) as typeof import('./type-service.js');

const notebook = parseNotebook(
  Buffer.from(
    JSON.stringify({
      nbformat: 4,
      cells: [{ cell_type: 'code', source: 'const n: number = "text";' }],
    }),
  ),
);

test('the worker reports what TypeScript reports', async () => {
  const types = startTypeService(root);
  expect(await types.check(notebook)).toMatchObject([{ place: { cell: 1, line: 1 } }]);
  await types.close();
});

test('closed, it answers what is still asked for with nothing, and starts no new worker', async () => {
  const types = startTypeService(root);
  const asked = [types.check(notebook), types.check(notebook)];
  await types.close();
  expect(await Promise.all(asked)).toEqual([[], []]);
});
