/** Grades the attackers as one class with the built `gradus grade`, and says of each attack what it came to. */
import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { exercises, writeClass } from './generate.mjs';

/** @typedef {import('./attacks/attack.js').Attack} Attack */
/** @typedef {{ attack: Attack, verdicts: string[], score: number, points: number, breaches: string[] }} Outcome */
/** @typedef {{ exercise: string, score: number, points: number, tests: { id: string, verdict: string, issue?: unknown }[] }} ExerciseResult */
/** @typedef {{ student: string, page: string, graderFailure?: string, exercises: ExerciseResult[] }} StudentResult */

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
export const built = join(root, 'dist', 'autograder', 'cli.js');

/** What an attack that gets through leaves behind. */
const mark = 'red-team-was-here';
/** In the canary file; JSON's values widen to their types, so its key tells as well. */
const canary = 'CANARY_FILE_7f3a';

/** What the attackers print, where it was not escaped; JSON may hold it as text. */
const markup = /^<!doctype[\s\S]*<(?:script|svg|img|iframe)[^<]{0,80}(?:XSS-PROBE|alert)/i;

/** Which tests did not pass, and why: a right answer that loses points is our mistake. */
function lost(/** @type {ExerciseResult | undefined} */ result) {
  const tests = result?.tests.filter(({ verdict }) => verdict !== 'passed') ?? [];
  return tests
    .map(({ id, verdict, issue }) => `${id} ${verdict} ${JSON.stringify(issue)}`)
    .join('; ');
}

/** Every file below a folder with the hash of its bytes. */
function fingerprint(/** @type {string} */ folder) {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => lstatSync(join(folder, name)).isFile())
    .map(
      (name) =>
        `${name} ${createHash('sha256')
          .update(readFileSync(join(folder, name)))
          .digest('hex')}`,
    )
    .sort()
    .join('\n');
}

/** @returns {Promise<{ code: number, out: string, err: string }>} */
function gradus(/** @type {string[]} */ args, /** @type {string} */ cwd) {
  const { GRADUS_LANG: _, ...env } = process.env;
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [built, ...args],
      { cwd, env, maxBuffer: 1e8 },
      (_error, out, err) => resolve({ code: child.exitCode ?? -1, out, err }),
    );
  });
}

/**
 * Grades all attackers in one go.
 *
 * @param {string} scratch an empty folder
 * @param {readonly Attack[]} attacks
 * @returns {Promise<{ outcomes: Outcome[], class: string[], seconds: number, backend: string }>}
 *   `class` holds what went wrong for the class as a whole
 */
export async function gradeAttackers(scratch, attacks, sandbox = 'auto') {
  const present = attacks.filter(({ absent }) => absent === undefined);
  const [folder, out, own] = ['class', 'results', 'own'].map((name) => join(scratch, name));
  if (folder === undefined || out === undefined || own === undefined)
    throw new Error('unreachable');
  mkdirSync(own);
  const secret = randomBytes(32).toString('hex');
  writeFileSync(join(own, 'class.key'), secret, { mode: 0o600 });
  writeFileSync(join(own, 'canary.json'), JSON.stringify({ [canary]: canary }));
  writeFileSync(join(own, 'canary.ts'), `export const secret = '${canary}' as const;\n`);
  writeClass(folder, present, own);
  const before = fingerprint(folder);

  const begun = performance.now();
  const args = ['--out', out, '--jobs', '2', '--sandbox', sandbox];
  const graded = await gradus(['grade', folder, '--secret', join(own, 'class.key'), ...args], own);
  const seconds = (performance.now() - begun) / 1000;

  /** @type {string[]} */
  const trouble = [];
  if (graded.code !== 0)
    trouble.push(`gradus grade ended with ${graded.code}: ${graded.err.slice(-500)}`);
  if (fingerprint(folder) !== before) trouble.push('a submission was changed');
  for (const place of [
    '/',
    '/tmp',
    '/var/tmp',
    homedir(),
    tmpdir(),
    root,
    join(root, 'dist'),
    scratch,
    folder,
    out,
    own,
  ]) {
    if (existsSync(join(place, mark))) trouble.push(`${join(place, mark)} was written`);
  }
  if (!existsSync(join(out, 'results.json'))) {
    trouble.push('there are no results');
    return { outcomes: [], class: trouble, seconds, backend: '' };
  }
  const recordText = readFileSync(join(out, 'results.json'), 'utf8');
  /** @type {{ students: StudentResult[], isolation: { backend: string } }} */
  const results = JSON.parse(recordText);
  const byName = new Map(results.students.map((student) => [student.student, student]));
  if (byName.size !== present.length)
    trouble.push(`${present.length} submissions, ${byName.size} results`);

  // What a student may be sent, what is printed by the command, and what student code printed.
  const pages = readdirSync(join(out, 'student')).map((name) => [
    name,
    readFileSync(join(out, 'student', name), 'utf8'),
  ]);
  const shared = [graded.out + graded.err, readFileSync(join(out, 'outputs.json'), 'utf8')];
  for (const text of shared) trouble.push(...leaks(text, secret));
  if (/^\s*::|##\w*\[/m.test(graded.out + graded.err)) {
    trouble.push('the terminal holds a command to the machine that runs the build');
  }
  if (/[\u200b\u202a-\u202e\u2066-\u2069]/.test(recordText)) {
    trouble.push('results.json holds characters that nobody sees');
  }
  for (const name of readdirSync(join(out, 'instructor'))) {
    if (markup.test(readFileSync(join(out, 'instructor', name), 'utf8')))
      trouble.push(`markup of a student stands in instructor/${name}`);
  }

  const outcomes = present.map((attack) => {
    const student = byName.get(attack.id);
    const texts = pages
      .filter(([name]) => student && name?.startsWith(`${student.page}.`))
      .map(([, text]) => text ?? '');
    const breaches = [...new Set(texts.flatMap((text) => leaks(text, secret)))];
    if (texts.length === 0) breaches.push('no page for the student');
    for (const text of attack.absentFromPages ?? []) {
      if (texts.some((page) => page.includes(text))) breaches.push(`a page holds ${text}`);
    }
    return judged(attack, student, breaches);
  });
  return { outcomes, class: trouble, seconds, backend: results.isolation.backend };
}

/** @returns {string[]} */
function leaks(/** @type {string} */ text, /** @type {string} */ secret) {
  const found = [];
  if (text.includes('CANARY-HIDDEN')) {
    // The student's own line may be quoted beside an error of a visible test: it is no leak.
    const told = text
      .split('\n')
      .filter((line) => /CANARY-HIDDEN (?:\[|\d|\/|-|nonce|parent|network)/.test(line));
    if (told.length > 0) found.push(`a student is told: ${told[0]?.slice(0, 200)}`);
  }
  if (text.includes(canary)) found.push('a file of the grader is echoed');
  if (text.includes(secret)) found.push('the class secret is told');
  if (markup.test(text)) found.push('markup of the student stands in the page');
  return found;
}

/** @returns {Outcome} */
function judged(
  /** @type {Attack} */ attack,
  /** @type {StudentResult | undefined} */ student,
  /** @type {string[]} */ breaches,
) {
  if (student === undefined)
    return { attack, verdicts: [], score: 0, points: 0, breaches: [...breaches, 'no result'] };
  const { exercise: name = 'denseForward', verdicts: expected, score = 0 } = attack;
  if (student.graderFailure !== undefined)
    breaches.push(`grader failed: ${student.graderFailure.slice(0, 200)}`);
  const attacked = student.exercises.find(({ exercise }) => exercise === name);
  const verdicts = [...new Set(attacked?.tests.map(({ verdict }) => verdict))].sort();
  const points = attacked?.points ?? 0;
  const got = attacked?.score ?? 0;
  const unexpected = verdicts.filter((verdict) => !expected.includes(verdict));
  if (unexpected.length > 0) breaches.push(`verdict ${unexpected.join(', ')}`);
  if (score === 'full' ? got !== points : got > score) breaches.push(`${got} of ${points} points`);
  if (!attack.whole) {
    for (const other of exercises.filter(
      (exercise) => exercise !== name && !attack.shares?.includes(exercise),
    )) {
      const result = student.exercises.find(({ exercise }) => exercise === other);
      if (result === undefined || result.score !== result.points)
        breaches.push(
          `${other} has ${result?.score ?? 'no'} of ${result?.points ?? '?'} points: ${lost(result)}`,
        );
    }
  }
  return { attack, verdicts, score: got, points, breaches };
}
