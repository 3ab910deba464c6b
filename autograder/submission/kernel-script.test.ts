import vm from 'node:vm';
import { expect, test } from 'vitest';
import { kernelScript, runtime } from './kernel-script.js';

interface Kernel {
  all(module: unknown): Record<string, unknown>;
  default(module: unknown): unknown;
  import(name: string): Promise<Record<string, unknown>>;
  cell(needs: string[], declares: string[], run: (exports: Names) => Promise<void>): void;
  run(answers: string[]): Promise<Names>;
}
type Names = Record<string, unknown>;

const modules: Record<string, unknown> = { plain: { a: 1 } };

function kernel(): Kernel {
  const script = `(require) => { ${kernelScript}; return ${runtime}; }`;
  return vm.runInThisContext(script)((name: string) => modules[name]) as Kernel;
}

test('both kinds of module', async () => {
  const { all, default: one, import: load } = kernel();
  const plain = { a: 1, default: 2 };
  const compiled = { __esModule: true, default: 3 };
  expect([one(plain), one(compiled)]).toEqual([plain, 3]);
  expect(all(plain)).toEqual({ a: 1, default: plain });
  expect(all(compiled)).toBe(compiled);
  expect(await load('plain')).toEqual({ a: 1, default: { a: 1 } });
});

test('cells in turns; a name keeps its value until a cell declares it again', async () => {
  const { cell, run } = kernel();
  const seen: unknown[] = [];
  cell([], ['a'], async (exports) => {
    exports.a = 1;
    void Promise.resolve().then(() => Promise.resolve().then(() => seen.push('before')));
  });
  cell(['a'], ['a'], async (exports) => {
    seen.push(exports.a);
    exports.a = 2;
  });
  expect(await run(['a'])).toEqual({ a: 2 });
  expect(seen).toEqual(['before', 1]);
});

test('what fails defines nothing; the first failure is told when an answer lacks', async () => {
  const { cell, run } = kernel();
  cell([], ['a'], async () => {
    throw new Error('first');
  });
  cell(['a'], ['b'], async () => {
    throw new Error('never runs');
  });
  cell([], ['c'], async (exports) => {
    exports.c = 3;
  });
  expect(await run(['c'])).toEqual({ c: 3 });
  await expect(run(['c', 'b'])).rejects.toThrow('first');
});

test('patched built-ins cost the student, not the order of cells', async () => {
  const realm = vm.createContext({ setImmediate, require: () => ({}) });
  const patches = [
    'Array.prototype.map = Array.prototype.some = Array.prototype.push = () => 0',
    'Array.prototype[Symbol.iterator] = function* () {}',
    'Set.prototype.has = Map.prototype.has = () => false',
    'Object.fromEntries = Object.hasOwn = () => 0',
    'Promise.prototype.then = function () { return this; }',
  ];
  const script = `(async () => { ${kernelScript}
    ${runtime}.cell([], ['a'], async (exports) => { ${patches.join(';')}; exports.a = 1; });
    ${runtime}.cell(['a'], ['b'], async (exports) => { exports.b = exports.a + 1; });
    return { ran: ${runtime}.run(['a', 'b']) }; })()`;
  const { ran } = (await vm.runInContext(script, realm)) as { ran: Promise<Names> };
  // The patched `then` is that of the other realm's promises: `await` does not call it.
  const names = await (async () => await ran)();
  expect({ ...names }).toEqual({ a: 1, b: 2 });
});
