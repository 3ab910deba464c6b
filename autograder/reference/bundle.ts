/**
 * The TypeScript of one lesson in a private reference, compiled and run in memory.
 *
 * Nothing is written, neither beside the instructor's files nor elsewhere. Packages are never
 * bundled: `gradus` and the judge are those of this process, so that a tensor or a test is the same
 * thing on both sides.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { compileFunction } from 'node:vm';
import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping';
import { build, type Message, type Plugin } from 'esbuild';
import type { ProblemLocation } from '../problem.js';
import { OverlayError } from './overlay-error.js';
import { type PartName, partNames } from './parts.js';

export interface Bundle {
  /** What each file that is there exports. */
  parts: Partial<Record<PartName, Readonly<Record<string, unknown>>>>;
  /** sha256 of all files that were read. */
  hash: string;
}

/** As a stack of the compiled code shows it. */
const scriptName = 'private-reference.cjs';

/**
 * Compiles and runs what a lesson's folder holds; undefined when that is nothing.
 *
 * @param root the private reference; files of it may import each other, nothing beyond it
 * @throws OverlayError with file and line when it cannot be compiled or throws
 */
export async function bundleLesson(root: string, lesson: string): Promise<Bundle | undefined> {
  const folder = join(root, lesson);
  const names = partNames.filter((name) => existsSync(join(folder, `${name}.ts`)));
  if (names.length === 0) return undefined;
  const result = await build({
    stdin: {
      contents: names.map((name) => `export * as ${name} from './${name}.ts';`).join('\n'),
      resolveDir: folder,
      sourcefile: 'reference.ts',
      loader: 'ts',
    },
    absWorkingDir: root,
    outfile: join(folder, scriptName),
    write: false,
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    sourcemap: 'external',
    metafile: true,
    logLevel: 'silent',
    tsconfigRaw: {},
    plugins: [knownModules],
  }).catch((error: { errors?: Message[] }) => {
    if (error.errors === undefined) throw error;
    throw new OverlayError(error.errors.map(problemOf));
  });
  const inputs = Object.keys(result.metafile.inputs)
    .filter((name) => name !== join(lesson, 'reference.ts') && !name.endsWith('<stdin>'))
    .filter((name) => existsSync(join(root, name)))
    .sort();
  requireInside(root, inputs);
  const code = textOf(result.outputFiles, '.cjs');
  const trace = new TraceMap(textOf(result.outputFiles, '.map'));
  const parts = await evaluate(code, (stack) => placeIn(root, folder, trace, stack));
  const hash = createHash('sha256');
  for (const name of inputs) {
    hash.update(name.replaceAll(sep, '/')).update('\0');
    hash.update(readFileSync(join(root, name))).update('\0');
  }
  return { parts, hash: hash.digest('hex') };
}

const textOf = (files: readonly { path: string; text: string }[], ending: string): string =>
  files.find(({ path }) => path.endsWith(ending))?.text ?? '';

/** `gradus`, its rooms and references stay what they are in this process; so does Node. */
const knownModules: Plugin = {
  name: 'known-modules',
  setup({ onResolve }) {
    onResolve({ filter: /^[^./]|^\.[^./]/ }, ({ path, kind }) => {
      if (kind === 'entry-point') return undefined;
      if (isBuiltin(path) || moduleOf(path) !== undefined) return { path, external: true };
      return { errors: [{ text: path, detail: 'unknown-module' }] };
    });
  },
};

/** Where a module that a private reference may import is in this process. */
function moduleOf(name: string): string | undefined {
  const path = pathOf(name);
  if (path === undefined) return undefined;
  const found = ['ts', 'js'].map((ending) => new URL(`${path}.${ending}`, import.meta.url));
  return found.find((url) => existsSync(url))?.href;
}

/** The library's rooms and the judge by their faces; of lessons and the kit each file. */
function pathOf(name: string): string | undefined {
  if (name === 'gradus') return '../../src/index';
  if (name === 'gradus/judge') return '../judge/index';
  const [, kit] = /^gradus\/test-kit\/([a-z0-9-]+)\.js$/.exec(name) ?? [];
  if (kit !== undefined) return `../test-kit/${kit}`;
  const [, part] = /^gradus\/reference\/(\d\d[a-z]?-[a-z0-9-]+\/[a-z0-9-]+)\.js$/.exec(name) ?? [];
  if (part !== undefined) return `./${part}`;
  const [, room] = /^gradus\/([a-z-]+)$/.exec(name) ?? [];
  return room === undefined ? undefined : `../../src/${room}/index`;
}

async function evaluate(
  code: string,
  locate: (stack: string) => ProblemLocation | undefined,
): Promise<Bundle['parts']> {
  const modules = new Map<string, unknown>();
  for (const [, name = ''] of code.matchAll(/\brequire\("([^"]+)"\)/g)) {
    const url = moduleOf(name);
    if (url !== undefined || isBuiltin(name)) modules.set(name, await import(url ?? name));
  }
  const module = { exports: {} };
  try {
    const run = compileFunction(code, ['module', 'exports', 'require'], { filename: scriptName });
    run(module, module.exports, (name: string) => modules.get(name));
  } catch (error) {
    const { message, stack = '' } = error instanceof Error ? error : new Error(String(error));
    const place = locate(stack) ?? { file: 'reference', line: 1, column: 1 };
    throw new OverlayError([{ ...place, code: 'overlay-threw', params: { message } }]);
  }
  return module.exports;
}

/** Links are followed by the compiler, so this is the file that was really read. */
function requireInside(root: string, inputs: readonly string[]): void {
  const problems = inputs
    .filter((name) => isAbsolute(name) || relative(root, resolve(root, name)).startsWith('..'))
    .map((name) => ({
      file: name,
      line: 1,
      column: 1,
      code: 'overlay-outside' as const,
      params: { folder: root },
    }));
  if (problems.length > 0) throw new OverlayError(problems);
}

function problemOf({ text, location, detail }: Message) {
  const place = {
    file: location?.file ?? 'reference',
    line: location?.line ?? 1,
    column: (location?.column ?? 0) + 1,
  };
  return detail === 'unknown-module'
    ? { ...place, code: 'overlay-module' as const, params: { name: text } }
    : { ...place, code: 'overlay-syntax' as const, params: { message: text } };
}

/** The topmost place in the instructor's own files. */
function placeIn(
  root: string,
  folder: string,
  trace: TraceMap,
  stack: string,
): ProblemLocation | undefined {
  for (const [, line, column] of stack.matchAll(/private-reference\.cjs:(\d+):(\d+)/g)) {
    const found = originalPositionFor(trace, { line: Number(line), column: Number(column) - 1 });
    if (found.source === null) continue;
    const file = relative(root, resolve(folder, found.source));
    return { file, line: found.line, column: found.column + 1 };
  }
  return undefined;
}
