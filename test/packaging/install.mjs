/**
 * The package as a user gets it: packed, installed into an empty folder from the npm registry, used.
 *
 *     node test/packaging/install.mjs                     scripts as npm is set to
 *     node test/packaging/install.mjs --ignore-scripts    without install scripts
 *     node test/packaging/install.mjs --native            and builds the native backend there (minutes)
 *
 * Exit code 1 when something does not work.
 */
import { copyFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { npm } from '../../src/setup/npm-packages.mjs';
import { inRoot, root } from '../../src/setup/root.mjs';
import { run, tail } from '../../src/setup/run.mjs';

const words = process.argv.slice(2);
const native = words.includes('--native');
const scratch = mkdtempSync(join(tmpdir(), 'gradus-install-'));
const { program, args } = npm();
// Nothing of the clone, nor of the npm that runs this, may help.
const env = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(npm_|GRADUS_|INIT_CWD|NODE_PATH)/i.test(name)),
);
let failed = 0;

/** @param {string} name @param {string[]} command @param {(said: string, code: number) => boolean} right */
async function step(name, [file = '', ...rest], right) {
  const begun = performance.now();
  const { code, output } = await run(file, rest, { cwd: scratch, env, timeoutMs: 900_000 });
  const fine = right(output, code);
  if (!fine) failed++;
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  console.log(`${fine ? 'ok    ' : 'BROKEN'}  ${name} (${seconds} s)`);
  if (!fine) console.log(`        ${tail(output, 20).replaceAll('\n', '\n        ')}`);
}

const ok = (/** @type {string} */ _said, /** @type {number} */ code) => code === 0;
const node = process.execPath;
const npx = args.length > 0 ? [node, join(args[0] ?? '', '..', 'npx-cli.js')] : ['npx'];
try {
  for (const folder of ['.', './datasets']) {
    const packing = [...args, 'pack', folder, '--ignore-scripts', '--pack-destination', scratch];
    const { code, output } = await run(program, packing, { cwd: root });
    if (code !== 0) throw new Error(output);
  }
  const tarballs = readdirSync(scratch).filter((name) => name.endsWith('.tgz'));
  const [data = '', gradus = ''] = tarballs.sort((a, b) => b.length - a.length);
  writeFileSync(join(scratch, 'package.json'), '{ "private": true }\n');
  const scripts = words.includes('--ignore-scripts') ? ['--ignore-scripts'] : [];
  await step('npm install gradus', [program, ...args, 'install', ...scripts, `./${gradus}`], ok);

  const compute = `
    import { tf, useBackend } from 'gradus';
    const { name } = await useBackend();
    console.log('COMPUTED', name, tf.sum(tf.tensor1d([1, 2, 3])).arraySync());`;
  const script = (/** @type {string} */ code) => [node, '--input-type=module', '-e', code];
  await step(
    'import computes, on wasm',
    script(compute),
    (said, code) =>
      code === 0 && said.includes('COMPUTED wasm 6') && said.includes('`npx gradus setup`'),
  );
  const digits = `
    import { useBackend } from 'gradus';
    import { loadDataset } from 'gradus/data';
    await useBackend();
    console.log('SHAPE', (await loadDataset('digits')).x.shape.join());`;
  await step('without the data sets: the error names their package', script(digits), (said) =>
    said.includes('run `npm install gradus-datasets`'),
  );
  await step(
    'npm install gradus-datasets',
    [program, ...args, 'install', ...scripts, `./${data}`],
    ok,
  );
  await step('loadDataset', script(digits), (said) => said.includes('SHAPE 1797,64'));

  await step(
    'npx gradus --help',
    [...npx, 'gradus', '--help'],
    (said, code) => code === 0 && said.startsWith('Usage: npx gradus'),
  );
  const lesson = join('node_modules', 'gradus', 'notebooks', '02-a-network-from-scratch');
  await step(
    'npx gradus check, unsolved',
    [...npx, 'gradus', 'check', lesson],
    (said, code) => code === 1 && /0 of \d+ visible tests passed/.test(said),
  );
  copyFileSync(
    inRoot('test', 'example-class', 'submissions', 'ada', 'lesson.ipynb'),
    join(scratch, 'solved.ipynb'),
  );
  await step(
    'npx gradus check, solved',
    [...npx, 'gradus', 'check', 'solved.ipynb'],
    (said, code) => code === 0 && /(\d+) of \1 visible tests passed/.test(said),
  );
  await step(
    'npx gradus grade says what it lacks',
    [...npx, 'gradus', 'grade'],
    (said, code) => code === 2 && said.includes('holds no solutions and no hidden tests'),
  );
  await step(
    'npx gradus doctor',
    [...npx, 'gradus', 'doctor'],
    (said, code) => code === 0 && !said.includes('npm run gradus'),
  );
  if (native) {
    await step('npx gradus setup', [...npx, 'gradus', 'setup'], ok);
    await step(
      'import computes, on tensorflow',
      script(compute),
      (said, code) => code === 0 && said.includes('COMPUTED tensorflow 6'),
    );
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
process.exitCode = failed > 0 ? 1 : 0;
