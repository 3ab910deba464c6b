import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** What drives a browser, or builds a whole copy: each runs with the machine to itself, after the rest. */
const alone = ['test/e2e/**', 'test/recipes/**'];
const outside = [
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
