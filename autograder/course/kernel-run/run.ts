/** A lesson run top to bottom in the real kernel, solved or as it is handed out, and what came of it. */
import { spawn } from 'node:child_process';
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
import { fileURLToPath, pathToFileURL } from 'node:url';
import { recordVariable } from '../../../src/notebook/record.js';
import { seedVariable } from '../../../src/notebook/record-seed.js';
import type { Output } from '../../outputs.js';
import type { Lesson } from '../lesson.js';
import { compileLesson } from '../notebook.js';
import type { Problem } from '../problem.js';
import { solvedNotebook } from '../solved.js';
import type { Answer } from './answer.js';
import { type PreloadSettings, preloadVariable } from './preload-main.js';
import { type RunMode, runProblems } from './problems.js';

export interface RunOptions {
  /** The checkout, set up and built: its `.venv` and its student's package are used. */
  root: string;
  /** TypeScript by exercise; without it the lesson runs as it is handed out. */
  solutions?: Readonly<Record<string, string>>;
  seed: number;
  /** For the whole lesson, the kernel's start included. Default 600. */
  seconds?: number;
  /** Steps that each training may make. Default: all. */
  maxSteps?: number;
}

export interface LessonRun {
  seconds: number;
  /** What each cell that ran showed. */
  outputs: Record<string, Output[]>;
  /** What was recorded, in order. */
  recorded: { name: string; value: number }[];
  /** That of TensorFlow.js; undefined where the lesson uses none. */
  backend?: { name: string; device: string };
  /** What no lesson may do, with the line of its cell. */
  problems: Problem[];
}

const windows = process.platform === 'win32';

/** The project's own Python, which has JupyterLab and its `nbclient`. */
export const jupyterPython = (root: string): string =>
  join(root, '.venv', windows ? 'Scripts' : 'bin', windows ? 'python.exe' : 'python');

/** A kernel that does not answer is ended by Python; this much later Python itself is. */
const graceSeconds = 20;

/** Runs a lesson. What goes wrong in it is in `problems`; it throws for nothing that a cell does. */
export async function runLesson(lesson: Lesson, options: RunOptions): Promise<LessonRun> {
  const { root, solutions, seed, seconds = 600, maxSteps } = options;
  const mode: RunMode = solutions === undefined ? 'unsolved' : 'solved';
  const folder = mkdtempSync(join(tmpdir(), 'gradus-run-'));
  const at = (name: string): string => join(folder, name);
  try {
    makeWorkspace(root, folder);
    const notebook =
      solutions === undefined ? compileLesson(lesson) : solvedNotebook(lesson, { solutions });
    writeFileSync(at('lesson.ipynb'), notebook);
    const settings: PreloadSettings = {
      port: at('port'),
      ...(maxSteps !== undefined && { maxSteps }),
    };
    const said = await python(root, folder, seconds, {
      notebook: at('lesson.ipynb'),
      argv: kernelCommand(root),
      env: {
        [preloadVariable]: JSON.stringify(settings),
        [recordVariable]: at('recorded.jsonl'),
        [seedVariable]: `${seed}`,
        GRADUS_LANG: lesson.language,
        TF_CPP_MIN_LOG_LEVEL: '3',
        NODE_NO_WARNINGS: '1',
      },
      seconds,
      port: at('port'),
      out: at('ran.json'),
    });
    const answer = existsSync(at('ran.json'))
      ? (JSON.parse(readFileSync(at('ran.json'), 'utf8')) as Answer)
      : undefined;
    const recorded = existsSync(at('recorded.jsonl'))
      ? readFileSync(at('recorded.jsonl'), 'utf8').trim().split('\n')
      : [];
    const backend = answer?.probe?.backend;
    return {
      seconds: answer?.seconds ?? seconds,
      outputs: Object.fromEntries((answer?.cells ?? []).map(({ id, outputs }) => [id, outputs])),
      recorded: recorded.map((line) => JSON.parse(line) as { name: string; value: number }),
      ...(backend !== undefined && { backend }),
      problems: runProblems(lesson, answer, { mode, seed, seconds, said }),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What a cell of a workspace can import. */
function makeWorkspace(root: string, folder: string): void {
  mkdirSync(join(folder, 'node_modules', '@types'), { recursive: true });
  const link = (target: string, ...name: string[]): void =>
    symlinkSync(target, join(folder, 'node_modules', ...name), 'junction');
  link(join(root, 'dist', 'student'), 'gradus');
  link(join(root, 'node_modules', '@types', 'node'), '@types', 'node');
}

/** Not the kernel that is installed: that one may belong to another checkout. */
function kernelCommand(root: string): string[] {
  const preload = pathToFileURL(
    join(root, 'dist', 'autograder', 'course', 'kernel-run', 'preload-main.js'),
  );
  const kernel = join(root, 'dist', 'student', 'dist', 'src', 'notebook', 'kernel.js');
  const node = [process.execPath, '--expose-gc', '--import', preload.href];
  return [...node, kernel, '--config-path', '{connection_file}'];
}

/** @returns what it said last, where it did not end well */
function python(root: string, cwd: string, seconds: number, job: object): Promise<string> {
  const script = fileURLToPath(new URL('run_notebook.py', import.meta.url));
  return new Promise((resolve) => {
    const child = spawn(jupyterPython(root), [script], { cwd, stdio: ['pipe', 'ignore', 'pipe'] });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-4000);
    });
    const timer = setTimeout(() => child.kill('SIGKILL'), (seconds + graceSeconds) * 1000);
    const end = (last: string): void => {
      clearTimeout(timer);
      resolve(last);
    };
    child.on('error', (error) => end(error.message));
    child.on('close', (code) => end(code === 0 ? '' : (said.trim().split('\n').at(-1) ?? '')));
    child.stdin.on('error', () => {});
    child.stdin.end(JSON.stringify(job));
  });
}
