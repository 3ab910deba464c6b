/**
 * `node test/parity/run.mjs --count 200 [--seed 1] [--only 17]`: the kernel and the grader on the
 * same notebooks, test by test. Exits with 1 where the grader is worse than the kernel.
 *
 * Run `npm run build` before.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { gradeClass } from '../../dist/autograder/grading/grade-class.js';
import { asNotebook, parityNotebooks } from './notebooks.mjs';

/** @typedef {Record<string, string>} Verdicts */

/** Verdicts by the kernel; a fresh process now and then, since what is loaded stays. */
export async function inKernel(
  /** @type {import('./notebooks.mjs').ParityNotebook[]} */ notebooks,
  each = 20,
) {
  /** @type {Verdicts[]} */
  const all = [];
  for (let begin = 0; begin < notebooks.length; begin += each) {
    const child = fork(fileURLToPath(new URL('kernel.mjs', import.meta.url)), {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    await once(child, 'message');
    for (const notebook of notebooks.slice(begin, begin + each)) {
      const answer = once(child, 'message');
      child.send(notebook);
      const [verdicts] = await answer;
      all.push(verdicts);
    }
    child.disconnect();
    await once(child, 'exit');
  }
  return all;
}

/** Verdicts of the visible tests by the grader, with the notices. */
export async function inGrader(
  /** @type {import('./notebooks.mjs').ParityNotebook[]} */ notebooks,
) {
  const folder = mkdtempSync(join(tmpdir(), 'gradus-parity-class-'));
  try {
    for (const [i, notebook] of notebooks.entries()) {
      mkdirSync(join(folder, studentOf(i)));
      writeFileSync(join(folder, studentOf(i), 'lesson.ipynb'), asNotebook(notebook));
    }
    const { grade } = await gradeClass({
      folder,
      secret: Buffer.alloc(32, 1),
      sandbox: 'auto',
      jobs: 2,
      onProgress: () => {},
    });
    return notebooks.map((_, i) => {
      const student = grade.students.find((entry) => entry.student === studentOf(i));
      const exercises = student?.exercises ?? [];
      const tests = exercises.flatMap((exercise) => exercise.tests).filter((test) => test.visible);
      return {
        verdicts: /** @type {Verdicts} */ (
          Object.fromEntries(tests.map(({ id, verdict }) => [id, verdict]))
        ),
        notices: exercises.flatMap((exercise) => exercise.notices.map(({ code }) => code)),
      };
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const studentOf = (/** @type {number} */ i) => `student-${String(i).padStart(4, '0')}`;

/** How the two compare, test by test. */
export function compare(
  /** @type {import('./notebooks.mjs').ParityNotebook[]} */ notebooks,
  /** @type {Verdicts[]} */ kernel,
  /** @type {{ verdicts: Verdicts, notices: string[] }[]} */ grader,
) {
  const found = { tests: 0, passedInBoth: 0, failedInBoth: 0, better: 0, worse: 0 };
  /** @type {string[]} */
  const worse = [];
  /** Why the kernel did not pass what the grader did. @type {Record<string, number>} */
  const inKernelOnly = {};
  for (const [i, { name, exercises }] of notebooks.entries()) {
    for (const [id, verdict] of Object.entries(grader[i]?.verdicts ?? {})) {
      if (!exercises.some((exercise) => id.startsWith(`${exercise}/`))) continue;
      const [there, here] = [kernel[i]?.[id] === 'passed', verdict === 'passed'];
      found.tests++;
      if (there && here) found.passedInBoth++;
      else if (!there && !here) found.failedInBoth++;
      else if (here) {
        found.better++;
        const why = kernel[i]?.[id] ?? 'no verdict: a cell was refused';
        inKernelOnly[why] = (inKernelOnly[why] ?? 0) + 1;
      } else {
        found.worse++;
        worse.push(`${name}: ${id} ${verdict}`);
      }
    }
  }
  return { ...found, inKernelOnly, list: worse };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    options: {
      count: { type: 'string', default: '200' },
      seed: { type: 'string', default: '1' },
      only: { type: 'string' },
    },
  });
  const made = parityNotebooks(Number(values.count), Number(values.seed));
  const notebooks = values.only === undefined ? made : made.slice(Number(values.only)).slice(0, 1);
  if (values.only !== undefined) {
    for (const { source } of notebooks[0]?.cells ?? []) console.log(`--- ${source.slice(0, 2000)}`);
  }
  const begun = performance.now();
  const kernel = await inKernel(notebooks);
  const kernelSeconds = (performance.now() - begun) / 1000;
  const grader = await inGrader(notebooks);
  const seconds = (performance.now() - begun) / 1000 - kernelSeconds;
  const { list, ...figures } = compare(notebooks, kernel, grader);
  console.log(`${notebooks.length} notebooks`, figures);
  const notices = new Map();
  for (const code of grader.flatMap((entry) => entry.notices)) {
    notices.set(code, (notices.get(code) ?? 0) + 1);
  }
  console.log('notices', Object.fromEntries(notices));
  console.log(`kernel ${kernelSeconds.toFixed(0)} s, grader ${seconds.toFixed(0)} s`);
  for (const line of list) console.log(`worse than the kernel: ${line}`);
  if (values.only !== undefined) console.log(kernel[0], grader[0]);
  process.exitCode = list.length > 0 ? 1 : 0;
}
