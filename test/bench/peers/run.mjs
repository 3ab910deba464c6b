/**
 * Verdict accuracy of gradus and its peers on the truth corpus.
 *
 *     node test/bench/peers/run.mjs                       50 of the 200 submissions, every peer
 *     node test/bench/peers/run.mjs --count 200 --peers otter,nbgrader-python
 *     node test/bench/peers/run.mjs --peers nbgrader-tslab --tell
 *
 * Installs nbgrader and Otter into their own environment under ~/.cache/gradus/peers, makes the same
 * exercises into their assignments with tests of the same strength, translates the submissions and
 * runs the peers' own graders. The sample takes every n-th submission of each group. A verdict is
 * one exercise: all points, or not. A class is finished when everybody whose notebook can be read has
 * verdicts. `--tell` lists each false verdict.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gradeCorpus } from '../../truth-corpus/grade.mjs';
import { exercises } from '../../truth-corpus/notebook.mjs';
import { submissions } from '../../truth-corpus/submissions.mjs';
import { gradeWithNbgrader } from './nbgrader.mjs';
import { gradeWithOtter } from './otter.mjs';
import { install, versions } from './setup.mjs';
import { notApplicable } from './translate.mjs';

/** @typedef {import('../../truth-corpus/corpus.js').Submission} Submission */

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '50' },
    peers: { type: 'string', default: 'gradus,nbgrader-tslab,nbgrader-python,otter' },
    seed: { type: 'string', default: '1' },
    tell: { type: 'boolean', default: false },
  },
});

/** Every n-th submission of each group. */
function sample(/** @type {readonly Submission[]} */ all, /** @type {number} */ count) {
  const every = Math.max(1, all.length / count);
  /** @type {Map<string, number>} */
  const seen = new Map();
  return all.filter(({ group }) => {
    const i = seen.get(group) ?? 0;
    seen.set(group, i + 1);
    return Math.floor(i / every) !== Math.floor((i - 1) / every);
  });
}

/** Counts what a peer's verdicts come to. */
function account(
  /** @type {readonly Submission[]} */ asked,
  /** @type {Map<string, Record<string, boolean>>} */ passed,
) {
  const count = { verdicts: 0, falsePasses: 0, falseFails: 0, none: 0 };
  for (const { id, truth, made } of asked) {
    for (const exercise of exercises) {
      const wanted = truth[exercise];
      if (wanted === 'any') continue;
      count.verdicts++;
      const got = passed.get(id)?.[exercise];
      const right = wanted === 'right';
      // Where nothing may pass, no grade is as good as none.
      if (got === undefined && !right) continue;
      if (got === undefined) count.none++;
      else if (got && !right) count.falsePasses++;
      else if (!got && right) count.falseFails++;
      if (values.tell && (got ?? false) !== right) {
        const what = got === undefined ? 'no verdict' : got ? 'false pass' : 'false fail';
        const lines = made
          .split('\n')
          .filter((line) => /^notebook/.test(line) || line.includes(exercise));
        console.log(`  ${what}: ${id}, ${exercise}: ${lines.join('; ') || made}`);
      }
    }
  }
  return count;
}

const all = sample(submissions(values.seed), Number(values.count));
const peers = values.peers.split(',');
if (peers.some((name) => name !== 'gradus')) install();
console.log(`${all.length} submissions; ${versions.join(', ')}\n`);
const rows = [
  '| grader | submissions | not applicable | verdicts | false passes | false fails | no verdict | class finished | s per notebook |',
  '| --- | --- | --- | --- | --- | --- | --- | --- | --- |',
];
for (const name of peers) {
  const language = name === 'nbgrader-tslab' || name === 'gradus' ? 'typescript' : 'python';
  const asked = all.filter((one) => name === 'gradus' || !notApplicable(one, language));
  console.error(`${name}: ${asked.length} submissions …`);
  const graded = await grade(name, asked);
  if (values.tell) console.log(`${name}:`);
  const { verdicts, falsePasses, falseFails, none } = account(asked, graded.passed);
  if (values.tell && graded.log !== '') console.log(graded.log.slice(-3000));
  const per = (graded.seconds / asked.length).toFixed(1);
  rows.push(
    `| ${name} | ${asked.length} | ${all.length - asked.length} | ${verdicts} | ${falsePasses} | ${falseFails} | ${none} | ${none === 0 ? 'yes' : 'no'} | ${per} |`,
  );
}
console.log(rows.join('\n'));

/** @returns {Promise<import('./nbgrader.mjs').Graded>} */
async function grade(/** @type {string} */ name, /** @type {readonly Submission[]} */ asked) {
  if (name === 'nbgrader-python') return gradeWithNbgrader('python', asked);
  if (name === 'nbgrader-tslab') return gradeWithNbgrader('typescript', asked);
  if (name === 'otter') return gradeWithOtter(asked);
  if (name !== 'gradus') throw new Error(`Expected gradus or a peer. Received: ${name}`);
  const scratch = mkdtempSync(join(tmpdir(), 'gradus-peers-'));
  try {
    const { finished, seconds, error, scores } = await gradeCorpus(scratch, asked, 'auto');
    return { passed: scores, seconds, finished, log: error };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
