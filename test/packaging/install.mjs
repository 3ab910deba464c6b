/**
 * The package as a user gets it: packed, installed into an empty folder from the npm registry, used.
 *
 *     node test/packaging/install.mjs                     scripts as npm is set to
 *     node test/packaging/install.mjs --ignore-scripts    without install scripts
 *     node test/packaging/install.mjs --native            and builds the native backend there (minutes)
 *     node test/packaging/install.mjs --bundle            only the bundle for students
 *
 * Exit code 1 when something does not work.
 */
import {
  copyFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
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

/** @param {string} name @param {string[]} command @param {(said: string, code: number) => boolean} right @param {string} [cwd] */
async function step(name, [file = '', ...rest], right, cwd = scratch) {
  const begun = performance.now();
  const { code, output } = await run(file, rest, { cwd, env, timeoutMs: 900_000 });
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  tell(`${name} (${seconds} s)`, right(output, code), output);
}

/** @param {string} name @param {boolean} fine @param {string} output shown when it is not fine */
function tell(name, fine, output) {
  if (!fine) failed++;
  console.log(`${fine ? 'ok    ' : 'BROKEN'}  ${name}`);
  if (!fine) console.log(`        ${tail(output, 20).replaceAll('\n', '\n        ')}`);
}

/** Installed by its name, without the lessons of a bundle. */
async function thePackage() {
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
}

/**
 * A student's first minutes: the bundle of `gradus release` unpacked in a folder with nothing else,
 * and `npm start`. Its kernel then runs a lesson.
 */
async function studentsBundle() {
  const load = (/** @type {string} */ name) =>
    import(pathToFileURL(inRoot('dist', 'autograder', 'release', `${name}.js`)).href);
  const { studentBundle } = await load('bundles');
  const { archiveOf } = await load('files');
  const archive = join(scratch, 'bundle.tar.gz');
  writeFileSync(archive, await archiveOf('bundle', await studentBundle(root)));
  const cwd = join(scratch, 'bundle');
  await step('the bundle is unpacked', ['tar', '-xzf', archive], ok);
  await step(
    'npm runs no script of a package there',
    [program, ...args, '--prefix', cwd, 'config', 'get', 'ignore-scripts'],
    (said, code) => code === 0 && said.trim() === 'true',
    cwd,
  );
  for (const again of ['', ', again']) {
    await step(
      `npm start${again}: JupyterLab answers`,
      [node, inRoot('test', 'packaging', 'answers.mjs'), cwd],
      (said, code) => code === 0 && said.includes('ANSWERED') && !/failed|Lost:/.test(said),
      cwd,
    );
  }
  const id = '00-typescript-and-notebooks';
  const lesson = join('lessons', id, 'lesson.ipynb');
  const course = await import(
    pathToFileURL(inRoot('dist', 'autograder', 'course', 'index.js')).href
  );
  const source = await course.readLesson(inRoot('notebooks', id, 'lesson.md'));
  const { groupMeans } = course.solutionSources(
    inRoot('autograder', 'reference', id, 'solution.ts'),
  );
  writeFileSync(join(cwd, lesson), course.solvedNotebook(source, { solutions: { groupMeans } }));
  const bin = join(cwd, '.venv', process.platform === 'win32' ? 'Scripts' : 'bin');
  const executed = [join(bin, 'jupyter'), 'execute', '--inplace', '--allow-errors', lesson];
  await step('its kernel runs a lesson', executed, ok, cwd);
  const { cells } = JSON.parse(readFileSync(join(cwd, lesson), 'utf8'));
  const said = JSON.stringify(cells.map((/** @type {any} */ { outputs }) => outputs));
  const isDrawn =
    said.includes('application/vnd.plotly.v1+json') &&
    said.includes('../node_modules/plotly.js-cartesian-dist-min/');
  const isRun = /✓ groupMeans: all \d+ visible tests passed/.test(said);
  const words = `${said.slice(0, 3000)} …`;
  tell('no cell fails', !said.includes('"output_type":"error"'), words);
  tell('an answer passes its check', isRun, words);
  tell('figures are drawn by the plotly.js of the bundle', isDrawn, words);
  await step(
    'npx gradus check in it',
    [...npx, 'gradus', 'check', lesson],
    (shown, code) => code === 1 && /[1-9]\d* of \d+ visible tests passed/.test(shown),
    cwd,
  );
}

const ok = (/** @type {string} */ _said, /** @type {number} */ code) => code === 0;
const node = process.execPath;
const npx = args.length > 0 ? [node, join(args[0] ?? '', '..', 'npx-cli.js')] : ['npx'];
try {
  if (!words.includes('--bundle')) await thePackage();
  if (!native) await studentsBundle();
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
process.exitCode = failed > 0 ? 1 : 0;
