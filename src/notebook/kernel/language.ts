/** What a cell may call: the standard library as the notebook's compiler and the grader's know it. */
import { fileURLToPath } from 'node:url';

/**
 * ES2023, which the oldest Node of this course has. TypeScript 5.0 knows a part of it; the rest
 * stands in a file beside this one.
 */
export const standardLibrary: readonly string[] = [
  'lib.es2023.d.ts',
  // The compiler takes a path where it is whole, with slashes on Windows too.
  fileURLToPath(new URL('copying-arrays.d.cts', import.meta.url)).replaceAll('\\', '/'),
];

/** tslab's own choice of libraries, by the version of Node, with ours in place of its ECMAScript. */
export function withStandardLibrary(lib: readonly string[] = []): string[] {
  return [...standardLibrary, ...lib.filter((name) => !/^lib\.es\d+\.d\.ts$/.test(name))];
}
