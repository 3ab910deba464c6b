/**
 * The `tensorflow` backend: TensorFlow's wheel, and the tfjs-node-gpu binding compiled against it.
 *
 * One call of the compiler: N-API headers come from npm's node-api-headers, TensorFlow's headers
 * and libraries from the wheel. Nothing is downloaded, and node-gyp is not needed.
 */
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { ensureNativePackages } from './native-packages.mjs';
import { ensureRequirements, hasNvidiaGpu } from './python.mjs';
import {
  bindingFile,
  bindingFolder,
  bindingPackage,
  headersPackage,
  inHome,
  inRoot,
  isClone,
  setupCommand,
  venv,
} from './root.mjs';
import { run, tail } from './run.mjs';
import { hashText } from './stamp.mjs';
import { ensure, SetupError } from './steps.mjs';

const headers = join(headersPackage, 'include');
const loaderSource = inRoot('src', 'setup', 'native', 'load-tensorflow.cc');
const sources = ['tfjs_backend.cc', 'tfjs_binding.cc'].map((name) =>
  join(bindingPackage, 'binding', name),
);

/** TensorFlow's folder in the environment, whatever the version of Python. */
export function tensorflowFolder() {
  const lib = join(venv, 'lib');
  if (!existsSync(lib)) return undefined;
  return readdirSync(lib)
    .map((python) => join(lib, python, 'site-packages', 'tensorflow'))
    .find((folder) => existsSync(join(folder, 'libtensorflow_cc.so.2')));
}

/** @returns {Promise<string | undefined>} a C++ compiler */
export async function findCompiler() {
  const own = process.env.CXX;
  for (const program of own !== undefined ? [own] : ['g++', 'clang++', 'c++']) {
    if ((await run(program, ['--version'])).code === 0) return program;
  }
  return undefined;
}

/**
 * @param {string} compiler
 * @param {string[]} args
 * @param {string} target
 */
async function compileTo(compiler, args, target) {
  const fresh = `${target}.new`;
  const flags = ['-std=c++17', '-O2', '-shared', '-fPIC', '-DNAPI_VERSION=8', `-I${headers}`];
  const { code, output } = await run(compiler, [...flags, ...args, '-o', fresh]);
  if (code !== 0) {
    throw new SetupError(
      `The TensorFlow binding did not compile (${compiler}):\n${tail(output)}`,
      `A compiler for C++17 is needed: g++ 9 or clang++ 10 at least. Then: ${setupCommand}`,
    );
  }
  renameSync(fresh, target);
}

/**
 * Loads the binding in a process of its own and computes something with it.
 *
 * @param {NodeJS.ProcessEnv} [extra]
 * @returns {Promise<{ ok: boolean, gpu: boolean, said: string }>}
 */
export async function probeNative(extra = {}) {
  const script = `
    const util = require('node:util');
    util.isNullOrUndefined ??= (x) => x === null || x === undefined;
    util.isArray ??= Array.isArray;
    const tf = require(${JSON.stringify(bindingPackage)});
    const x = tf.matMul(tf.tensor2d([[1, 2], [3, 4]]), tf.tensor2d([[5, 6], [7, 8]])).dataSync();
    if (Array.from(x).join() !== '19,22,43,50') throw new Error('wrong result ' + x);
    process.stdout.write('PROBE ' + JSON.stringify({ gpu: tf.backend().isUsingGpuDevice, version: tf.backend().binding.TF_Version }) + '\\n');
  `;
  const env = { ...process.env, TF_CPP_MIN_LOG_LEVEL: '3', NODE_NO_WARNINGS: '1', ...extra };
  const { code, output } = await run(process.execPath, ['-e', script], {
    cwd: inRoot(),
    env,
    timeoutMs: 120_000,
  });
  const found = /^PROBE (.*)$/m.exec(output)?.[1];
  if (code !== 0 || found === undefined) return { ok: false, gpu: false, said: tail(output, 6) };
  const { gpu, version } = JSON.parse(found);
  return { ok: true, gpu, said: version };
}

/**
 * Tries the binding, on the GPU first, and writes down on which device it works.
 *
 * @param {string} library the path of TensorFlow's C library
 */
async function verify(library) {
  const note = join(bindingFolder, 'device.json');
  const first = await probeNative();
  if (first.ok) {
    const reason = hasNvidiaGpu() && !first.gpu ? 'TensorFlow found no usable GPU' : undefined;
    writeFileSync(note, JSON.stringify({ gpu: first.gpu, reason, library }));
    return;
  }
  const onCpu = hasNvidiaGpu() ? await probeNative({ CUDA_VISIBLE_DEVICES: '-1' }) : first;
  if (!onCpu.ok) {
    throw new SetupError(
      `The TensorFlow binding was built and does not work:\n${first.said}`,
      `The wasm backend is used. To try again: ${setupCommand}`,
    );
  }
  const reason = `the GPU does not work: ${first.said.split('\n')[0]}`;
  writeFileSync(note, JSON.stringify({ gpu: false, reason, library }));
}

/**
 * @param {{ retry?: boolean }} [options]
 * @throws {SetupError} with what is lost and how to get it
 */
export async function ensureNative({ retry = false } = {}) {
  if (process.platform !== 'linux') {
    throw new SetupError(
      'The `tensorflow` backend is built on Linux only (on Windows: inside WSL2).',
      'The wasm backend is used.',
    );
  }
  if (!isClone) await ensureNativePackages();
  const gpu = hasNvidiaGpu();
  await ensureRequirements(
    gpu ? 'tensorflow-gpu' : 'tensorflow-cpu',
    `TensorFlow${gpu ? ' with CUDA' : ''} (a large download, once)`,
    { retry },
  );
  const folder = tensorflowFolder();
  if (folder === undefined) {
    throw new SetupError('The TensorFlow wheel has no C library.', 'The wasm backend is used.');
  }
  await ensure(
    {
      name: 'TensorFlow binding',
      stamp: join(bindingFolder, '.gradus.json'),
      inputs: () =>
        hashText(
          folder,
          readFileSync(join(bindingPackage, 'package.json'), 'utf8'),
          readFileSync(loaderSource, 'utf8'),
          readFileSync(
            inRoot('src', 'setup', 'requirements', `tensorflow-${gpu ? 'gpu' : 'cpu'}.txt`),
            'utf8',
          ),
          process.arch,
        ),
      present: () => existsSync(bindingFile),
      async work(say) {
        const compiler = await findCompiler();
        if (compiler === undefined) {
          throw new SetupError(
            'No C++ compiler was found (g++, clang++).',
            'Install one (Debian, Ubuntu: apt install g++), or name it: CXX=/path/to/g++.',
            { remember: false },
          );
        }
        mkdirSync(bindingFolder, { recursive: true });
        say('compiling');
        await compileTo(compiler, [loaderSource], join(bindingFolder, 'load_tensorflow.node'));
        await compileTo(
          compiler,
          [
            ...sources,
            `-I${join(folder, 'include')}`,
            `-L${folder}`,
            '-l:libtensorflow_cc.so.2',
            '-l:libtensorflow_framework.so.2',
            // The wheel finds its CUDA libraries from where it lies, so it is linked in place.
            `-Wl,-rpath,${folder}`,
          ],
          bindingFile,
        );
        say('trying it');
        await verify(join(folder, 'libtensorflow_cc.so.2'));
      },
    },
    { retry, remember: inHome('.cache', 'failed', 'native.json') },
  );
}
