/** `import { tf } from 'gradus'` and a family, in the three ways that TypeScript and Node find them. */
import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import { makeWorkspace, root } from './workspace.js';

const run = promisify(execFile);
const { folder, remove } = makeWorkspace();
afterAll(remove);

const env = { ...process.env, GRADUS_LANG: 'en' };
const program = `
  const backend = await useBackend({ backend: 'cpu' });
  const x: Tensor2D = tf.tensor2d([[1, 2], [3, 4]]);
  const right: number = accuracy(tf.tensor1d([1, 1]), tf.tensor1d([1, 0]));
  console.log(backend.name, tf.sum(x).arraySync(), x.relu().shape, right);`;
const imports = `
  import { tf, useBackend, type Tensor2D } from 'gradus';
  import { accuracy } from 'gradus/deep-learning';`;
const printed =
  'Backend: cpu on the CPU. Plain JavaScript: right, but slow.\ncpu 10 [ 2, 2 ] 0.5\n';

test('in a notebook: tslab checks and runs it, a wrong type included', async () => {
  const require = `require('node:module').createRequire(${JSON.stringify(join(root, 'x.js'))})`;
  const kernel = `
    const { createConverter } = ${require}('tslab/dist/converter');
    const { createExecutor } = ${require}('tslab/dist/executor');
    const convert = createConverter({ isJS: false, isBrowser: false });
    const execute = createExecutor(process.cwd(), { node: convert }, console);
    (async () => {
      for (const cell of ${JSON.stringify([imports, program, 'const wrong: string = tf.sum(x);'])}) {
        console.log(await execute.execute(cell));
      }
      convert.close();
    })();`;
  const { stdout, stderr } = await run(process.execPath, ['-e', kernel], { cwd: folder, env });
  expect(stdout).toBe(`true\n${printed}true\nfalse\n`);
  expect(stderr.trim()).toBe("1:7 - Type 'Scalar' is not assignable to type 'string'.");
});

test('in Node, as ESM', async () => {
  const code = `${imports}${program}`
    .replace(', type Tensor2D', '')
    .replace(/: (Tensor2D|number)/g, '');
  writeFileSync(join(folder, 'script.mjs'), code);
  const { stdout, stderr } = await run(process.execPath, ['script.mjs'], { cwd: folder, env });
  expect({ stdout, stderr }).toEqual({ stdout: printed, stderr: '' });
});

test('in a TypeScript project with nodenext, checked by TypeScript 7', async () => {
  const project = join(folder, 'project');
  mkdirSync(project);
  const compilerOptions = {
    module: 'nodenext',
    target: 'es2022',
    strict: true,
    noEmit: true,
    types: ['node'],
  };
  writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions }));
  writeFileSync(join(project, 'package.json'), '{ "type": "module" }');
  const check = (code: string) => {
    writeFileSync(join(project, 'main.ts'), code);
    const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
    return run(process.execPath, [compiler, '-p', project, '--pretty', 'false']).then(
      () => '',
      (error) => error.stdout as string,
    );
  };
  expect(await check(imports + program)).toBe('');
  // Scalar is an alias, which the compiler may print in full.
  expect(await check(`${imports}\nexport const wrong: string = tf.sum([1]);`)).toMatch(
    /TS2322: Type '(Scalar|Tensor<\[\]>)' is not assignable to type 'string'/,
  );
});
