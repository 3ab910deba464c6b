/**
 * TypeScript as JavaScript, by esbuild: each text once for a whole class, since handed-out cells are
 * the same in every notebook.
 */
import vm from 'node:vm';
import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping';
import { transform } from 'esbuild';

/** Both count from 0. */
interface Position {
  line: number;
  column: number;
}

export interface Transpiled {
  /** Empty when there is an error. */
  code: string;
  /** Why it is no valid body of an async function, and where in the TypeScript. */
  error?: Position & { message: string };
  /** Where a place of the code was in the TypeScript. */
  original(line: number, column: number): Position | undefined;
}

/** What was compiled last, by its source. */
const cache = new Map<string, Promise<Transpiled>>();
const mostCached = 500;
const longestCached = 20_000;

/** Compiles the body of a function of `exports` and `require`. */
export function transpiled(text: string): Promise<Transpiled> {
  const before = cache.get(text);
  if (before !== undefined) return before;
  const made = transpile(text);
  if (text.length > longestCached) return made;
  const [oldest] = cache.keys();
  if (cache.size >= mostCached && oldest !== undefined) cache.delete(oldest);
  cache.set(text, made);
  made.catch(() => cache.delete(text));
  return made;
}

async function transpile(text: string): Promise<Transpiled> {
  try {
    const { code, map } = await transform(text, {
      loader: 'ts',
      target: 'node20',
      sourcemap: 'external',
      sourcesContent: false,
      sourcefile: 'cell.ts',
      logLevel: 'silent',
      // As tslab sets them.
      tsconfigRaw: {
        compilerOptions: { experimentalDecorators: true, useDefineForClassFields: true },
      },
    });
    let trace: TraceMap | undefined;
    const original = (line: number, column: number): Position | undefined => {
      if (line < 0) return undefined;
      trace ??= new TraceMap(map);
      const found = originalPositionFor(trace, { line: line + 1, column });
      return found.line === null ? undefined : { line: found.line - 1, column: found.column };
    };
    const refused = refusal(code);
    if (refused === undefined) return { code, original };
    return failed(refused.message, original(refused.line, refused.column) ?? refused);
  } catch (error) {
    const { errors } = error as { errors?: { text: string; location: Position | null }[] };
    const [first] = errors ?? [];
    if (first === undefined) throw error;
    const { line, column } = first.location ?? { line: 1, column: 0 };
    return failed(first.text, { line: line - 1, column });
  }
}

const failed = (message: string, { line, column }: Position): Transpiled => ({
  code: '',
  error: { message, line, column },
  original: () => undefined,
});

/**
 * What V8 alone refuses, as a broken regular expression: in one script with other cells it would
 * take them along. Nothing is run.
 */
function refusal(code: string): (Position & { message: string }) | undefined {
  try {
    new vm.Script(`(async function (exports, require) {\n${code}\n})`, { filename: 'cell' });
    return undefined;
  } catch (error) {
    const { message, stack = '' } = error as Error;
    const [, line = '2', indent = ''] = /^cell:(\d+)\n.*\n( *)\^/.exec(stack) ?? [];
    return { message, line: Number(line) - 2, column: indent.length };
  }
}
