/** Each room that can be imported, alone in a fresh process, leaves `tf` complete. */
import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { capability } from './capabilities.js';

const run = promisify(execFile);
const src = new URL('../src/', import.meta.url);
const hooks = new URL('../autograder/grading/typescript-hooks.mjs', import.meta.url).href;

/** These are beneath `tf`, or the test's business elsewhere. */
const beneath = ['backend', 'messages'];
/** These compute nothing with `tf`; whoever uses them brings it along. */
const withoutTf = ['plot', 'speech'];

function roomsIn(folder: string): string[] {
  const here = readdirSync(new URL(folder, src), { withFileTypes: true });
  return here
    .filter((entry) => entry.isDirectory() && !beneath.includes(entry.name))
    .flatMap(({ name }) => {
      const room = `${folder}${name}`;
      const isRoom = existsSync(new URL(`${room}/index.ts`, src));
      return [...(isRoom ? [room] : []), ...(room === 'models' ? roomsIn('models/') : [])];
    });
}

/** Prints what each part gave, on each backend, that TensorFlow.js alone does not give. */
const program = `
const { useBackend } = await import(new URL('backend/use-backend.ts', src).href);
const all = {};
for (const backend of backends) {
const names = {};
const code = async (work) => {
  try { await work(); return 'no error'; } catch (error) { return error.code ?? error.message; }
};
const input = (units) => tf.layers.dense({ units, inputShape: [2], kernelInitializer: 'zeros' });
await useBackend({ backend, printBackend: false });
const x = tf.tensor2d([[1, 2], [3, 4], [5, 6]]);
const y = tf.tensor2d([[1], [2], [3]]);

const model = tf.sequential({ layers: [input(1)] });
model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
names.compiled = await code(() => model.compile({ optimizer: 'adamw', loss: 'meanSquaredError' }));
names.restored = await code(async () => {
  const stops = tf.callbacks.earlyStopping({ monitor: 'loss', restoreBestWeights: true });
  await model.fit(x, y, { epochs: 12, verbose: 0, callbacks: stops });
});

if (backend === 'tensorflow') {
  const native = tf.backend();
  const { binding } = native;
  let ops = 0;
  const counting = Object.create(binding, {
    executeOp: { value: (...args) => { ops++; return binding.executeOp(...args); } },
  });
  Reflect.set(native, 'binding', counting);
  await model.trainOnBatch(x, y);
  Reflect.set(native, 'binding', binding);
  names.opsOfCapturedStep = ops;
}

const weight = tf.variable(tf.zeros([2, 1]));
names.flatLoss = await code(() => tf.variableGrads(() => tf.sum(tf.round(tf.matMul(x, weight)))));
names.frozen = await code(() => tf.train.sgd(0.1).minimize(() => tf.sum(x)));
const shared = input(2);
const twice = tf.sequential({ layers: [shared, shared] });
names.usedTwice = await code(() => twice.save(tf.io.withSaveHandler(async () => ({}))));
let saved;
await model.save(tf.io.withSaveHandler(async (artifacts) => {
  saved = artifacts;
  return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
}));
const again = await tf.loadLayersModel(tf.io.fromMemory(saved));
const { Dense } = await import(new URL('nn/layers/dense.ts', src).href);
names.loadedIsOurs = again.layers[0] instanceof Dense;
names.misspelt = await code(() => tf.layers.dense({ units: 1, activaton: 'relu' }));
names.argument = await code(() => tf.matMul(x, {}));
names.method = await code(() => x.matMul({}));
names.fit = await code(() => model.fit(x, y, { epoch: 3 }));
names.classless = await code(() => tf.serialization.registerClass(class {}));
names.padded = await code(() =>
  tf.sequential({ layers: [
    tf.layers.embedding({ inputDim: 3, outputDim: 2, inputLength: 2, maskZero: true }),
    tf.layers.flatten(),
  ] }).predict(tf.tensor2d([[1, 0]])));
const drawn = () => (setSeed(7), tf.randomNormal([2]).arraySync().join());
names.seeded = drawn() === drawn();
all[backend] = names;
}
console.log(JSON.stringify(all));
`;

type Printed = Readonly<Record<string, object>>;

async function printed(room: string, source: string, backends: string[]): Promise<Printed> {
  const script = `
    const src = new URL(${JSON.stringify(src.href)});
    const backends = ${JSON.stringify(backends)};
    await import(new URL(${JSON.stringify(room)}, src).href);
    const { tf } = await import(new URL(${JSON.stringify(source)}, src).href);
    const { setSeed } = await import(new URL('backend/seed.ts', src).href);
    ${program}`;
  const args = ['--no-warnings', '--import', hooks, '--input-type=module', '-e', script];
  const env = { ...process.env, GRADUS_LANG: 'en' };
  const { stdout } = await run(process.execPath, args, { env });
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Printed;
}

const complete = {
  compiled: 'no error',
  restored: 'no error',
  flatLoss: 'no-gradient',
  frozen: 'no-gradient',
  usedTwice: 'cannot-save',
  loadedIsOurs: true,
  misspelt: 'unknown-option',
  argument: 'invalid-argument',
  method: 'invalid-argument',
  fit: 'unknown-option',
  classless: 'layer',
  padded: 'mask-ignored',
  seeded: true,
};

/** Where `tf` lies before it is completed: who forgets to complete it fails. */
const sourceOf = (room: string) => (withoutTf.includes(room) ? 'nn/tf.ts' : 'backend/tf.ts');

describe('alone in a fresh process, on the cpu backend and with captured steps', () => {
  const native = capability('native').ok;
  test.each(roomsIn(''))('%s', async (room) => {
    const given = await printed(`${room}/index.ts`, sourceOf(room), [
      'cpu',
      ...(native ? ['tensorflow'] : []),
    ]);
    expect(given).toEqual({
      cpu: complete,
      ...(native && { tensorflow: { ...complete, opsOfCapturedStep: 0 } }),
    });
  });

  test('TensorFlow.js as it is gives none of this', async () => {
    const { cpu = {} } = await printed('backend/tf.ts', 'backend/tf.ts', ['cpu']);
    const same = Object.entries(cpu).filter(
      ([name, value]) => Reflect.get(complete, name) === value,
    );
    expect(same).toEqual([]);
  });
});

/** `import { tf }`, `import { type Tensor, tf as typed }`: the value, from the room beneath. */
const plainTf = /import \{([^}]*)\} from '([^']*)';/g;

test('no file but nn/tf.ts takes the value `tf` from the room beneath', () => {
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !/^(backend|setup)\//.test(file),
  );
  const takers = files.filter((file) => {
    const imports = readFileSync(new URL(file, src), 'utf8').matchAll(plainTf);
    return [...imports].some(([, names = '', from = '']) => {
      const is = /(^|[\s,])tf\b/.test(names);
      return is && normalize(join(dirname(file), from)) === 'backend/tf.js';
    });
  });
  expect(takers).toEqual(['nn/tf.ts']);
});
