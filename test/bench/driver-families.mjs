/**
 * `node test/bench/driver-families.mjs [runs]`: what families of the library cost each sandbox.
 *
 * The start of Node from a driver's snapshot until the driver has ended, for a lesson that lets its
 * exercises use no family, one, or all; and before and after a family of 1 MB is added to the
 * library. One start of each after the other, in turns.
 */
import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  mkdtempSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildDriver } from '../../dist/autograder/sandbox/build.js';
import { nodeFlags } from '../../dist/autograder/sandbox/runtime.js';

const runs = Number(process.argv[2] ?? 15);
const root = fileURLToPath(new URL('../../', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'gradus-families-'));
const grown = join(scratch, 'grown');
for (const folder of ['dist/src', 'dist/autograder']) {
  cpSync(join(root, folder), join(grown, folder), { recursive: true });
}
cpSync(join(root, 'package.json'), join(grown, 'package.json'));
symlinkSync(join(root, 'node_modules'), join(grown, 'node_modules'));
const functions = Array.from(
  { length: 12_000 },
  (_, i) =>
    `export function dummy${i}(x) { return x.map((v) => (v + ${i}) * ${i % 97}).filter(Boolean); }`,
);
writeFileSync(join(grown, 'dist/src/dummy.js'), functions.join('\n'));
appendFileSync(
  join(grown, 'dist/autograder/sandbox/families.js'),
  "\nimport * as dummy from '../../src/dummy.js';\nfamilies.dummy = dummy;\n",
);

/** @type {[string, string, string[] | undefined][]} */
const drivers = [
  ['no family', root, []],
  ['one family', root, ['deep-learning']],
  ['one family, beside a new one of 1 MB', grown, ['deep-learning']],
  ['every family', root, undefined],
  ['every family and the new one', grown, undefined],
];
/** @type {{ name: string, file: string, blob: string, times: number[] }[]} */
const made = [];
for (const [i, [name, from, families]] of drivers.entries()) {
  const file = join(scratch, `${i}.cjs`);
  const blob = join(scratch, `${i}.blob`);
  await buildDriver(from, file, families);
  spawnSync(process.execPath, [...nodeFlags, '--snapshot-blob', blob, '--build-snapshot', file]);
  made.push({ name, file, blob, times: [] });
}
for (let run = 0; run <= runs; run++) {
  for (const { blob, times } of made) {
    const begun = performance.now();
    spawnSync(process.execPath, [...nodeFlags, '--snapshot-blob', blob], { stdio: 'ignore' });
    // The first is a warm-up.
    if (run > 0) times.push(performance.now() - begun);
  }
}
console.log(`Node ${process.version}, ${runs} starts of each\n`);
console.log('| driver with | its size, MB | snapshot, MB | ms min | median | max |');
console.log('| --- | --- | --- | --- | --- | --- |');
for (const { name, file, blob, times } of made) {
  times.sort((a, b) => a - b);
  const ms = [times[0], times[Math.floor(runs / 2)], times.at(-1)].map((t) => (t ?? 0).toFixed(1));
  const mb = [file, blob].map((path) => (statSync(path).size / 1e6).toFixed(2));
  console.log(`| ${[name, ...mb, ...ms].join(' | ')} |`);
}
rmSync(scratch, { recursive: true });
