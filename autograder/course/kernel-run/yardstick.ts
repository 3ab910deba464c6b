/** How much slower this machine is, right now, than that for which the limits of a lesson hold. */
import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';

/** Seconds of the work below on two cores of a server of 2024 that has nothing else to do. */
const yardstick = 1.4;
/** A lesson that needs more than this many times its limit has no excuse in its machine. */
const most = 4;

/** What a kernel does before it computes: TypeScript is read and checked. And plain arithmetic. */
const program = `
const start = process.hrtime.bigint();
const ts = require(process.argv[1]);
const functions = Array.from({ length: 150 }, (_, i) => \`
  interface A\${i}<T> { a: T; b: Map<string, T[]>; next: A\${(i + 1) % 150}<T> }
  function f\${i}<T, U extends keyof A\${i}<T>>(x: A\${i}<T>, k: U) {
    const all = [...x.b.values()].flat().map((v) => ({ v, a: x.a, k }));
    return all.filter(({ v }) => v !== x.a).reduce(
      (found, one) => ({ ...found, [String(one.k)]: one }), {} as Record<string, { v: T; a: T; k: U }>);
  }\`);
const options = { target: ts.ScriptTarget.ES2022, lib: ['lib.es2022.d.ts'], strict: true, noEmit: true, types: [] };
const host = ts.createCompilerHost(options);
const read = host.getSourceFile;
host.getSourceFile = (name, ...rest) =>
  name === 'a.ts' ? ts.createSourceFile(name, functions.join(''), rest[0]) : read.call(host, name, ...rest);
const found = ts.createProgram(['a.ts'], options, host).getSemanticDiagnostics();
if (found.length > 0) throw new Error('The work to be timed does not type-check.');
let sum = 0;
for (let i = 0; i < 1.5e7; i++) sum += Math.sqrt(i);
console.log(Number(process.hrtime.bigint() - start) / 1e9, sum);
`;

/** Seconds that the work takes here and now. */
export async function timedWork(): Promise<number> {
  const compiler = createRequire(import.meta.url).resolve('@tslab/typescript-for-tslab');
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', program, compiler]);
  return Number.parseFloat(stdout);
}

/**
 * By what the limits of a lesson are multiplied: 1 on a machine as fast as that for which they hold, 2 on one that
 * takes twice as long, or that has other work to do; never less than 1 or more than 4.
 */
export function slownessOf(seconds: number): number {
  return Math.min(most, Math.max(1, seconds / yardstick));
}
