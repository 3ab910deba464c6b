/** Compiles and runs the file of a kept exercise, in the process of the student's own kernel. */
import { createRequire } from 'node:module';
import { relative } from 'node:path';
import vm from 'node:vm';
import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping';
import type ts from '@tslab/typescript-for-tslab';
import { kernelCells } from '../runtime/kernel-cells.js';
import type { KeptFile } from './kept-package.js';

export interface LoadedKept {
  value: unknown;
  /**
   * Whether an error with this stack is the file's own, and not that of a cell which it has called.
   */
  isOwn(stack: string): boolean;
  /** The student's line that a stack names, `my-gradus/src/….ts:12: text of the line`. */
  place(stack: string): string | undefined;
}

/** Code of a cell, by the kernel's launcher or by tslab itself. */
const cellFrame = /\bgradus-cell-\d+:|evalmachine\.<anonymous>:/;

/** It has a megabyte or eight: brought when it is needed. */
const loadTypeScript = (): typeof ts =>
  createRequire(import.meta.url)('@tslab/typescript-for-tslab') as typeof ts;

/**
 * @param home the folder of the student's package
 * @throws whatever the file throws, and what it imports that is not there
 */
export function loadKept({ file, body, exercise }: KeptFile, home: string): LoadedKept {
  const compiler = loadTypeScript();
  const { outputText, sourceMapText = '{}' } = compiler.transpileModule(body, {
    fileName: file,
    compilerOptions: {
      module: compiler.ModuleKind.CommonJS,
      target: compiler.ScriptTarget.ES2022,
      esModuleInterop: true,
      experimentalDecorators: true,
      sourceMap: true,
    },
  });
  const code = kernelCells()?.stoppable?.(outputText) ?? outputText;
  const run = vm.compileFunction(code, ['exports', 'require'], {
    filename: file,
    importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  }) as (exports: Record<string, unknown>, require: NodeJS.Require) => void;
  const exports: Record<string, unknown> = {};
  run(exports, createRequire(file));
  let trace: TraceMap | undefined;
  return {
    value: exports[exercise],
    isOwn(stack) {
      const own = stack.indexOf(`${file}:`);
      const cell = cellFrame.exec(stack)?.index ?? Number.POSITIVE_INFINITY;
      return own >= 0 ? own < cell : cell === Number.POSITIVE_INFINITY;
    },
    place(stack) {
      const at = stack.indexOf(`${file}:`);
      const [line = 0, column = 1] = stack
        .slice(at + file.length + 1)
        .split(':', 2)
        .map((part) => Number.parseInt(part, 10));
      if (at < 0 || !(line > 0)) return undefined;
      trace ??= new TraceMap(sourceMapText);
      // What was written in for the stop button moves columns, never lines.
      const found = originalPositionFor(trace, { line, column: Math.max(0, column - 1) });
      if (found.line === null) return undefined;
      const text = body.split('\n')[found.line - 1]?.trim() ?? '';
      // The first line of the file is not part of the body.
      return `${relative(home, file).replaceAll('\\', '/')}:${found.line + 1}: ${text}`;
    },
  };
}
