/**
 * gradus on the Node versions beside the one that runs this: binaries from npm, kept in `.cache`.
 *
 *     node test/node-versions/run.mjs               imports the package and grades one notebook on each
 *     node test/node-versions/run.mjs --full        and runs the test suite on each
 *     node test/node-versions/run.mjs 24 26         only these versions
 *
 * Exit code 1 when something differs from what this Node gives, 2 when it was called wrongly.
 */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { npm } from '../../src/setup/npm-packages.mjs';
import { inRoot, root } from '../../src/setup/root.mjs';
import { hand, run, tail } from '../../src/setup/run.mjs';

const usual = ['22', '24', '26'];
/** One whose notebook is right, one whose wrong answers and crashes take every other way. */
const students = ['ada', 'curie'];

/** @param {readonly string[]} words */
export function parse(words) {
  const full = words.includes('--full');
  const versions = words.filter((word) => word !== '--full');
  const wrong = versions.find((word) => !/^\d+(\.\d+){0,2}$/.test(word));
  return { full, versions: versions.length > 0 ? versions : usual, wrong };
}

/**
 * The binary of a version, from the registry that npm is set to, without any install script.
 *
 * @param {string} version
 */
export async function nodeBinary(version) {
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  const folder = inRoot('.cache', 'node', version);
  const binary = join(folder, 'node_modules', name, 'bin', 'node');
  if (existsSync(binary)) return binary;
  mkdirSync(folder, { recursive: true });
  const { program, args } = npm();
  const options = ['--ignore-scripts', '--no-save', '--no-package-lock', '--no-audit', '--no-fund'];
  const { code, output } = await run(
    program,
    [...args, 'install', '--prefix', folder, ...options, `${name}@${version}`],
    { cwd: folder },
  );
  if (code !== 0) throw new Error(`npm could not install ${name}@${version}:\n${tail(output)}`);
  return binary;
}

/** @param {string} node @param {NodeJS.ProcessEnv} [extra] */
function environment(node, extra = {}) {
  // What starts `node` by its name gets this one too.
  const path = `${join(node, '..')}${delimiter}${process.env.PATH ?? ''}`;
  return { ...process.env, PATH: path, GRADUS_LANG: 'en', ...extra };
}

const program = `
  import { tf, useBackend } from 'gradus';
  const { name } = await useBackend();
  const x = tf.tensor2d([[1, 2], [3, 4]]);
  const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [2] })] });
  model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
  const { history } = await model.fit(x, tf.tensor2d([[1], [2]]), { epochs: 2, verbose: 0 });
  if (!history.loss.every(Number.isFinite)) throw new Error('loss ' + history.loss);
  console.log('COMPUTED', name, tf.matMul(x, x).arraySync().join());`;

/** Imports and trains on a backend. @param {string} node @param {string} backend */
async function imported(node, backend) {
  const { code, output } = await run(node, ['--input-type=module', '-e', program], {
    cwd: root,
    env: environment(node, { GRADUS_BACKEND: backend }),
    timeoutMs: 120_000,
  });
  return code === 0 && output.includes(`COMPUTED ${backend} 7,10,15,22`)
    ? undefined
    : `import on ${backend}: ${tail(output)}`;
}

/** Points of each exercise of each student. @param {string} node @param {string} scratch */
async function graded(node, scratch) {
  const folder = join(scratch, 'class');
  for (const student of students) {
    const from = join(root, 'test', 'example-class', 'submissions', student);
    cpSync(from, join(folder, student), { recursive: true });
  }
  const out = join(scratch, 'results');
  const secret = join(scratch, 'class.key');
  const cli = inRoot('dist', 'autograder', 'cli.js');
  const env = environment(node);
  const made = await run(node, [cli, 'secret', '--secret', secret], { env });
  if (made.code !== 0) return { problem: `secret: ${tail(made.output)}`, verdicts: '' };
  const { code, output } = await run(
    node,
    [cli, 'grade', folder, '--secret', secret, '--out', out, '--jobs', '2'],
    { env, timeoutMs: 300_000 },
  );
  if (code !== 0) return { problem: `grade: ${tail(output)}`, verdicts: '' };
  const results = JSON.parse(readFileSync(join(out, 'results.json'), 'utf8'));
  const verdicts = results.students.flatMap(
    (
      /** @type {{ student: string, exercises: { tests: { id: string, verdict: string }[] }[] }} */ s,
    ) =>
      s.exercises.flatMap(({ tests }) =>
        tests.map(({ id, verdict }) => `${s.student} ${id} ${verdict}`),
      ),
  );
  return { problem: undefined, verdicts: verdicts.join('\n') };
}

/** @param {string} node */
async function gradedApart(node) {
  const scratch = mkdtempSync(join(tmpdir(), 'gradus-node-'));
  try {
    return await graded(node, scratch);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function main() {
  const { full, versions, wrong } = parse(process.argv.slice(2));
  if (wrong !== undefined) {
    console.error(
      `Expected versions such as ${usual.join(' ')}, and --full. Received: ${wrong}. See the head of ${fileURLToPath(import.meta.url)}.`,
    );
    return 2;
  }
  const native = existsSync(
    inRoot('node_modules', '@tensorflow', 'tfjs-node-gpu', 'lib', 'napi-v8', 'tfjs_binding.node'),
  );
  const here = await gradedApart(process.execPath);
  if (here.problem !== undefined) {
    console.error(here.problem);
    return 1;
  }
  let code = 0;
  for (const version of versions) {
    const begun = performance.now();
    const node = await nodeBinary(version);
    const problems = [];
    for (const backend of ['wasm', ...(native ? ['tensorflow'] : [])]) {
      problems.push(await imported(node, backend));
    }
    const { problem, verdicts } = await gradedApart(node);
    problems.push(problem);
    if (problem === undefined && verdicts !== here.verdicts) {
      problems.push(`other verdicts than on Node ${process.version}:\n${verdicts}`);
    }
    const found = problems.filter((one) => one !== undefined);
    const said = (await run(node, ['--version'])).output.trim();
    const seconds = ((performance.now() - begun) / 1000).toFixed(1);
    const what = `imports${native ? ', native backend' : ''}, ${students.length} notebooks graded`;
    console.log(`${found.length === 0 ? 'ok    ' : 'BROKEN'}  ${said}: ${what} in ${seconds} s`);
    for (const one of found) console.log(`        ${one.replaceAll('\n', '\n        ')}`);
    if (found.length > 0) code = 1;
    if (!full) continue;
    const vitest = inRoot('node_modules', 'vitest', 'vitest.mjs');
    const config = inRoot('test', 'vitest.config.ts');
    const suite = await hand(node, [vitest, 'run', '--config', config], {
      cwd: root,
      env: environment(node),
    });
    console.log(`${suite === 0 ? 'ok    ' : 'BROKEN'}  ${said}: the test suite`);
    if (suite !== 0) code = 1;
  }
  return code;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.exitCode = await main();
}
