import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { withoutNewListeners } from './process-listeners.js';

test('only what was added is taken away, also when the start fails', async () => {
  const [own, others] = [() => {}, () => {}];
  process.on('uncaughtException', own);
  const count = process.listenerCount('unhandledRejection');
  const add = async (): Promise<string> => {
    process.on('uncaughtException', others);
    process.once('unhandledRejection', others);
    return 'started';
  };
  try {
    expect(await withoutNewListeners(add)).toBe('started');
    const fails = withoutNewListeners(async () => {
      await add();
      throw new Error('no such backend');
    });
    await expect(fails).rejects.toThrow('no such backend');
    expect(process.listeners('uncaughtException')).toContain(own);
    expect(process.listeners('uncaughtException')).not.toContain(others);
    expect(process.listenerCount('unhandledRejection')).toBe(count);
  } finally {
    process.off('uncaughtException', own);
  }
});

/** What a program of one's own says at its end. */
async function stderrOf(program: string): Promise<string> {
  const cwd = fileURLToPath(new URL('../..', import.meta.url));
  const start = "import { useBackend } from 'gradus';\nawait useBackend('wasm');\n";
  const args = ['--input-type=module', '-e', start + program];
  const run = promisify(execFile)(process.execPath, args, { cwd });
  return run.then(
    ({ stderr }) => stderr,
    ({ stderr }: { stderr: string }) => stderr,
  );
}

test.each([
  ['a promise', "Promise.reject(new Error('disk full'));"],
  ['a timer', "setTimeout(() => { throw new Error('disk full'); }, 1);"],
])('with wasm, an error of %s ends a program as it does without', async (_name, program) => {
  const text = await stderrOf(program);
  expect(text).toContain('Error: disk full');
  expect(text).not.toContain('tf-backend-wasm');
});

test('with wasm, a program that listens goes on', async () => {
  const text = await stderrOf(
    "process.on('unhandledRejection', ({ message }) => console.error('heard', message));\nPromise.reject(new Error('disk full'));\nsetTimeout(() => console.error('went on'), 20);",
  );
  expect(text).toBe('heard disk full\nwent on\n');
});
