/**
 * The truth corpus against the built grader, on every kind of walls that stands here.
 *
 *     node test/truth-corpus/run.mjs                              exit code 1 at a false verdict
 *     node test/truth-corpus/run.mjs --sandbox unshare,plain-uid  only these
 *     node test/truth-corpus/run.mjs --isolate exercise           handed on to `gradus grade`
 *     node test/truth-corpus/run.mjs --only mutant --seed 7       one group, other notebooks
 *     node test/truth-corpus/run.mjs --keep folder                leaves notebooks and results there
 */
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chooseBackend, NoSandboxError } from '../../dist/autograder/sandbox/choose-backend.js';
import { prepareRuntime } from '../../dist/autograder/sandbox/runtime.js';
import { gradeCorpus, table } from './grade.mjs';
import { submissions } from './submissions.mjs';

const { values } = parseArgs({
  options: {
    sandbox: { type: 'string', default: 'bubblewrap,unshare,plain-uid' },
    isolate: { type: 'string' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string', default: '' },
    keep: { type: 'string' },
  },
});

/** The kinds of walls that stand here; what does not is told. */
async function standing() {
  const runtime = await prepareRuntime();
  const found = [];
  for (const name of values.sandbox.split(',')) {
    const choice = /** @type {Parameters<typeof chooseBackend>[0]} */ (name);
    try {
      await chooseBackend(choice, runtime);
      found.push(name);
    } catch (error) {
      if (!(error instanceof NoSandboxError)) throw error;
      console.log(`${name} does not stand here: ${error.probes.map((p) => p.reason).join('; ')}`);
    }
  }
  return found;
}

const corpus = submissions(values.seed).filter(({ id }) => id.includes(values.only));
const more = values.isolate === undefined ? [] : ['--isolate', values.isolate];
const reports = [];
for (const sandbox of await standing()) {
  const scratch = mkdtempSync(join(tmpdir(), 'gradus-truth-'));
  try {
    console.error(`${corpus.length} submissions behind ${sandbox} …`);
    const report = await gradeCorpus(scratch, corpus, sandbox, { seed: values.seed, more });
    reports.push(report);
    if (report.error !== '') console.log(report.error.slice(-2000));
    for (const { kind, id, exercise, why } of report.falses) {
      const made = corpus.find((one) => one.id === id)?.made ?? '';
      console.log(`${kind}: ${id}, ${exercise}: ${why}\n  ${made.replaceAll('\n', '\n  ')}`);
    }
    if (values.keep !== undefined) {
      mkdirSync(values.keep, { recursive: true });
      cpSync(scratch, join(values.keep, sandbox), { recursive: true, verbatimSymlinks: true });
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
console.log(table(reports));
const good = reports.every(({ finished, falses }) => finished && falses.length === 0);
process.exitCode = good && reports.length > 0 ? 0 : 1;
