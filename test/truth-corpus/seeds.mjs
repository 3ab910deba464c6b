/**
 * The right solution and every right variant, on a thousand drawings of all inputs, through the
 * sandbox: a test that fails a right answer once in a thousand classes shows here.
 *
 *     node test/truth-corpus/seeds.mjs                        1,000 seeds; exit code 1 at a lost test
 *     node test/truth-corpus/seeds.mjs --seeds 50 --sandbox unshare --only trainMlp
 *     node test/truth-corpus/seeds.mjs --wrong --seeds 20     generated faults; exit code 1 at one that passes
 *
 * Right answers are those of the lesson's reference (the solution and its variants); with `--corpus`
 * those of this corpus too. One sandbox serves 20 seeds, two at a time. With `--wrong` the solution of
 * every exercise is wrapped in every fault of `autograder/test-kit/faults.ts`, and must lose points.
 */
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { generatedWrong, rightSources, sweep } from './sweep.mjs';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1000' },
    sandbox: { type: 'string', default: 'auto' },
    only: { type: 'string', default: '' },
    first: { type: 'string', default: '0' },
    corpus: { type: 'boolean', default: false },
    wrong: { type: 'boolean', default: false },
  },
});
const root = fileURLToPath(new URL('../../', import.meta.url));
const sources = values.wrong ? generatedWrong(root) : rightSources(root, values.corpus);
const answers = sources.filter(({ name }) => name.includes(values.only));
const begun = performance.now();
let told = 0;
const { runs, lost, passed } = await sweep(answers, {
  seeds: Number(values.seeds),
  first: Number(values.first),
  sandbox: /** @type {import('../../dist/autograder/results/types.js').SandboxChoice} */ (
    values.sandbox
  ),
  onProgress: (done, of) => {
    if (performance.now() - told < 5000 && done < of) return;
    told = performance.now();
    const minutes = (told - begun) / 60_000;
    console.error(`${done} of ${of} after ${minutes.toFixed(1)} min`);
  },
});
if (values.wrong) {
  for (const { name, seed } of passed) console.log(`passed: ${name}, seed ${seed}`);
  console.log(`${answers.length} wrong answers, ${runs} runs of tests: ${passed.length} passed`);
} else {
  for (const { name, seed, test, verdict, issue } of lost)
    console.log(`lost: ${name}, seed ${seed}: ${test} ${verdict} ${JSON.stringify(issue)}`);
  console.log(`${answers.length} right answers, ${runs} runs of tests: ${lost.length} lost`);
}
const good = values.wrong ? passed.length === 0 : lost.length === 0;
process.exitCode = good && runs > 0 ? 0 : 1;
