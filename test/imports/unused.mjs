/**
 * knip: files, exports and dependencies that nothing uses.
 *
 * `entry` names what is started by its file's name or found by its place, and so imported by
 * nobody. The package's own entries come from package.json, tests from vitest's configuration.
 *
 * @type {import('knip').KnipConfig}
 */
export default {
  entry: [
    'autograder/**/*-main.ts',
    'autograder/build-judge.ts',
    // A lesson's parts are loaded by their names.
    'autograder/reference/*/{artefacts,equivalents,hidden,mutants,solution,variants,visible}.ts',
    // What lessons and private references take of it (`gradus/test-kit/…`), none of them all.
    'autograder/test-kit/!(*.test).ts',
    'src/notebook/kernel.ts',
    'src/notebook/kernel/stop-worker.ts',
    'src/setup/{probe-capability,set-up,write-help}.mjs',
    // What the README tells a developer to run.
    'test/**/{generate,install,run}.mjs',
    'test/bench/**/*.mjs',
    'test/e2e/*.mjs',
    'test/packaging/answers.mjs',
    'test/ancestors/verify-one.mjs',
    'test/fuzz/growth-main.ts',
    'test/truth-corpus/seeds.mjs',
  ],
  project: ['src/**', 'autograder/**', 'test/**', '!**/fixtures/**'],
  vitest: {
    config: ['test/vitest.config.ts'],
    entry: ['{src,autograder,test}/**/*.test.ts', '!**/fixtures/**'],
  },
  ignoreDependencies: [
    // Resolved by name at run time, where it is there.
    '@sparticuz/chromium',
    'jieba-wasm',
    'node-api-headers',
  ],
  // Tests and benchmarks start them where the system has them.
  ignoreBinaries: ['bwrap', 'mkfifo', 'setpriv'],
  // A declaration names the types of what it declares: they stay importable beside it.
  ignoreExportsUsedInFile: { interface: true, type: true },
  treatConfigHintsAsErrors: true,
};
