/**
 * `node test/bench/notebook-cells.mjs 5`: what cells of a notebook cost, in the kernel that
 * students use: the one that imports gradus, and later ones that type-check against it.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cells as columns, measure } from './measure.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const student = join(root, 'dist', 'student');

const cells = [
  "import { tf, useBackend, check } from 'gradus';",
  'await useBackend({ printBackend: false });',
  'const x = tf.tensor2d([[1, 2], [3, 4]]);\nconst y = tf.matMul(x, x);\ny.print();',
  `const model = tf.sequential({ layers: [tf.layers.dense({ units: 8, activation: 'relu', inputShape: [2] }), tf.layers.dense({ units: 1 })] });
model.compile({ optimizer: tf.train.adam(0.01), loss: 'meanSquaredError' });`,
  'const history = await model.fit(x, tf.tensor2d([[1], [0]]), { epochs: 3, verbose: 0 });\nhistory.history.loss;',
  'const softmax = (z: import("gradus").Tensor2D) => tf.div(tf.exp(z), tf.sum(tf.exp(z), 1, true));\nsoftmax(y).print();',
];

/** Seconds of each cell in one kernel. */
function session() {
  const cwd = mkdtempSync(join(tmpdir(), 'gradus-cells-'));
  try {
    mkdirSync(join(cwd, 'node_modules', '@types'), { recursive: true });
    symlinkSync(student, join(cwd, 'node_modules', 'gradus'));
    const types = join(root, 'node_modules', '@types', 'node');
    symlinkSync(types, join(cwd, 'node_modules', '@types', 'node'));
    const program = join(student, 'dist', 'src', 'notebook', 'kernel.js');
    const argv = [process.execPath, program, '--config-path', '{connection_file}'];
    const python = join(root, '.venv', 'bin', 'python');
    const { stdout, stderr, status } = spawnSync(
      python,
      [join(root, 'test', 'notebook', 'run_cells.py')],
      { input: JSON.stringify({ argv, cwd, cells }), encoding: 'utf8' },
    );
    if (status !== 0) throw new Error(stderr);
    /** @type {{ ready: number, results: { seconds: number, outputs: { type: string, name?: string, text?: string }[] }[] }} */
    const { ready, results } = JSON.parse(stdout);
    for (const { outputs } of results) {
      const failed = outputs.find((o) => o.type === 'error' || o.name === 'stderr');
      if (failed !== undefined) throw new Error(`A cell failed: ${failed.text}`);
    }
    return [ready, ...results.map(({ seconds }) => seconds)].map((s) => s * 1000);
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
}

const count = Number(process.argv[2] ?? 5);
const runs = Array.from({ length: count + 1 }, session);
console.log('| a cell, ms | min | median | max |\n| --- | --- | --- | --- |');
const names = ['(kernel ready)', ...cells.map((code) => code.split('\n')[0]?.slice(0, 60))];
for (const [i, name] of names.entries()) {
  const times = runs.map((run) => run[i] ?? 0);
  let next = 0;
  const t = await measure(count, () => times[next++] ?? 0);
  console.log(`| \`${name}\` | ${columns(t)} |`);
}
