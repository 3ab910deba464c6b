import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { chosenPart } from './chosen-part.js';

/** What drives a browser, or builds a whole copy: each runs with the machine to itself, after the rest. */
const alone = ['test/e2e/**', 'test/recipes/**'];
/**
 * A minute or more each: sandboxes and kernels for many notebooks, one after another. `npm test` runs all;
 * `GRADUS_HEAVY=0/2 npm test` every second of them, `GRADUS_HEAVY=1/2` the others; and so on.
 */
const heavy = [
  'test/packaging/release.test.ts',
  'test/notebook/parity.test.ts',
  'test/notebook/lesson-runs.test.ts',
  'test/cli/keep.test.ts',
  'test/cli/several-lessons.test.ts',
  'test/chinese-lesson.test.ts',
  'test/example-class/chinese.test.ts',
  'test/recipes/**',
  'autograder/cli/lint.test.ts',
  'autograder/grading/private-reference.test.ts',
  'test/families.test.ts',
  'test/models-in-tfjs.test.ts',
  'test/example-class/example-class.test.ts',
  'test/truth-corpus/truth-corpus.test.ts',
  'test/cli/cli.test.ts',
];
const chosen = chosenPart('GRADUS_HEAVY', heavy);
const outside = [
  ...heavy.filter((file) => !chosen.includes(file)),
  '**/node_modules/**',
  'dist/**',
  '**/fixtures/**',
  // Two minutes of attackers that take what they can get: GRADUS_RED_TEAM=1 npm test, or
  // node test/red-team/run.mjs.
  ...(process.env.GRADUS_RED_TEAM === '1' ? [] : ['test/red-team/**']),
];

export default defineConfig({
  test: {
    root: fileURLToPath(new URL('..', import.meta.url)),
    globalSetup: ['test/run-id.ts'],
    reporters: ['default', './test/reporter.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    pool: 'forks',
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: 'together',
          include: ['src/**/*.test.ts', 'autograder/**/*.test.ts', 'test/**/*.test.ts'],
          exclude: [...outside, ...alone],
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'alone',
          include: alone.map((folder) => `${folder}/*.test.ts`),
          exclude: outside,
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
