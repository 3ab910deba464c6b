import { expect, test } from 'vitest';
import { tf } from '../../src/backend/tf.js';
import { TensorValue } from '../judge/value.js';
import { bundleLesson } from './bundle.js';
import { writePrivate } from './private.fixture.js';

async function bundle(files: Readonly<Record<string, string>>) {
  const { folder, remove } = writePrivate(files);
  try {
    return await bundleLesson(folder, '07-sample');
  } finally {
    remove();
  }
}
const solution = (text: string) => bundle({ '07-sample/solution.ts': text });

test('gradus and the judge are those of this process; Node is Node', async () => {
  const found = await solution(`import { join } from 'node:path';
import fs from 'fs';
import { tf } from 'gradus';
import { TensorValue } from 'gradus/judge';
import * as library from 'gradus/deep-learning';
export const all = { join, fs: typeof fs.readFileSync, tf, TensorValue, softmax: library.softmax };
`);
  const { all } = found?.parts.solution ?? {};
  expect(all).toMatchObject({ fs: 'function', join: expect.any(Function) });
  expect(all).toHaveProperty('tf', tf);
  expect(all).toHaveProperty('TensorValue', TensorValue);
  expect(all).toHaveProperty('softmax', expect.any(Function));
});

test('a file that two others import is there once', async () => {
  const found = await bundle({
    '07-sample/solution.ts': "export { shared } from './shared.js';\n",
    '07-sample/mutants.ts':
      "import { shared } from './shared.js';\nexport const mutants = shared;\n",
    '07-sample/shared.ts': 'export const shared = {};\n',
  });
  expect(found?.parts.mutants?.mutants).toBe(found?.parts.solution?.shared);
});

test('the hash follows content and names, not the folder', async () => {
  const one = await solution('export const f = 1;\n');
  expect((await solution('export const f = 1;\n'))?.hash).toBe(one?.hash);
  expect((await solution('export const f = 2;\n'))?.hash).not.toBe(one?.hash);
  expect((await bundle({ '07-sample/hidden.ts': 'export const f = 1;\n' }))?.hash).not.toBe(
    one?.hash,
  );
  expect(await bundle({ '07-sample/lesson.md': '' })).toBeUndefined();
});

test('no other package, and nothing of gradus that is not for it', async () => {
  for (const name of ['zod', 'gradus/setup/../x', 'gradus/nothing', 'gradus/reference/x.js']) {
    await expect(solution(`import '${name}';\n`), name).rejects.toMatchObject({
      problems: [{ code: 'overlay-module', line: 1, params: { name } }],
    });
  }
});
