/** The package where tfjs-node-gpu's binding was never built, or does not load. */
import { execFile } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root, studentPackage } from './workspace.js';

const run = promisify(execFile);
const binding = join('node_modules', '@tensorflow', 'tfjs-node-gpu');
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'gradus-no-binding-'));
  const from = join(root, 'node_modules');
  const to = join(folder, 'node_modules');
  mkdirSync(join(to, '@tensorflow'), { recursive: true });
  const link = (name: string): void => symlinkSync(join(from, name), join(to, name), 'dir');
  for (const name of readdirSync(from)) {
    if (!name.startsWith('.') && !['gradus', '@tensorflow'].includes(name)) link(name);
  }
  for (const name of readdirSync(join(from, '@tensorflow'))) {
    if (name !== 'tfjs-node-gpu') link(join('@tensorflow', name));
  }
  mkdirSync(join(folder, binding));
  cpSync(join(root, binding, 'package.json'), join(folder, binding, 'package.json'));
  cpSync(studentPackage, join(to, 'gradus'), { recursive: true });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function backend(env: NodeJS.ProcessEnv = {}): Promise<string> {
  const script = `
    import { tf, useBackend } from 'gradus';
    await useBackend().then(
      () => console.log(tf.add([1], [2]).arraySync()),
      (error) => console.log(error.code, error.message),
    );`;
  const { GRADUS_BACKEND: _, ...rest } = process.env;
  const options = { cwd: folder, env: { ...rest, GRADUS_LANG: 'en', ...env } };
  return (await run(process.execPath, ['--input-type=module', '-e', script], options)).stdout;
}

test('the library imports, runs on wasm, and says why and how to have the faster one', async () => {
  expect(await backend()).toBe(
    'Backend: wasm on the CPU. WebAssembly with SIMD, on one thread. Not `tensorflow`: its binding is not built: run `npm start` or `npm run gradus -- setup` in the gradus folder.\n[ 3 ]\n',
  );
});

test('GRADUS_BACKEND=tensorflow fails there, and nothing runs instead', async () => {
  expect(await backend({ GRADUS_BACKEND: 'tensorflow' })).toBe(
    'backend-unavailable The backend `tensorflow` cannot be had: its binding is not built: run `npm start` or `npm run gradus -- setup` in the gradus folder.\n',
  );
});

test('a binding that does not load is a reason too', async () => {
  mkdirSync(join(folder, binding, 'lib', 'napi-v8'), { recursive: true });
  writeFileSync(join(folder, binding, 'lib', 'napi-v8', 'tfjs_binding.node'), 'no library');
  expect(await backend()).toMatch(/^Backend: wasm .* Not `tensorflow`: its binding does not load/);
});
