/** What reads a cell, on every shape: refused at once, or no slower than the size says. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { endedByLimit, leastMs, mostGrowth, mostMs, shapes } from './growth.js';

const file = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const hooks = new URL('../../autograder/grading/typescript-hooks.mjs', import.meta.url).href;

/** By twice the size: how often longer it took; 0 where the source is refused. */
function growth(name: string): number {
  const args = ['--no-warnings', '--import', hooks, file('./growth-main.ts'), name];
  const { stdout, stderr, error } = spawnSync(process.execPath, args, {
    encoding: 'utf8',
    timeout: mostMs,
    killSignal: 'SIGKILL',
  });
  if ((error as { code?: string } | undefined)?.code === 'ETIMEDOUT')
    return Number.POSITIVE_INFINITY;
  const word = stdout.trim();
  if (word === 'refused') return 0;
  const [once, twice] = word.split(' ').map(Number);
  if (once === undefined || twice === undefined) throw new Error(`${name}: ${word}${stderr}`);
  return twice / Math.max(once, leastMs);
}

/** A part on every run of the tests; all of them by `node test/fuzz/run.mjs`. */
const isWhole = process.env.GRADUS_FUZZ_RUNS !== undefined;
const names = Object.keys(shapes).filter((_, i) => isWhole || i % 8 === 5);

test.each(names.filter((name) => endedByLimit[name] === undefined))('%s', (name) => {
  expect(growth(name)).toBeLessThan(mostGrowth);
});

// Each takes its whole limit of time, so a short run does not have them.
if (isWhole) {
  test.each(Object.entries(endedByLimit))('%s is ended by a limit alone: %s', (name) => {
    expect(growth(name)).toBeGreaterThan(mostGrowth);
  });
}
