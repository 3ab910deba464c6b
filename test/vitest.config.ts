import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    root: fileURLToPath(new URL('..', import.meta.url)),
    include: ['src/**/*.test.ts', 'autograder/**/*.test.ts', 'test/**/*.test.ts'],
    exclude: [
      '**/node_modules/**',
      'dist/**',
      '**/fixtures/**',
      // Two minutes of attackers that take what they can get: GRADUS_RED_TEAM=1 npm test, or
      // node test/red-team/run.mjs.
      ...(process.env.GRADUS_RED_TEAM === '1' ? [] : ['test/red-team/**']),
    ],
    globalSetup: ['test/run-id.ts'],
    reporters: ['default', './test/reporter.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    pool: 'forks',
    maxWorkers: 2,
  },
});
