/** The scripts of package.json as a user calls them: help and refusals come before any set-up. */
import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
let clone = '';

// A fresh clone: nothing is installed and nothing is built.
beforeAll(() => {
  clone = mkdtempSync(join(tmpdir(), 'gradus-clone-'));
  mkdirSync(join(clone, 'src'));
  for (const name of ['package.json', 'package-lock.json', 'src/setup', 'src/jupyterlab']) {
    cpSync(join(root, name), join(clone, name), { recursive: true });
  }
});
afterAll(() => rmSync(clone, { recursive: true }));

/** `npm start -- --help` is `node src/setup/start.mjs --help`; `npm run gradus -- x` likewise. */
function script(name: string, ...words: string[]) {
  const { GRADUS_LANG: _, GRADUS_CALLED_AS: __, ...env } = process.env;
  const args = [join(clone, 'src', 'setup', `${name}.mjs`), ...words];
  return new Promise<{ code: number; out: string; err: string }>((resolve) => {
    const child = execFile(process.execPath, args, { cwd: clone, env }, (_error, out, err) =>
      resolve({ code: child.exitCode ?? -1, out, err }),
    );
  });
}

/** Whether anything was set up. */
const touched = (): boolean =>
  ['node_modules', 'dist', '.venv', '.cache'].some((name) => existsSync(join(clone, name))) ||
  readdirSync(clone).length !== 3;

test.each([
  ['start', ['--help'], '--workspace <folder>'],
  ['start', ['--port', '8888', '-h'], '--no-browser'],
  ['start', ['--lang', 'zh', '-h'], '课程和消息的语言'],
  ['test', ['--help'], '--testNamePattern'],
  ['build', ['--help'], 'Usage: npm run build'],
  ['grade', ['--help'], 'Usage: npm run gradus -- grade'],
  ['grade', ['a-class', '--help'], '--isolate <unit>'],
  ['gradus', ['--help'], 'doctor'],
  ['gradus', ['help'], 'doctor'],
  ['gradus', ['help', 'check'], 'Usage: npm run gradus -- check [options] <notebook...>'],
  ['gradus', ['doctor', '--help'], 'Usage: npm run gradus -- doctor'],
  ['gradus', ['setup', '-h'], 'Usage: npm run gradus -- setup'],
  ['gradus', ['explain', '--help', '--lang', 'zh'], '用法：'],
])('%s %j shows help and does nothing else', async (name, words, text) => {
  const { code, out, err } = await script(name, ...words);
  expect(err).toBe('');
  expect(out).toContain(text);
  expect(code).toBe(0);
  expect(touched()).toBe(false);
});

test.each([
  [
    'start',
    ['--workspce', 'x'],
    'no option --workspce. Did you mean --workspace? `npm start -- --help`',
  ],
  ['start', ['--open'], 'no option --open. `npm start -- --help`'],
  ['start', ['--port', 'x'], 'gradus: --port was x. Expected 1–65535.'],
  ['start', ['--port', 'x', '--lang', 'zh'], 'gradus：--port 的值是 x'],
  ['start', ['--lang', 'de'], 'gradus: --lang was de. Expected en, zh.'],
  ['start', ['--workspace'], 'gradus: option --workspace needs a value.'],
  ['start', ['here'], 'there are more arguments than expected'],
  ['test', ['--bial', '1'], 'no option --bial. Did you mean --bail? `npm test -- --help`'],
  ['build', ['--watch'], 'no option --watch. `npm run build -- --help`'],
  ['grade', ['x', '--job', '3'], 'no option --job. Did you mean --jobs?'],
  ['gradus', ['graed'], 'no command graed. Did you mean grade? `npm run gradus -- --help`'],
  ['gradus', ['--verson'], 'no option --verson.'],
  ['gradus', ['doctor', '--fix'], 'no option --fix.'],
  ['gradus', ['setup', '--force'], 'no option --force.'],
  ['gradus', ['help', 'chekc'], 'no command chekc. Did you mean check?'],
  ['gradus', ['grade', '--lang', 'zh', '--onyl'], '没有选项 --onyl。是不是想写 --only？'],
])('%s %j is refused before any set-up', async (name, words, text) => {
  const { code, out, err } = await script(name, ...words);
  expect(err).toContain(text);
  expect(err.trim().split('\n')).toHaveLength(1);
  expect(out).toBe('');
  expect(code).toBe(2);
  expect(touched()).toBe(false);
});

test('no command at all shows the help as wrong usage', async () => {
  const { code, err } = await script('gradus');
  expect(err).toContain('Usage: npm run gradus --');
  expect(code).toBe(2);
});
