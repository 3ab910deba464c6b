/** The kernel without Jupyter around it: its compiler and its executor. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openCellBook } from '../../src/notebook/kernel/cells.js';
import { watchedExecutor } from '../../src/notebook/kernel/executor.js';
import { lowerFlag } from '../../src/notebook/kernel/stop-flag.js';
import { loadTslab } from '../../src/notebook/kernel/tslab-modules.js';

export interface Tslab {
  /** The folder that modules are found from. */
  folder: string;
  /**
   * Runs all cells, whatever fails, and gives the shared names, what each cell complained of, and
   * which of them the compiler refused.
   */
  run(cells: readonly string[]): Promise<{
    names: Record<string, unknown>;
    errors: string[][];
    refused: boolean[];
  }>;
  close(): void;
}

/** Few declarations instead of those of Node: the compiler reads them for every cell. */
const nodeTypes = `
declare const console: { log(...values: unknown[]): void; assert(value: boolean): void };
declare const exports: any;
declare function require(name: string): any;
declare function setTimeout(f: (...values: any[]) => void, ms?: number): unknown;
declare function fetch(url: string): Promise<unknown>;
declare const URL: unknown;
declare module 'node:path' {
  export interface ParsedPath { base: string }
  export function join(...parts: string[]): string;
  export function basename(path: string): string;
  export const sep: string;
}
declare module 'node:os' { export function cpus(): unknown[]; }
declare module 'node:crypto' { export interface Hash { digest(): string } }
declare module 'node:events' {
  export class EventEmitter { on(name: string, f: (...values: any[]) => void): this; emit(name: string, ...values: unknown[]): boolean }
}
`;

const files: Record<string, string> = {
  '@types/node/package.json':
    '{ "name": "@types/node", "version": "0.0.0", "types": "index.d.ts" }',
  '@types/node/index.d.ts': nodeTypes,
  'tiny/package.json': '{ "name": "tiny", "version": "0.0.0", "main": "index.js" }',
  'tiny/index.d.ts':
    'export interface Shape { sides: number }\nexport function add(a: number, b: number): number;\nexport const version: string;\ndeclare const tiny: () => string;\nexport default tiny;',
  'tiny/index.js':
    'Object.defineProperty(exports, "__esModule", { value: true });\nexports.add = (a, b) => a + b;\nexports.version = "1";\nexports.default = () => "tiny";',
  'tiny/effect.d.ts': 'export {};',
  'tiny/effect.js': 'globalThis.tinyEffect = "done";',
};

/** Starts tslab in a folder of its own, which becomes the process's own until `close`. */
export function startTslab(): Tslab {
  const folder = mkdtempSync(join(tmpdir(), 'gradus-corpus-'));
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder, 'node_modules', name);
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, text);
  }
  const before = process.cwd();
  process.chdir(folder);
  const tslab = loadTslab();
  let count = 0;
  lowerFlag();
  const executor = watchedExecutor(tslab, folder, openCellBook(), () => count);
  return {
    folder,
    async run(cells) {
      executor.reset();
      const errors: string[][] = [];
      const refused: boolean[] = [];
      for (const cell of cells) {
        count += 1;
        await executor.execute(cell);
        // The kernel waits for the next message.
        await new Promise((resolve) => setImmediate(resolve));
        const failure = executor.lastError();
        errors.push(failure === undefined ? [] : [failure.text]);
        refused.push(failure?.ename === 'TypeScript');
      }
      return { names: executor.locals, errors, refused };
    },
    close() {
      executor.close();
      process.chdir(before);
      rmSync(folder, { recursive: true });
    },
  };
}
