/** A solved lesson run top to bottom in the real kernel, and what its cells recorded. */
import { execFile } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { recordVariable } from '../../src/notebook/record.js';
import { seedVariable } from '../../src/notebook/record-seed.js';
import type { Lesson } from './lesson.js';
import { CourseError, type Problem } from './problem.js';
import { solvedNotebook } from './solved.js';

export interface RunOptions {
  /** The checkout, set up and built: its `.venv` and its student's package are used. */
  root: string;
  /** TypeScript by exercise. */
  solutions: Readonly<Record<string, string>>;
  seed: number;
  /** For the whole lesson. Default 10 minutes. */
  timeoutSeconds?: number;
}

export interface NumbersRun {
  seconds: number;
  /** One value for each name. */
  values: Record<string, number>;
}

const windows = process.platform === 'win32';

/** The project's own Python, which has JupyterLab's `nbconvert`. */
export const jupyterPython = (root: string): string =>
  join(root, '.venv', windows ? 'Scripts' : 'bin', windows ? 'python.exe' : 'python');

/** Not the kernel that is installed: that one may belong to another checkout. */
const kernelName = 'gradus-numbers';

function writeKernelSpec(root: string, folder: string): void {
  const kernel = join(root, 'dist', 'student', 'dist', 'src', 'notebook', 'kernel.js');
  const spec = {
    argv: [process.execPath, kernel, '--config-path', '{connection_file}'],
    display_name: 'TypeScript',
    language: 'typescript',
    env: { TF_CPP_MIN_LOG_LEVEL: '3', NODE_NO_WARNINGS: '1' },
  };
  const home = join(folder, 'jupyter', 'kernels', kernelName);
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, 'kernel.json'), JSON.stringify(spec));
}

/**
 * Runs a lesson with its solutions put in.
 *
 * @throws CourseError where a cell fails or writes to stderr, the run ends early, or what is recorded
 *   is not what the front matter declares
 */
export async function runForNumbers(lesson: Lesson, options: RunOptions): Promise<NumbersRun> {
  const { root, solutions, seed, timeoutSeconds = 600 } = options;
  const folder = mkdtempSync(join(tmpdir(), 'gradus-numbers-'));
  try {
    mkdirSync(join(folder, 'node_modules', '@types'), { recursive: true });
    const link = (target: string, ...name: string[]): void =>
      symlinkSync(target, join(folder, 'node_modules', ...name), 'junction');
    link(join(root, 'dist', 'student'), 'gradus');
    link(join(root, 'node_modules', '@types', 'node'), '@types', 'node');
    writeKernelSpec(root, folder);
    writeFileSync(join(folder, 'lesson.ipynb'), solvedNotebook(lesson, { solutions }));
    const file = join(folder, 'recorded.jsonl');
    const started = performance.now();
    const ended = await execute(root, folder, timeoutSeconds, {
      [recordVariable]: file,
      [seedVariable]: `${seed}`,
      GRADUS_LANG: 'en',
    });
    const seconds = (performance.now() - started) / 1000;
    const ran = join(folder, 'ran.ipynb');
    const problems = existsSync(ran)
      ? cellProblems(lesson, readFileSync(ran, 'utf8'), seed)
      : [problem(1, 'numbers-run', { seed, message: ended })];
    if (problems.length > 0) throw new CourseError(problems);
    const lines = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
    return { seconds, values: valuesOf(lesson, lines) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @returns what it said last, where it did not end well */
function execute(
  root: string,
  cwd: string,
  timeoutSeconds: number,
  env: Record<string, string>,
): Promise<string> {
  const words = ['--to', 'notebook', '--execute', '--allow-errors', '--output', 'ran.ipynb'];
  const kernel = `--ExecutePreprocessor.kernel_name=${kernelName}`;
  const settings = {
    cwd,
    timeout: timeoutSeconds * 1000,
    // nbconvert ends its kernel on this one; the default would leave it behind.
    killSignal: 'SIGINT' as const,
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, JUPYTER_PATH: join(cwd, 'jupyter'), ...env },
  };
  return new Promise((resolve) => {
    const args = ['-m', 'nbconvert', ...words, kernel, 'lesson.ipynb'];
    execFile(jupyterPython(root), args, settings, (error, _out, err) => {
      const last = err.trim().split('\n').at(-1) ?? '';
      const said = error?.killed ? `it took more than ${timeoutSeconds} s` : last;
      resolve(error === null ? '' : said || error.message);
    });
  });
}

interface RanCell {
  id: string;
  outputs?: {
    output_type: string;
    name?: string;
    text?: string | string[];
    ename?: string;
    evalue?: string;
  }[];
}

const firstLine = (text: string): string => (text.trim().split('\n')[0] ?? '').slice(0, 300);

function cellProblems(lesson: Lesson, notebook: string, seed: number): Problem[] {
  const { cells } = JSON.parse(notebook) as { cells: RanCell[] };
  return cells.flatMap(({ id, outputs = [] }) => {
    const line = lesson.cells.find((cell) => cell.id === id)?.line ?? 1;
    return outputs.flatMap(
      ({ output_type, name, text = '', ename = '', evalue = '' }): Problem[] => {
        if (output_type === 'error') {
          const message = firstLine(evalue) || ename;
          return [problem(line, 'numbers-cell', { seed, message })];
        }
        if (name !== 'stderr') return [];
        return [
          problem(line, 'numbers-stderr', { seed, message: firstLine([text].flat().join('')) }),
        ];
      },
    );
  });
}

function valuesOf(lesson: Lesson, lines: readonly string[]): Record<string, number> {
  const values: Record<string, number> = {};
  const problems: Problem[] = [];
  for (const line of lines) {
    const { name, value } = JSON.parse(line) as { name: string; value: number };
    const at = lesson.numberLines[name] ?? 1;
    if (Object.hasOwn(values, name)) problems.push(problem(at, 'number-twice', { name }));
    values[name] = value;
  }
  for (const name of Object.keys(lesson.numbers)) {
    if (Object.hasOwn(values, name)) continue;
    const params = { name, lesson: lesson.id };
    problems.push(problem(lesson.numberLines[name] ?? 1, 'number-missing', params));
  }
  if (problems.length > 0) throw new CourseError(problems);
  return values;
}

const problem = (line: number, code: Problem['code'], params: Problem['params']): Problem => ({
  file: 'lesson.md',
  line,
  column: 1,
  code,
  params,
});
