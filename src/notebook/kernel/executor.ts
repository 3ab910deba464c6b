/** tslab's executor, watched: what each cell was compiled to, where it failed, and what it shows. */
import vm from 'node:vm';
import { display, isPicture } from '../display.js';
import type { CellBook } from './cells.js';
import { cellFile } from './frames.js';
import { describeDiagnostics, describeError, type ErrorReport } from './report.js';
import { withMergedTimers } from './timers.js';
import type { Converter, ConverterSet, Executor, TslabModules } from './tslab-modules.js';

export interface WatchedExecutor extends Executor {
  /** Why the last cell failed; undefined when it did not. */
  lastError(): ErrorReport | undefined;
}

/**
 * @param count the execution count of the cell that is about to run
 */
export function watchedExecutor(
  tslab: TslabModules,
  root: string,
  cells: CellBook,
  count: () => number,
): WatchedExecutor {
  let failure: ErrorReport | undefined;
  let running: { count: number; interrupted: boolean } | undefined;

  const watch = (converter: Converter): Converter => ({
    ...converter,
    convert(declarations, source) {
      const converted = converter.convert(declarations, source);
      if (converted.diagnostics.length > 0) {
        failure = describeDiagnostics(count(), source, converted.diagnostics);
      }
      lastSource = source;
      return converted;
    },
  });
  let lastSource = '';
  const create = (isBrowser: boolean): Converter =>
    withMergedTimers(() => tslab.createConverter({ isJS: false, isBrowser }));
  const node = watch(create(false));
  let browser: Converter | undefined;
  const converters: ConverterSet = {
    node,
    get browser() {
      browser ??= create(true);
      return browser;
    },
    close() {
      node.close();
      browser?.close();
    },
  };

  const inner = tslab.createExecutor(root, converters, {
    log: (value) => showLast(value),
    error(first, ...rest) {
      // Type errors come with a format and one call each; they are already reported as a whole.
      if (first === diagnosticFormat) {
        if (failure === undefined) console.error(first, ...rest);
      } else {
        failure = describeError(first, cells.frames);
      }
    },
  });

  return {
    ...inner,
    async execute(source) {
      failure = undefined;
      const cell = { count: count(), interrupted: false };
      running = cell;
      // tslab converts and starts a cell before the first await, so this covers just that.
      const original = vm.runInThisContext;
      vm.runInThisContext = ((code: string, options?: object) => {
        cells.record(cell.count, lastSource, code);
        return original(code, { ...options, filename: cellFile(cell.count) });
      }) as typeof vm.runInThisContext;
      let done: Promise<boolean>;
      try {
        done = cells.run(cell, () => inner.execute(source));
      } finally {
        vm.runInThisContext = original;
      }
      try {
        return await done;
      } catch (error) {
        // The converter itself failed; tslab would lose the cell's number.
        failure = describeError(error, cells.frames);
        return false;
      }
    },
    interrupt() {
      if (running !== undefined) running.interrupted = true;
      inner.interrupt();
    },
    lastError: () => failure,
  };
}

/** How tslab prints a type error (`executor.js`, printDiagnostics). */
const diagnosticFormat = '%s%d:%d - %s';

/** The value of a cell's last expression: a figure is drawn, all else says itself what it is. */
function showLast(value: unknown): void {
  if (isPicture(value)) display(value);
  else console.log(value);
}
