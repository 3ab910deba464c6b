/** tslab's executor, watched: what each cell was compiled to, where it failed, and what it leaves. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import vm from 'node:vm';
import { guardModule } from '../../backend/allowed.js';
import type { RunningCell } from '../../runtime/kernel-cells.js';
import { display, isPicture } from '../display.js';
import type { CellBook } from './cells.js';
import { declaredSoFar } from './declarations.js';
import { cellFile } from './frames.js';
import { stoppable } from './instrument.js';
import { isOfAnotherCell } from './lesson-names.js';
import { type ModuleLoader, moduleLoader } from './modules.js';
import { describeDiagnostics, describeError, type ErrorReport } from './report.js';
import { withMergedTimers } from './timers.js';
import { declaredValues, waitsAtTop } from './top-level.js';
import type {
  Converted,
  Converter,
  ConverterSet,
  Executor,
  TslabModules,
} from './tslab-modules.js';

export interface WatchedExecutor extends Executor {
  /** Why the last cell failed; undefined when it did not. */
  lastError(): ErrorReport | undefined;
  /**
   * The stop button.
   *
   * @param current the cell whose code runs at this moment: it may be one that was answered before
   */
  interrupt(current?: RunningCell): void;
}

/** A cell that is being run. */
interface Conversion {
  source: string;
  /** Declarations as the whole cell leaves them. */
  declarations: string;
  /** Values of the names that it declares, before it ran. */
  before: Map<string, unknown>;
  /** Packages that must be loaded first. */
  needs: string[];
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
  let running: RunningCell | undefined;
  /** What the cells so far have declared, in place of tslab's own, which forgets a failed cell's. */
  let declared = '';
  let conversion: Conversion | undefined;
  const converted = (): Conversion | undefined => conversion;

  const watch = (converter: Converter): Converter => ({
    ...converter,
    inspect: (_, source, position) => converter.inspect(declared, source, position),
    complete: (_, source, position) => converter.complete(declared, source, position),
    convert(_, source) {
      const made = converter.convert(declared, source);
      if (made.diagnostics.length > 0) {
        failure = describeDiagnostics(
          count(),
          source,
          made.diagnostics,
          isOfAnotherCell(declared === ''),
        );
        return made;
      }
      const names = declaredValues(source);
      const known = Object.entries(inner.locals).filter(([name]) => names.has(name));
      const { output = '' } = made;
      const needs = modules.needs(output);
      conversion = {
        source,
        declarations: made.declOutput ?? '',
        before: new Map(known),
        needs,
      };
      return asModule(made, waitsAtTop(source) || needs.length > 0);
    },
  });
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
  const modules = moduleLoader(root, createRequire(join(root, 'notebook.js')));
  lendModules(modules);

  /** What a cell that ended half-way has declared until then. */
  const missing = ({ source, before }: Conversion): Set<string> => {
    const names = [...declaredValues(source)].filter(
      (name) =>
        !Object.hasOwn(inner.locals, name) ||
        (before.has(name) && Object.is(before.get(name), inner.locals[name])),
    );
    return new Set(names);
  };

  return {
    ...inner,
    async execute(source) {
      failure = undefined;
      conversion = undefined;
      const cell: RunningCell = { count: count(), interrupted: false };
      running = cell;
      // tslab converts and starts a cell before the first await, so this covers just that.
      const original = vm.runInThisContext;
      vm.runInThisContext = ((code: string, options?: object) => {
        const { source: text = '', needs = [] } = converted() ?? {};
        cells.record(cell.count, text, code);
        const run = (): unknown => original(code, { ...options, filename: cellFile(cell.count) });
        return needs.length === 0 ? run() : modules.load(needs).then(run);
      }) as typeof vm.runInThisContext;
      let done: Promise<boolean>;
      try {
        done = cells.run(cell, () => inner.execute(source));
      } finally {
        vm.runInThisContext = original;
      }
      let ok: boolean;
      try {
        ok = await done;
      } catch (error) {
        // The converter itself failed; tslab would lose the cell's number.
        failure = describeError(error, cells.frames);
        ok = false;
      }
      if (running === cell) running = undefined;
      const ran = converted();
      if (ran !== undefined) {
        declared = ok ? ran.declarations : declaredSoFar(declared, ran.declarations, missing(ran));
      }
      return ok;
    },
    reset() {
      declared = '';
      inner.reset();
    },
    interrupt(current) {
      if (current !== undefined && current !== running) current.interrupted = true;
      if (running === undefined) return;
      const endings = [...(running.endings ?? [])];
      const isFirst = !running.interrupted;
      running.interrupted = true;
      if (isFirst && endings.length > 0) {
        for (const end of endings) end();
        return;
      }
      running.endings?.clear();
      inner.interrupt();
    },
    lastError: () => failure,
  };
}

/** How tslab prints a type error (`executor.js`, printDiagnostics). */
const diagnosticFormat = '%s%d:%d - %s';

/** The names of a cell's exports, which compiled code empties before all else. */
const emptied = /^(?:exports\.\S+ = )+void 0;$/m;

/**
 * The compiled cell, so that it can be stopped, and a name that it does not reach keeps its value.
 */
function asModule(converted: Converted, waits: boolean): Converted {
  const { output, sideOutputs } = converted;
  return {
    ...converted,
    ...(output === undefined ? {} : { output: stoppable(output.replace(emptied, '')) }),
    ...(sideOutputs === undefined
      ? {}
      : {
          sideOutputs: sideOutputs.map(({ path, data }) => ({ path, data: stoppable(data) })),
        }),
    hasToplevelAwait: waits,
  };
}

/**
 * Gives modules that were loaded by `import` to the `require` of cells, and the library with the
 * guard that exercises under test need.
 */
function lendModules(modules: ModuleLoader): void {
  const { __tslab__: kernel } = globalThis as { __tslab__?: { require: NodeJS.Require } };
  if (kernel === undefined) return;
  kernel.require = new Proxy(kernel.require, {
    apply(require, self, args: [string]) {
      const [name] = args;
      const module: unknown = modules.loaded(name) ?? Reflect.apply(require, self, args);
      const isLibrary = /^gradus(?:\/[a-z-]+)?$/.test(name) && isObject(module);
      return isLibrary ? guardModule(name, module) : module;
    },
  });
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** The value of a cell's last expression: a figure is drawn, all else says itself what it is. */
function showLast(value: unknown): void {
  if (isPicture(value)) display(value);
  else console.log(value);
}
