/** Every family of the library from a student's workspace, and the README's examples of it. */
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { transform } from 'esbuild';
import { afterAll, expect, test } from 'vitest';
import { makeWorkspace, root, studentPackage } from './workspace.js';

const run = promisify(execFile);
const { folder, remove } = makeWorkspace();
afterAll(remove);

const env = { ...process.env, GRADUS_LANG: 'en', GRADUS_BACKEND: 'cpu' };

/** Folders of the package that have a module of their own. */
const families = [
  'conformance',
  'data',
  'deep-learning',
  'diffusion',
  'gan',
  'generative',
  'models',
  'nlp',
  'plot',
  'scratch',
  'speech',
  'vae',
  'vision',
];
/** Folders that only the library imports. */
const inner = ['backend', 'messages', 'nn', 'notebook', 'runtime'];

/** A model kept and found again, as the README says it in words. */
const keeping = `
  import { tf, useBackend, type Tensor } from 'gradus';
  import { loadModel, modelIds, saveModel } from 'gradus/models';
  import { mlp } from 'gradus/deep-learning';
  await useBackend();
  await saveModel(mlp({ inputShape: [2], hidden: [3], classes: 2 }), 'kept', { labels: ['a', 'b'] });
  const { model, labels, vocabulary, scaler, id } = await loadModel('kept');
  const y = model.predict(tf.zeros([1, 2])) as Tensor;
  await saveModel(model, 'again', { labels, vocabulary, scaler });
  console.log(modelIds.includes(id), labels?.[1], y.shape);`;

/** The README's examples of the library. */
function examples(): string[] {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const section = /\n## The library\n(.*?)\n## /s.exec(readme)?.[1] ?? '';
  return [...section.matchAll(/```ts\n(.*?)```/gs)].map((match) => match[1] as string);
}

test('the student package has each family, and each can be imported', async () => {
  const folders = readdirSync(join(studentPackage, 'dist', 'src'), { withFileTypes: true });
  const names = folders.filter((one) => one.isDirectory()).map(({ name }) => name);
  expect(names.sort()).toEqual([...families, ...inner].sort());
  const modules = ['gradus', ...families.map((name) => `gradus/${name}`)];
  writeFileSync(
    join(folder, 'families.mjs'),
    `for (const name of ${JSON.stringify(modules)}) {
      const all = Object.values(await import(name));
      console.log(name, all.length > 0 && !all.includes(undefined));
    }`,
  );
  const { stdout, stderr } = await run(process.execPath, ['families.mjs'], { cwd: folder, env });
  expect(stderr).toBe('');
  expect(stdout).toBe(modules.map((name) => `${name} true\n`).join(''));
});

test("the README's examples pass tslab's checks of types, and run", async () => {
  const cells = examples();
  expect(cells).toHaveLength(4);
  // As they stand, but for the length of the training.
  const shorter = cells.map((cell) => cell.replace('steps: 300', 'steps: 3'));
  const [training, layer, gan, checking] = shorter;
  expect(training).toContain('steps: 3 ');
  const require = `require('node:module').createRequire(${JSON.stringify(join(root, 'x.js'))})`;
  const convert = `
    const { createConverter } = ${require}('tslab/dist/converter');
    const converter = createConverter({ isJS: false, isBrowser: false });
    for (const cell of ${JSON.stringify([...shorter, keeping])}) {
      console.log(converter.convert('', cell).diagnostics.map(({ messageText }) => messageText));
    }
    converter.close();`;
  const types = await run(process.execPath, ['-e', convert], { cwd: folder, env });
  expect(types).toEqual({ stdout: '[]\n'.repeat(5), stderr: '' });

  const output = async (code = ''): Promise<string> => {
    const { code: plain } = await transform(code, { loader: 'ts' });
    writeFileSync(join(folder, 'example.mjs'), plain);
    const { stdout, stderr } = await run(process.execPath, ['example.mjs'], { cwd: folder, env });
    expect(stderr).toBe('');
    return stdout;
  };
  expect(await output(training)).toMatch(/^Some .{10}/m);
  expect(await output(layer)).toContain('factor: 5.0');
  expect(await output(keeping)).toContain('true b [ 1, 2 ]');
  expect(await output(gan)).toMatch(/^50$/m);
  expect(await output(checking)).toContain(
    'determinism: Expected two made alike to have the same weights. They differ:',
  );
});
