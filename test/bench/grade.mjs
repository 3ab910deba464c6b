/**
 * `node test/bench/grade.mjs`: how fast a class is graded, sandbox on.
 *
 * The three students of the example class who did everything right, copied to a class of 60, five
 * exercises each; and the example class itself, whose hanging submissions cost their time limits.
 */
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gradeClass } from '../../dist/autograder/grading/grade-class.js';
import { cells, measure } from './measure.mjs';

const runs = Number(process.argv[2] ?? 5);
const students = 60;
const example = fileURLToPath(new URL('../example-class/submissions', import.meta.url));
const folder = await mkdtemp(join(tmpdir(), 'gradus-bench-'));
const names = ['ada', 'boole', 'curie'];
for (let i = 0; i < students; i++) {
  const name = names[i % names.length] ?? 'ada';
  await cp(join(example, name), join(folder, `student-${String(i).padStart(3, '0')}`), {
    recursive: true,
  });
}

const jobs = availableParallelism();
console.log(`Node ${process.version}, ${jobs} sandboxes at a time, ${runs} runs\n`);
console.log('| class | sandbox | ms min | median | max | notebooks a minute (median) |');
console.log('| --- | --- | --- | --- | --- | --- |');
for (const sandbox of /** @type {const} */ (['bubblewrap', 'unshare'])) {
  for (const [name, path, count] of /** @type {const} */ ([
    ['60 right submissions', folder, students],
    ['the example class', example, 18],
  ])) {
    const t = await measure(runs, () => grade(path, sandbox)).catch(() => undefined);
    if (t === undefined) console.log(`| ${name} | ${sandbox} | not to be had here | | | |`);
    else
      console.log(
        `| ${name} | ${sandbox} | ${cells(t)} | ${((count * 60_000) / t.median).toFixed(0)} |`,
      );
  }
}
await rm(folder, { recursive: true });

/**
 * @param {string} path
 * @param {'bubblewrap' | 'unshare'} sandbox
 */
async function grade(path, sandbox) {
  const begun = performance.now();
  await gradeClass({ folder: path, secret: Buffer.alloc(32, 1), sandbox, jobs, onProgress() {} });
  return performance.now() - begun;
}
