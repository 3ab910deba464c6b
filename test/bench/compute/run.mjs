/**
 * `node test/bench/compute/run.mjs`: training steps in gradus, Keras and PyTorch, side by side.
 *
 * Each model is written once to a folder (weights, batches); every runner reads the same folder
 * in a process of its own, the runners in turn, for several rounds. The tables go to the terminal.
 *
 *   --models mlp,cnn,lstm,gpt   which (also gpt2, resnet18, mobilenet, vit, unet; vae, dcgan, wgan-gp, ddpm)
 *   --rounds 5                  how often each runner runs
 *   --generations 5             in how many of the rounds text is generated too
 *   --seconds 60                the longest that one run may train
 *   --torch .venv-torch/bin/python   a Python with PyTorch: `python3 -m venv .venv-torch` and
 *                               `.venv-torch/bin/pip install torch numpy`
 *   --runners a,b               only these
 *   --json file                 everything that was measured
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { generateTable, ratiosOf, sampleRatiosOf, sampleTable, stepTable } from './tables.mjs';
import { taskOf } from './tasks.mjs';

/**
 * @typedef {object} Run what one process reports
 * @property {number[]} times ms of each step
 * @property {number[]} losses
 * @property {number} peakMegabytes
 * @property {{ cached: number, uncached: number }} [generate] tokens a second
 * @property {{ perSecond: number, first: number[] }} [sampled] samples a second, and the first numbers of them
 */

const { values } = parseArgs({
  options: {
    models: { type: 'string', default: 'mlp,cnn,lstm,gpt' },
    rounds: { type: 'string', default: '5' },
    generations: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '60' },
    torch: { type: 'string', default: '.venv-torch/bin/python' },
    keras: { type: 'string', default: '.venv/bin/python' },
    runners: { type: 'string' },
    json: { type: 'string' },
  },
});

const here = (/** @type {string} */ file) => fileURLToPath(new URL(file, import.meta.url));
const node = [process.execPath, here('runner.mjs')];
const keras = [values.keras, here('peers/keras_peer.py')];
const torch = [values.torch, here('peers/torch_peer.py')];

/** @type {{ name: string, peer: boolean, command: string[], mode: string }[]} */
const known = [
  { name: 'gradus eager', peer: false, command: node, mode: 'eager' },
  { name: 'gradus captured', peer: false, command: node, mode: 'captured' },
  { name: 'gradus XLA', peer: false, command: node, mode: 'xla' },
  // Of the models that have a row for it: it is held against the eager step.
  { name: 'gradus wasm', peer: false, command: node, mode: 'wasm' },
  { name: 'Keras compiled', peer: true, command: keras, mode: 'compiled' },
  { name: 'Keras XLA', peer: true, command: keras, mode: 'xla' },
  { name: 'PyTorch eager', peer: true, command: torch, mode: 'eager' },
  { name: 'PyTorch compiled', peer: true, command: torch, mode: 'compiled' },
];
const writers = [
  { name: 'gradus', command: node, mode: 'generate' },
  { name: 'gradus XLA', command: node, mode: 'generate-xla' },
  { name: 'PyTorch', command: torch, mode: 'generate' },
];
const wanted = values.runners?.split(',');
const runners = known.filter(({ name, command }) => {
  if (wanted !== undefined && !wanted.includes(name)) return false;
  const there = existsSync(command[0] ?? '');
  if (!there) console.error(`${name}: ${command[0]} is not there, left out`);
  return there;
});

const peers = runners.filter(({ peer }) => peer).map(({ name }) => name);

/**
 * @param {string[]} command
 * @param {string[]} args
 * @returns {Run | undefined}
 */
function run(command, args) {
  const [program = '', ...before] = command;
  const { stdout, stderr, status } = spawnSync(program, [...before, ...args], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    timeout: 15 * 60_000,
  });
  const line = stdout.trim().split('\n').at(-1) ?? '';
  if (status !== 0 || !line.startsWith('{')) {
    console.error(`${args.join(' ')} failed:\n${stderr.trim().split('\n').slice(-4).join('\n')}`);
    return undefined;
  }
  return JSON.parse(line);
}

/** Fewest steps of a run: the first ones are those of a model that is not recorded or compiled yet. */
const FEWEST_STEPS = 12;

/**
 * Whether a run has steps enough to be compared; one that has not is told, and left out.
 *
 * @param {Run} run
 * @param {string} what
 */
function isWarm({ times }, what) {
  if (times.length >= FEWEST_STEPS) return true;
  console.error(
    `${what}: left out, since ${times.length} steps are too few to be those of a recorded or compiled model. Expected ${FEWEST_STEPS} or more. Give more \`--seconds\`.`,
  );
  return false;
}

console.log(`Node ${process.version}, ${cpus().length} cores, ${values.rounds} rounds\n`);
/** @type {Record<string, Record<string, Run[]>>} */
const all = {};
for (const model of values.models.split(',')) {
  const task = taskOf(model);
  const folder = mkdtempSync(join(tmpdir(), 'gradus-bench-'));
  try {
    run(node, [folder, 'prepare', model, values.seconds]);
    /** @type {Record<string, Run[]>} */
    const runs = {};
    /** @type {Record<string, Run[]>} */
    const generated = {};
    const here = runners.filter(({ mode }) => mode !== 'wasm' || task.wasm === true);
    for (let round = 0; round < Number(values.rounds); round++) {
      // Each round begins with another runner, so that none always follows the same neighbour.
      const order = here.map((_, i) => here[(i + round) % here.length]);
      for (const runner of order) {
        if (runner === undefined) continue;
        const result = run(runner.command, [folder, runner.mode]);
        if (result !== undefined && isWarm(result, `${model}, ${runner.name}`)) {
          runs[runner.name] = [...(runs[runner.name] ?? []), result];
        }
        process.stderr.write(`${model} ${round + 1} ${runner.name}\n`);
      }
      if (task.generate !== undefined && round < Number(values.generations)) {
        for (const { name, command, mode } of writers) {
          if (!existsSync(command[0] ?? '')) continue;
          const result = run(command, [folder, mode]);
          if (result !== undefined) generated[name] = [...(generated[name] ?? []), result];
        }
      }
    }
    all[model] = runs;
    console.log(stepTable(task, runs, peers));
    if (task.generate !== undefined) console.log(generateTable(generated));
    if (task.sample !== undefined) console.log(sampleTable(runs, peers));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * @param {string} what
 * @param {typeof ratiosOf} ratios
 * @param {Record<string, Run[]>[]} of
 */
function printMeans(what, ratios, of) {
  for (const name of ['gradus captured', 'gradus XLA']) {
    const medians = of.flatMap((runs) =>
      ratios(runs, peers).flatMap((one) => (one.name === name ? [one.median] : [])),
    );
    if (medians.length < 2) continue;
    const logs = medians.reduce((sum, ratio) => sum + Math.log(ratio), 0);
    const mean = Math.exp(logs / medians.length).toFixed(2);
    console.log(`${name}: geometric mean of the ${medians.length} medians ${mean}${what}`);
  }
}
printMeans('', ratiosOf, Object.values(all));
const sampling = Object.entries(all).filter(([name]) => taskOf(name).sample !== undefined);
printMeans(
  ', of samples',
  sampleRatiosOf,
  sampling.map(([, runs]) => runs),
);
if (values.json !== undefined) writeFileSync(values.json, JSON.stringify(all));
