/**
 * Ten thousand mutated notebooks and ten thousand mutated frames, and every shape of code at two
 * sizes; `npm test` tries fewer notebooks and an eighth of the shapes.
 *
 *     node test/fuzz/run.mjs                    the same inputs on every run
 *     node test/fuzz/run.mjs --seed 7           others
 *     node test/fuzz/run.mjs --runs 100000      more
 *     node test/fuzz/run.mjs growth             only the shapes
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { runs: { type: 'string', default: '10000' }, seed: { type: 'string' } },
});
for (const [name, value] of Object.entries(values)) {
  if (!/^[1-9]\d*$/.test(value)) {
    console.error(`Expected --${name} to be a whole number above 0. Received: ${value}`);
    process.exit(2);
  }
}
const root = fileURLToPath(new URL('../..', import.meta.url));
const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--config', 'test/vitest.config.ts'];
const { status } = spawnSync(
  process.execPath,
  [...vitest, ...(positionals.length > 0 ? positionals : ['']).map((part) => `test/fuzz/${part}`)],
  {
    cwd: root,
    stdio: 'inherit',
    env: {
      ...process.env,
      GRADUS_FUZZ_RUNS: values.runs,
      ...(values.seed !== undefined && { GRADUS_FUZZ_SEED: values.seed }),
    },
  },
);
process.exitCode = status ?? 1;
