/** A process that is killed while it saves leaves the model of before, or none. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { use } from '../nn/layers/test-tools.js';
import { type LayersModel, type Tensor, tf } from '../nn/tf.js';
import { mlp } from './deep-learning/mlp.js';
import { loadModel } from './load-model.js';
import { saveModel } from './save-model.js';

const run = promisify(execFile);
const root = mkdtempSync(join(tmpdir(), 'gradus-killed-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
beforeAll(() => use('cpu'));

const make = (seed: number): LayersModel => mlp({ inputShape: [3], hidden: [4], classes: 2, seed });

/** What the model of a seed predicts. */
function outputsOf(model: LayersModel): number[] {
  const values = tf.tidy(() => Array.from((model.predict(tf.ones([1, 3])) as Tensor).dataSync()));
  model.dispose();
  return values;
}

/** Saves the model of seed 2 over what is there, killed before its `step`th change of the folder. */
async function killedSave(folder: string, step: number): Promise<void> {
  const code = `
    import fs from 'node:fs';
    import { syncBuiltinESMExports } from 'node:module';
    const [folder, step] = process.argv.slice(1);
    let changes = 0;
    for (const name of ['rename', 'rm']) {
      const change = fs.promises[name];
      fs.promises[name] = (...args) => {
        if (++changes === Number(step)) process.kill(process.pid, 'SIGKILL');
        return change(...args);
      };
    }
    syncBuiltinESMExports();
    const { useBackend } = await import('gradus');
    const { mlp } = await import('gradus/deep-learning');
    const { saveModel } = await import('gradus/models');
    await useBackend({ backend: 'cpu', printBackend: false });
    await saveModel(mlp({ inputShape: [3], hidden: [4], classes: 2, seed: 2 }), folder);`;
  const words = ['--input-type=module', '-e', code, folder, String(step)];
  const ended = run(process.execPath, words, { cwd: new URL('../..', import.meta.url).pathname });
  await expect(ended).rejects.toMatchObject({ signal: 'SIGKILL' });
}

test.each([
  ['the weights are in place', 1, 1],
  ['TensorFlow.js has its file', 2, 1],
  ['the manifest is in place', 3, 1],
  ['the weights of before are gone', 4, 2],
])('killed before %s, there is a whole model', async (_, step, seed) => {
  const folder = join(root, `old-${step}`);
  const first = make(1);
  await saveModel(first, folder);
  first.dispose();
  await killedSave(folder, step);
  expect(outputsOf((await loadModel(folder)).model)).toEqual(outputsOf(make(seed)));
  // A web page reads the other file, which has a whole model too.
  const plain = outputsOf(await tf.loadLayersModel(`file://${folder}`));
  expect(plain).toEqual(outputsOf(make(step > 2 ? 2 : 1)));
  // The next save is as if nothing had been.
  const next = make(3);
  await saveModel(next, folder);
  next.dispose();
  expect(outputsOf((await loadModel(folder)).model)).toEqual(outputsOf(make(3)));
});

test('what a killed process left is taken away an hour later', async () => {
  const folder = join(root, 'leftovers');
  await killedSave(folder, 2);
  const left = readdirSync(folder).sort();
  expect(left).toEqual([
    expect.stringMatching(/^model\.json\.\d+\.\d+\.tmp$/),
    expect.stringMatching(/^weights-[0-9a-f]{16}\.bin$/),
  ]);
  writeFileSync(join(folder, 'notes.tmp'), 'mine');
  const model = make(1);
  await saveModel(model, folder);
  expect(readdirSync(folder)).toEqual(expect.arrayContaining(left));
  const before = new Date(Date.now() - 2 * 3_600_000);
  for (const name of readdirSync(folder)) utimesSync(join(folder, name), before, before);
  await saveModel(model, folder);
  model.dispose();
  expect(readdirSync(folder).sort()).toEqual([
    'manifest.json',
    'model.json',
    'notes.tmp',
    expect.stringMatching(/^weights-/),
  ]);
  expect(outputsOf((await loadModel(folder)).model)).toEqual(outputsOf(make(1)));
});

test.each([1, 2, 3])('killed before change %i of a new folder, there is no model', async (step) => {
  const folder = join(root, `new-${step}`);
  await killedSave(folder, step);
  expect(readdirSync(folder)).not.toContain('manifest.json');
  await expect(loadModel(folder)).rejects.toThrow('Expected the manifest of a model');
});

test('a model is loaded whole while others are saved in its place', async () => {
  const folder = join(root, 'busy');
  const models = [make(1), make(2)] as const;
  const expected = [outputsOf(make(1)), outputsOf(make(2))];
  await saveModel(models[0], folder);
  let saving = true;
  const saves = (async () => {
    for (let i = 0; i < 30; i++) await saveModel(models[i % 2 === 0 ? 1 : 0], folder);
    saving = false;
  })();
  let loads = 0;
  while (saving) {
    expect(expected).toContainEqual(outputsOf((await loadModel(folder)).model));
    loads += 1;
  }
  await saves;
  expect(loads).toBeGreaterThan(2);
  for (const model of models) model.dispose();
});
