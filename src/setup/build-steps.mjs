/** The parts of the build: compile, copy, prune, bundle, compile the course, student package. */
import { copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, extname, relative } from 'node:path';
import { inRoot, root } from './root.mjs';
import { run, tail } from './run.mjs';
import { listFiles } from './stamp.mjs';
import { SetupError } from './steps.mjs';

const SOURCES = ['src', 'autograder'];
const CODE = ['.ts', '.mjs'];
const EMITTED = ['.d.ts.map', '.d.mts', '.d.ts', '.js.map', '.mjs.map', '.js', '.mjs'];

/**
 * Whether a path is source of the build: no test, no fixture, no test tool.
 *
 * @param {string} path
 */
export function isSource(path) {
  const name = path.replaceAll('\\', '/');
  return !(
    /\.test\.(ts|mjs)$/.test(name) ||
    /\/(fixtures|__pycache__)$/.test(name) ||
    name.endsWith('/test-tools.ts')
  );
}

/** @returns {string[]} */
export function sourceFiles() {
  return SOURCES.flatMap((folder) => listFiles(inRoot(folder), isSource));
}

/**
 * TypeScript 7 by its path: with tslab installed, `tsc` may be another compiler.
 *
 * Type errors do not stop the build (`npm run types` and CI do); a file that was not written does.
 *
 * @returns {Promise<number>} how many type errors there are
 */
export async function compile() {
  const compiler = inRoot('node_modules', 'typescript', 'bin', 'tsc');
  const { code, output } = await run(
    process.execPath,
    [compiler, '-p', inRoot('.tsconfig.build.json'), '--pretty', 'false'],
    { cwd: root },
  );
  const errors = output.split('\n').filter((line) => /: error TS\d+:/.test(line)).length;
  if (code !== 0 && errors === 0) {
    throw new SetupError(`TypeScript could not run:\n${tail(output)}`, 'Run `npm ci` again.');
  }
  if (!existsSync(inRoot('dist', 'src', 'index.js'))) {
    throw new SetupError(`TypeScript wrote nothing:\n${tail(output)}`, 'Run `npm run types`.');
  }
  return errors;
}

/** Files that are no code (style sheets, pages, data) go beside the compiled code as they are. */
export function copyAssets() {
  for (const file of sourceFiles()) {
    if (CODE.includes(extname(file)) || extname(file) === '.md') continue;
    // The set-up runs from the sources: it is what makes dist/.
    if (file.startsWith(inRoot('src', 'setup'))) continue;
    const target = inRoot('dist', relative(root, file));
    mkdirSync(dirname(target), { recursive: true });
    copyFileSync(file, target);
  }
}

/** Removes compiled files whose source is gone. */
export function prune() {
  for (const folder of SOURCES) {
    const compiled = inRoot('dist', folder);
    if (!existsSync(compiled)) continue;
    for (const file of listFiles(compiled, () => true)) {
      const ending = EMITTED.find((one) => file.endsWith(one));
      if (ending === undefined) continue;
      const base = inRoot(relative(inRoot('dist'), file).slice(0, -ending.length));
      const sources = CODE.map((code) => base + code);
      const kept = sources.some((source) => existsSync(source) && isSource(source));
      if (!kept) rmSync(file);
    }
  }
}

/**
 * Programs of the build itself that run after the compiler, in this order, each if it is there.
 *
 * @type {{ name: string, needs: string, args: string[] }[]}
 */
const LATER = [
  {
    name: 'judge',
    needs: 'autograder/build-judge.js',
    args: ['autograder/build-judge.js'],
  },
  { name: 'course', needs: 'autograder/cli/build.js', args: ['autograder/cli.js', 'build'] },
];

/**
 * @param {(detail: string) => void} say
 * @returns {Promise<SetupError | undefined>} the first failure; what comes after it is not run
 */
export async function runLaterSteps(say) {
  for (const { name, needs, args } of LATER) {
    if (!existsSync(inRoot('dist', needs))) continue;
    say(name);
    const [script = '', ...rest] = args;
    const program = [inRoot('dist', script), ...rest];
    const { code, output } = await run(process.execPath, program, { cwd: root });
    if (code !== 0)
      return new SetupError(`${name} failed:\n${tail(output, 40)}`, 'Mend what it says.');
  }
  return undefined;
}
