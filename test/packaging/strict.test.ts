/** Every TypeScript example of the README, as a user's own project with `strict` compiles it. */
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import { makeWorkspace, root } from './workspace.js';

const run = promisify(execFile);
const { folder, remove } = makeWorkspace();
afterAll(remove);

const blocks = [...readFileSync(join(root, 'README.md'), 'utf8').matchAll(/```ts\n(.*?)```/gs)].map(
  (match) => match[1] as string,
);

/** What the compiler says of these files; `''` when nothing. */
async function compile(name: string, sources: readonly string[]): Promise<string> {
  const project = join(folder, name);
  mkdirSync(project);
  const files = sources.map((_, i) => `example-${i}.ts`);
  const compilerOptions = {
    module: 'nodenext',
    target: 'es2022',
    strict: true,
    noEmit: true,
    // The declarations of gradus are checked as well.
    skipLibCheck: false,
    types: ['node'],
  };
  writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, files }));
  writeFileSync(join(project, 'package.json'), '{ "type": "module" }');
  for (const [i, source] of sources.entries()) {
    // A file with an import and top-level await is a module of its own.
    writeFileSync(join(project, `example-${i}.ts`), source);
  }
  const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  return run(process.execPath, [compiler, '-p', project, '--pretty', 'false']).then(
    () => '',
    (error) => error.stdout as string,
  );
}

test("the README's examples compile under --strict", async () => {
  expect(blocks).toHaveLength(6);
  expect(await compile('examples', blocks)).toBe('');
});

test('the compiler does look: a weight that nobody declares is found', async () => {
  const layer = blocks.find((block) => block.includes('extends tf.layers.Layer')) ?? '';
  expect(await compile('wrong', [layer.replace('factor!:', 'factor:')])).toContain('TS2564');
  expect(await compile('wrong-call', [layer.replace('start: 2', "start: 'two'")])).toContain(
    'TS2322',
  );
});
