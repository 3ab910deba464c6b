/** Reads one shape at two sizes as a cell is read; prints processor time in ms, or `refused`. */

import { isTooDeep } from '../../autograder/submission/nesting.js';
import { parseCells } from '../../autograder/submission/slice.js';
import { transpiled } from '../../autograder/submission/transpile.js';
import { shapes, sizes } from './growth.js';

const shape = shapes[process.argv[2] ?? ''];
if (shape === undefined) throw new RangeError(`Expected a shape. Received: ${process.argv[2]}`);

/** Of this process its processor time, of esbuild's, which is another, how long it takes. */
const read = async (source: string): Promise<number> => {
  const before = process.cpuUsage();
  const notebook = { cells: [{ number: 1, id: undefined, source }], texts: [], lesson: undefined };
  const [cell] = parseCells(notebook);
  const { user, system } = process.cpuUsage(before);
  const begun = performance.now();
  // A cell with a mistake is not compiled.
  if (cell?.syntaxErrors.length === 0) await transpiled(source);
  return (user + system) / 1000 + performance.now() - begun;
};
// What is measured is not the start of a compiler.
await read('let a = [1].map((b) => ({ c: b })); type A<T> = T extends infer U ? U : 0;');
const times: number[] = [];
for (const n of sizes[shape.by]) {
  const source = shape.write(n);
  if (isTooDeep(source)) {
    console.log('refused');
    process.exit();
  }
  times.push(await read(source));
}
console.log(times.join(' '));
