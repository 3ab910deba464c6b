/** Runs cells through the Jupyter protocol in our kernel, with the project's `.venv`. */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));
const student = join(root, 'dist', 'student');
const windows = process.platform === 'win32';
const python = join(root, '.venv', windows ? 'Scripts' : 'bin', windows ? 'python.exe' : 'python');

export interface Output {
  type: string;
  name?: string;
  text?: string;
  data?: Record<string, unknown>;
  ename?: string;
  evalue?: string;
  traceback?: string[];
}

export interface CellRun {
  seconds: number;
  reply: {
    status: string;
    execution_count?: number;
    ename?: string;
    evalue?: string;
    /** Of `complete`. */
    matches?: string[];
    /** Of `inspect`. */
    data?: Record<string, string>;
  };
  outputs: Output[];
}

export interface Session {
  /** Seconds from the start of the process to its first answer. */
  ready: number;
  results: CellRun[];
}

export type CellJob =
  | string
  | { code: string; interrupt_after?: number; stop_on_error?: boolean }
  /** What Tab and Shift-Tab ask; the cursor is at the mark `|`. */
  | { ask: 'complete' | 'inspect'; code: string };

/** A folder with the links that a workspace has, so that a cell can import gradus. */
export function temporaryWorkspace(): { folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'gradus-workspace-'));
  mkdirSync(join(folder, 'node_modules', '@types'), { recursive: true });
  symlinkSync(student, join(folder, 'node_modules', 'gradus'), 'junction');
  const types = join(root, 'node_modules', '@types', 'node');
  symlinkSync(types, join(folder, 'node_modules', '@types', 'node'), 'junction');
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Starts a kernel in `cwd`, runs the cells one after the other, and stops it. */
export async function runCells(
  cells: readonly CellJob[],
  options: { cwd: string; timeout?: number; argv?: readonly string[]; env?: NodeJS.ProcessEnv },
): Promise<Session> {
  const program = join(student, 'dist', 'src', 'notebook', 'kernel.js');
  const argv = options.argv ?? [process.execPath, program];
  const job = {
    argv: [...argv, '--config-path', '{connection_file}'],
    cwd: options.cwd,
    timeout: options.timeout ?? 60,
    env: options.env ?? {},
    cells,
  };
  const script = fileURLToPath(new URL('run_cells.py', import.meta.url));
  const child = spawn(python, [script], { stdio: ['pipe', 'pipe', 'pipe'] });
  const gather = (stream: NodeJS.ReadableStream): Promise<string> =>
    new Promise((resolve) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
    });
  const texts = Promise.all([gather(child.stdout), gather(child.stderr)]);
  child.stdin.end(JSON.stringify(job));
  const code = await new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  const [stdout, stderr] = await texts;
  if (code !== 0) throw new Error(`The kernel's driver failed:\n${stderr}`);
  return JSON.parse(stdout) as Session;
}

/** What a cell wrote to one stream. */
export function streamText(run: CellRun | undefined, name: 'stdout' | 'stderr'): string {
  return (run?.outputs ?? [])
    .filter((output) => output.type === 'stream' && output.name === name)
    .map((output) => output.text ?? '')
    .join('');
}

/** What a failed cell tells the student. */
export function errorText(run: CellRun | undefined): string {
  return run?.outputs.find((output) => output.type === 'error')?.traceback?.join('\n') ?? '';
}
