/** Packages that `require` cannot load: those with `import` alone, and those that wait at their top. */
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import vm from 'node:vm';

type Require = NodeJS.Require | ((name: string) => unknown);

const codes = new Set([
  'ERR_PACKAGE_PATH_NOT_EXPORTED',
  'ERR_REQUIRE_ASYNC_MODULE',
  'ERR_REQUIRE_ESM',
]);

const isFor = (error: unknown): boolean =>
  error instanceof Error && codes.has(String((error as { code?: unknown }).code));

/** Names of packages that a cell's compiled code requires at once, and those that it may later. */
function requiredBy(code: string): { atOnce: string[]; later: string[] } {
  const atOnce: string[] = [];
  const later: string[] = [];
  for (const [, before, name = ''] of code.matchAll(/^(.*?)\brequire\("((?:[^"\\\n]|\\.)+)"\)/gm)) {
    if (/^[./]/.test(name) || isBuiltin(name) || name === 'tslab') continue;
    (/^(?:const|var) |^$/.test(before ?? '') ? atOnce : later).push(name);
  }
  return { atOnce, later };
}

export interface ModuleLoader {
  /** Whether something must be loaded before a cell's code can run. */
  needs(code: string): string[];
  /** Loads them. */
  load(names: readonly string[]): Promise<void>;
  /** What was loaded so; undefined for all else. */
  loaded(name: string): object | undefined;
}

/** @param root the folder of the notebook, from which names are looked up */
export function moduleLoader(root: string, require: Require): ModuleLoader {
  const modules = new Map<string, object>();
  const importFrom = vm.runInThisContext('(name) => import(name)', {
    filename: join(root, 'notebook.js'),
    importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  }) as (name: string) => Promise<object>;
  const fails = (attempt: () => unknown): boolean => {
    try {
      attempt();
      return false;
    } catch (error) {
      // Any other error is the cell's own to meet.
      return isFor(error);
    }
  };
  return {
    needs(code) {
      const { atOnce, later } = requiredBy(code);
      return [
        ...atOnce.filter((name) => !modules.has(name) && fails(() => require(name))),
        ...later.filter(
          (name) =>
            !modules.has(name) && 'resolve' in require && fails(() => require.resolve(name)),
        ),
      ];
    },
    async load(names) {
      for (const name of names) modules.set(name, asRequired(await importFrom(name)));
    },
    loaded: (name) => modules.get(name),
  };
}

/** A module with the mark by which compiled imports find its default. */
function asRequired(module: object): object {
  if ('__esModule' in module || !('default' in module)) return module;
  const shown = { ...Object.getOwnPropertyDescriptors(module) };
  const names = Object.keys(shown).map((key) => {
    const get = (): unknown => Reflect.get(module, key);
    return [key, { enumerable: true, get }] as const;
  });
  return Object.create(null, { ...Object.fromEntries(names), __esModule: { value: true } });
}
