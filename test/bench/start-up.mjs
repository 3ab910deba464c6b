/**
 * `node test/bench/start-up.mjs`: how long until something can be computed, in a new process.
 *
 * Backends: process start to the first product of two matrices read back. Sandboxes: start to the
 * first answer of a function, and Node with nothing around it beside them.
 */
import { spawnSync } from 'node:child_process';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { chooseBackend } from '../../dist/autograder/sandbox/choose-backend.js';
import { defaultLimits } from '../../dist/autograder/sandbox/limits.js';
import { prepareRuntime } from '../../dist/autograder/sandbox/runtime.js';
import { startSandbox } from '../../dist/autograder/sandbox/sandbox.js';
import { cells, measure } from './measure.mjs';

const runs = Number(process.argv[2] ?? 7);
const library = new URL('../../dist/src/index.js', import.meta.url).href;
const firstProduct = `
  const { tf, useBackend } = await import(${JSON.stringify(library)});
  await useBackend({ printBackend: false });
  const x = tf.ones([64, 64]);
  await tf.matMul(x, x).data();
  console.log(tf.getBackend());
`;

console.log(`Node ${process.version}, ${cpus().length} cores, ${runs} runs, ms\n`);
console.log('| a new process until | min | median | max |\n| --- | --- | --- | --- |');
const nothing = await measure(runs, () => timed(['-e', '0']).ms);
console.log(`| Node with an empty script has ended | ${cells(nothing)} |`);
for (const backend of ['tensorflow', 'wasm', 'cpu']) {
  const args = ['--input-type=module', '-e', firstProduct];
  const probe = timed(args, { GRADUS_BACKEND: backend });
  if (probe.output !== backend) {
    console.log(`| first product on ${backend} | not to be had here | | |`);
    continue;
  }
  const t = await measure(runs, () => timed(args, { GRADUS_BACKEND: backend }).ms);
  console.log(`| first product on ${backend} has ended | ${cells(t)} |`);
}

const runtime = await prepareRuntime();
for (const name of /** @type {const} */ (['none', 'bubblewrap', 'unshare'])) {
  const backend = await chooseBackend(name, runtime).catch(() => undefined);
  if (backend === undefined) {
    console.log(`| sandbox by ${name} | not to be had here | | |`);
    continue;
  }
  const t = await measure(runs * 3, async () => {
    const begun = performance.now();
    const sandbox = startSandbox({ backend, runtime, limits: defaultLimits });
    await sandbox.load('(async () => ({ f: (x) => x + 1 }))', {}, 5000);
    await sandbox.call('f', [1], 1000);
    const ms = performance.now() - begun;
    await sandbox.close();
    return ms;
  });
  const walls = name === 'none' ? 'no walls' : name;
  console.log(`| first answer from the driver's snapshot, ${walls} | ${cells(t)} |`);
}

/**
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 */
function timed(args, env = {}) {
  const begun = performance.now();
  const { stdout } = spawnSync(process.execPath, args, {
    cwd: fileURLToPath(new URL('.', import.meta.url)),
    env: { ...process.env, ...env },
  });
  return { ms: performance.now() - begun, output: String(stdout).trim().split('\n').at(-1) };
}
