/**
 * What a student must not have, as runs of tokens, and what they have by right.
 *
 * The rules, in this order:
 *
 * 1. Secret is every file of a lesson's reference that its visible tests do not import, and the kit of
 *    the mutants: solution, hidden tests, mutants, variants, what these are made of, and the code of
 *    those who tried the lesson (`first-attempts.md`).
 * 2. Of these, imports, types and the heads of functions are no secret: the statement of the exercise
 *    gives them.
 * 3. A run that stands in the library's sources (`src/`) is no secret: students have the library.
 *    What stands in a lesson, in a visible test or in anything made by the build excuses nothing.
 * 4. A run of a hidden test that stands in the sources of a visible one is no secret: they make the
 *    same demands. It excuses no solution, mutant or variant. Nor is a run of a first attempt one that
 *    stands in the lesson it was made from.
 * 5. A function of the solution that has no secret run, since it is short or all arithmetic, is one run
 *    itself, up to `wholeMost` tokens. Rule 3 holds for it too.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { transformSync } from 'esbuild';
import ts from '../../src/notebook/kernel/typescript.cjs';
import { runsOf, wholeRun, withoutComments } from './shingles.js';

/** Where a secret run stands. */
export interface Place {
  /** From the project's folder, e.g. `autograder/reference/02-…/solution.ts`. */
  file: string;
  /** The declaration that it is part of, e.g. `softmax`. */
  name: string;
}

/** Runs by their tokens. */
export interface Secrets {
  /** Of `runLength` tokens each. */
  runs: ReadonlyMap<string, Place>;
  /** Whole functions, by how many tokens they have. */
  whole: ReadonlyMap<number, ReadonlyMap<string, Place>>;
}

const wholeMost = 40;
/** Fewer are what anybody writes. */
const wholeLeast = 12;

const isCode = (name: string): boolean => /\.(ts|mjs)$/.test(name) && !/\.d\.ts$/.test(name);

function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && isCode(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** The files of a lesson's reference that its visible tests need, themselves included. */
function visibleFiles(folder: string): Set<string> {
  const files = new Set([join(folder, 'visible.ts')]);
  for (const file of files) {
    for (const [, path = ''] of readFileSync(file, 'utf8').matchAll(/from '(\.\/[^']+)\.js'/g)) {
      files.add(`${resolve(dirname(file), path)}.ts`);
    }
  }
  return files;
}

/** A part of a source, as it is written and as compilers write it. */
function spellings(source: string): string[] {
  const compiled = [{}, { minify: true }].map(
    (options) => transformSync(source, { loader: 'ts', target: 'es2022', ...options }).code,
  );
  return [source, ...compiled].map(withoutComments);
}

/** The top-level declarations of a source, without what the statement of an exercise gives. */
function secretParts(path: string, text: string): { name: string; source: string }[] {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
  const parts: { name: string; source: string }[] = [];
  for (const statement of file.statements) {
    if (ts.isImportDeclaration(statement) || ts.isInterfaceDeclaration(statement)) continue;
    if (ts.isTypeAliasDeclaration(statement)) continue;
    if (ts.isFunctionDeclaration(statement)) {
      const { name, body, modifiers = [] } = statement;
      const isAsync = modifiers.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword);
      const star = statement.asteriskToken === undefined ? '' : '*';
      // Without its head; a function all the same, so that a compiler takes it.
      const source = `${isAsync ? 'async ' : ''}function${star} f() ${body?.getText() ?? '{}'}`;
      parts.push({ name: name?.text ?? '', source });
      continue;
    }
    const names = ts.isVariableStatement(statement)
      ? statement.declarationList.declarations.map((one) => one.name.getText())
      : [];
    parts.push({ name: names.join(', '), source: statement.getText() });
  }
  return parts;
}

/** Runs of sources that are no secret. */
function runsOfFiles(files: Iterable<string>): Set<string> {
  const runs = new Set<string>();
  for (const file of files) {
    for (const text of spellings(readFileSync(file, 'utf8'))) {
      for (const { key } of runsOf(text)) runs.add(key);
    }
  }
  return runs;
}

/** What a lesson's folder, or the kit of the mutants, has that is secret. */
interface SecretFile {
  place: string;
  text: string;
  /** Runs that a file of this kind may share (rule 4). */
  shared: ReadonlySet<string>;
}

function secretFiles(root: string): SecretFile[] {
  const reference = join(root, 'autograder', 'reference');
  // The generator of mutants makes them of any code, and holds none of a lesson.
  const folders = readdirSync(reference, { withFileTypes: true }).filter(
    (one) => one.isDirectory() && one.name !== 'mutation',
  );
  return folders.flatMap(({ name }) => {
    const folder = join(reference, name);
    const all = filesIn(folder);
    const visible = all.includes(join(folder, 'visible.ts'))
      ? visibleFiles(folder)
      : new Set<string>();
    const demands = runsOfFiles(visible);
    const code = all
      .filter((file) => !visible.has(file))
      .map((file) => ({
        place: placeOf(root, file),
        text: readFileSync(file, 'utf8'),
        shared: basename(file) === 'hidden.ts' ? demands : new Set<string>(),
      }));
    return [...code, ...firstAttempts(root, folder)];
  });
}

const placeOf = (root: string, file: string): string => relative(root, file).replaceAll('\\', '/');

/** What those wrote who tried the lesson: each fence of code is a file of its own. */
function firstAttempts(root: string, folder: string): SecretFile[] {
  const file = join(folder, 'first-attempts.md');
  if (!existsSync(file)) return [];
  const lesson = join(root, 'notebooks', basename(folder), 'lesson.md');
  const given = existsSync(lesson) ? readFileSync(lesson, 'utf8') : '';
  const shared = new Set(runsOf(given).map(({ key }) => key));
  const fences = readFileSync(file, 'utf8').matchAll(/^```ts\n(.*?)^```$/gms);
  return [...fences].map(([, text = '']) => ({ place: placeOf(root, file), text, shared }));
}

/**
 * The secret runs of all lessons.
 *
 * @param root the project: sources, not what is built of them
 */
export function secretsOf(root: string): Secrets {
  const sources = filesIn(join(root, 'src')).filter((file) => !/\.(test|fixture)\.ts$/.test(file));
  const library = runsOfFiles(sources);
  const runs = new Map<string, Place>();
  const bodies: { key: string; length: number; place: Place }[] = [];
  for (const { place: file, text, shared } of secretFiles(root)) {
    for (const { name, source } of secretParts(file, text)) {
      const place = { file, name };
      const spelled = spellings(source);
      const own = spelled
        .flatMap((one) => runsOf(one))
        .filter(({ key }) => !library.has(key) && !shared.has(key));
      for (const { key } of own) if (!runs.has(key)) runs.set(key, place);
      if (own.length > 0 || basename(file) !== 'solution.ts') continue;
      // From its brace on: a head is no secret.
      for (const one of spelled) {
        const body = wholeRun(one.slice(one.indexOf('{') + 1), wholeMost);
        if (body.length >= wholeLeast) bodies.push({ ...body, place });
      }
    }
  }
  return { runs, whole: wholeRuns(bodies, sources) };
}

function wholeRuns(
  bodies: readonly { key: string; length: number; place: Place }[],
  sources: readonly string[],
): Map<number, Map<string, Place>> {
  const library = sources
    .flatMap((file) => spellings(readFileSync(file, 'utf8')))
    .map((text) => wholeRun(text, Number.POSITIVE_INFINITY).key);
  const whole = new Map<number, Map<string, Place>>();
  for (const { key, length, place } of bodies) {
    if (library.some((text) => text.includes(key))) continue;
    whole.set(length, (whole.get(length) ?? new Map()).set(key, place));
  }
  return whole;
}
