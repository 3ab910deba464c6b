/** Grades submissions by the built `gradus grade`, and holds what comes out against the truth. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { exercises } from './notebook.mjs';

/** @typedef {import('./corpus.js').Submission} Submission */
/** @typedef {import('./corpus.js').Truth} Truth */
/** @typedef {{ id: string, kind: string, visible: boolean, verdict: string, issue?: unknown }} TestResult */
/** @typedef {{ exercise: string, score: number, points: number, tests: TestResult[] }} ExerciseResult */
/** @typedef {{ student: string, graderFailure?: string, exercises: ExerciseResult[] }} StudentResult */
/** @typedef {{ kind: 'false pass' | 'false fail', id: string, exercise: string, why: string }} False */
/** @typedef {{ backend: string, finished: boolean, falses: False[], verdicts: number, scores: Map<string, Record<string, boolean>>, seconds: number, error: string }} Report */

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
export const built = join(root, 'dist', 'autograder', 'cli.js');

/** Writes a folder for each submission under `folder`. */
function writeClass(
  /** @type {string} */ folder,
  /** @type {readonly Submission[]} */ submissions,
) {
  for (const { id, text, prepare } of submissions) {
    const own = join(folder, id);
    mkdirSync(own, { recursive: true });
    if (text !== undefined) writeFileSync(join(own, 'lesson.ipynb'), text);
    prepare?.(own);
  }
}

/** What of a truth a result breaks; nothing when they agree. @returns {Omit<False, 'id'>[]} */
function compare(
  /** @type {Truth} */ truth,
  /** @type {string} */ exercise,
  /** @type {ExerciseResult | undefined} */ result,
) {
  const falsePass = (/** @type {string} */ why) => [
    { kind: /** @type {const} */ ('false pass'), exercise, why },
  ];
  const falseFail = (/** @type {string} */ why) => [
    { kind: /** @type {const} */ ('false fail'), exercise, why },
  ];
  if (truth === 'any') return [];
  if (result === undefined) return falseFail('no result');
  const lost = result.tests.filter(({ verdict }) => verdict !== 'passed');
  const won = result.tests.filter(({ verdict }) => verdict === 'passed');
  const told = (/** @type {TestResult[]} */ tests) =>
    tests
      .map(({ id, verdict, issue }) => `${id} ${verdict} ${JSON.stringify(issue) ?? ''}`)
      .join('; ');
  if (truth === 'right') {
    return lost.length > 0 || result.score !== result.points ? falseFail(told(lost)) : [];
  }
  if (truth === 'wrong') return lost.length === 0 ? falsePass('every test passed') : [];
  if (truth === 'nothing') {
    return won.length > 0 || result.score > 0 ? falsePass(told(won)) : [];
  }
  const wronged = lost.filter(({ kind }) => truth.passes.includes(kind));
  const missed = truth.fails.filter((kind) => !lost.some((test) => test.kind === kind));
  return [
    ...(wronged.length > 0 ? falseFail(told(wronged)) : []),
    ...(missed.length > 0 ? falsePass(`no test lost of kind ${missed.join(', ')}`) : []),
  ];
}

/** @returns {Promise<{ code: number, err: string }>} */
const gradus = (/** @type {string[]} */ args, /** @type {string} */ cwd) => {
  const { GRADUS_LANG: _, ...env } = process.env;
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [built, ...args],
      { cwd, env, maxBuffer: 1e8 },
      (_error, _out, err) => resolve({ code: child.exitCode ?? -1, err }),
    );
  });
};

/**
 * Grades a class behind one kind of walls.
 *
 * @param {string} scratch an empty folder
 * @param {readonly Submission[]} submissions
 * @param {string} sandbox
 * @param {{ seed?: string, more?: readonly string[] }} [options] more: further arguments of `gradus grade`
 * @returns {Promise<Report>}
 */
export async function gradeCorpus(scratch, submissions, sandbox, { seed = '1', more = [] } = {}) {
  const [folder, out, key] = [join(scratch, 'class'), join(scratch, 'out'), join(scratch, 'key')];
  writeClass(folder, submissions);
  // Fixed, so that a false verdict can be looked at again.
  writeFileSync(key, createHash('sha256').update(`truth ${seed}`).digest('hex'), { mode: 0o600 });
  const begun = performance.now();
  const args = ['grade', folder, '--out', out, '--secret', key, '--jobs', '2'];
  const { code, err } = await gradus([...args, '--sandbox', sandbox, ...more], scratch);
  const seconds = (performance.now() - begun) / 1000;
  const results = join(out, 'results.json');
  if (!existsSync(results)) {
    return {
      backend: sandbox,
      finished: false,
      falses: [],
      verdicts: 0,
      scores: new Map(),
      seconds,
      error: err,
    };
  }
  /** @type {{ students: StudentResult[], isolation: { backend: string } }} */
  const { students, isolation } = JSON.parse(readFileSync(results, 'utf8'));
  /** @type {False[]} */
  const falses = [];
  let verdicts = 0;
  /** Whether an exercise has all its points. @type {Report['scores']} */
  const scores = new Map();
  for (const { student, exercises: graded } of students) {
    const whole = graded.map((one) => [one.exercise, one.score === one.points]);
    scores.set(student, Object.fromEntries(whole));
  }
  for (const { id, truth } of submissions) {
    const student = students.find((one) => one.student === id);
    for (const exercise of exercises) {
      if (truth[exercise] !== 'any') verdicts++;
      const result = student?.exercises.find((one) => one.exercise === exercise);
      falses.push(...compare(truth[exercise], exercise, result).map((one) => ({ id, ...one })));
    }
  }
  const whole = students.every((one) => one.graderFailure === undefined);
  const finished = code === 0 && whole && students.length === submissions.length;
  return {
    backend: isolation.backend,
    finished,
    falses,
    verdicts,
    scores,
    seconds,
    error: finished ? '' : err,
  };
}

/** The rows of the table, one for each report. */
export function table(/** @type {readonly Report[]} */ reports) {
  const count = (/** @type {Report} */ { falses }, /** @type {string} */ kind) =>
    falses.filter((one) => one.kind === kind).length;
  return [
    '| sandbox | verdicts on exercises | false passes | false fails | class finished | seconds |',
    '| --- | --- | --- | --- | --- | --- |',
    ...reports.map(
      (report) =>
        `| ${report.backend} | ${report.verdicts} | ${count(report, 'false pass')} | ${count(report, 'false fail')} | ${report.finished ? 'yes' : 'no'} | ${report.seconds.toFixed(0)} |`,
    ),
  ].join('\n');
}
