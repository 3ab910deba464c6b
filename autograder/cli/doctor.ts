/** `gradus doctor`: the table of what works on this machine. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { packageRoot } from '../../src/package-root.js';

/** Runs the bootstrap's own doctor, which must work where nothing else does. @returns its exit code */
export const doctorCommand = (language: string, called: string): Promise<number> =>
  runBootstrap('doctor.mjs', language, called);

/** A program of `src/setup`. @returns its exit code */
export async function runBootstrap(
  name: string,
  language: string,
  called: string,
): Promise<number> {
  const script = join(packageRoot(), 'src', 'setup', name);
  const child = spawn(process.execPath, [script], {
    stdio: 'inherit',
    env: { ...process.env, GRADUS_LANG: language, GRADUS_CALLED_AS: called },
  });
  return await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
