/** Running another program, quietly; what it said is shown when it fails. */
import { spawn } from 'node:child_process';

/**
 * @typedef {object} Result
 * @property {number} code exit status; 127 when the program is not there
 * @property {string} output stdout and stderr together
 */

/**
 * @param {string} program
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, timeoutMs?: number, onLine?: (line: string) => void }} [options]
 * @returns {Promise<Result>}
 */
export function run(program, args, { cwd, env, timeoutMs, onLine } = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd,
      env: env ?? process.env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    // Not spawn's own timeout: that one keeps the process alive when the program is not there.
    const timer =
      timeoutMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), timeoutMs);
    /** @param {Buffer} chunk */
    const take = (chunk) => {
      output += chunk;
      if (onLine === undefined) return;
      const line = String(chunk)
        .split(/[\r\n]+/)
        .filter(Boolean)
        .at(-1);
      if (line !== undefined) onLine(line);
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.on('error', (error) => {
      clearTimeout(timer);
      resolve({ code: 127, output: output + error.message });
    });
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      if (signal !== null) output += `\n(killed by ${signal})`;
      resolve({ code: code ?? 1, output });
    });
  });
}

/**
 * The last lines of what a program said.
 *
 * @param {string} output
 * @param {number} [lines]
 */
export function tail(output, lines = 12) {
  return output.trimEnd().split('\n').slice(-lines).join('\n');
}

/**
 * Runs a program in the foreground and passes its exit status on.
 *
 * @param {string} program
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<number>}
 */
export function hand(program, args, { cwd, env } = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd, env: env ?? process.env, stdio: 'inherit' });
    // A terminal sends Ctrl-C to the child too; this process only has to outlive it.
    process.on('SIGINT', () => {});
    for (const signal of /** @type {NodeJS.Signals[]} */ (['SIGTERM', 'SIGHUP'])) {
      process.on(signal, () => child.kill(signal));
    }
    child.on('error', (error) => {
      console.error(error.message);
      resolve(127);
    });
    child.on('close', (code) => resolve(code ?? 1));
  });
}
