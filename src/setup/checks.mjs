/**
 * What works on this machine: each check really tries it.
 *
 * `gradus doctor` shows them as a table; the tests ask them which capability to skip.
 */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { findBrowser } from './browser.mjs';
import { nodeProblem } from './command.mjs';
import { bad, good, lastLine } from './finding.mjs';
import { kernelSpec, kernelSpecFile } from './kernel-spec.mjs';
import { findCompiler, probeNative, tensorflowFolder } from './native.mjs';
import { findPython, hasNvidiaGpu } from './python.mjs';
import {
  bindingFile,
  bindingFolder,
  inHome,
  inRoot,
  isBundle,
  isClone,
  kernelProgram,
  root,
  setupCommand,
  studentPackage,
  venvBin,
} from './root.mjs';
import { run } from './run.mjs';
import { sandboxChecks } from './sandbox-checks.mjs';
import { readStamp } from './stamp.mjs';

const SETUP = setupCommand;
const BUILD = isClone ? 'npm run build' : isBundle ? 'unpack it again' : 'npm install gradus';
const PACKAGES = isClone || isBundle ? 'npm ci' : 'npm install gradus';

/** Installed, gradus lies among its packages; in a clone they lie in it. */
function isThere(/** @type {string} */ name) {
  const folders = createRequire(inRoot('package.json')).resolve.paths(name) ?? [];
  return folders.some((folder) => existsSync(join(folder, name, 'package.json')));
}

/** Why a step of the set-up failed, if it did. */
function failure(/** @type {string} */ name) {
  return readStamp(inHome('.cache', 'failed', `${name}.json`))?.error?.split('\n')[0];
}

/** @type {Record<string, { title: string, lost: string, check: () => Promise<import('./finding.mjs').Finding> }>} */
export const checks = {
  node: {
    title: 'Node',
    lost: 'everything',
    async check() {
      const problem = nodeProblem();
      return problem === undefined ? good(process.version) : bad(problem, 'https://nodejs.org');
    },
  },
  npm: {
    title: 'npm packages',
    lost: 'everything',
    async check() {
      const needed = ['@tensorflow/tfjs-core', 'tslab', 'zod', ...(isClone ? ['typescript'] : [])];
      const missing = needed.filter((name) => !isThere(name));
      return missing.length === 0
        ? good('installed')
        : bad(`missing: ${missing.join(', ')}`, PACKAGES);
    },
  },
  build: {
    title: 'build',
    lost: 'everything',
    async check() {
      if (!existsSync(inRoot('dist', 'autograder', 'cli.js'))) return bad('not built', BUILD);
      const { code, output } = await run(process.execPath, [
        inRoot('dist', 'autograder', 'cli.js'),
        '--help',
      ]);
      if (code !== 0) return bad(lastLine(output), BUILD);
      return !isClone || existsSync(studentPackage)
        ? good('dist/')
        : bad("no student's package", BUILD);
    },
  },
  python: {
    title: 'Python',
    lost: 'JupyterLab and the tensorflow backend',
    async check() {
      const python = await findPython();
      if (python === undefined)
        return bad('3.10 or newer not found', 'sudo apt install python3 python3-venv');
      const { code } = await run(python.program, ['-c', 'import venv, ensurepip']);
      if (code !== 0) return bad(`${python.version} without venv`, 'sudo apt install python3-venv');
      return good(`${python.program} ${python.version}`);
    },
  },
  compiler: {
    title: 'C++ compiler',
    lost: 'the tensorflow backend',
    async check() {
      const compiler = await findCompiler();
      return compiler === undefined
        ? bad('g++ or clang++ not found', 'sudo apt install g++')
        : good(compiler);
    },
  },
  tensorflow: {
    title: 'TensorFlow',
    lost: 'the tensorflow backend',
    async check() {
      const folder = tensorflowFolder();
      if (folder !== undefined) return good('C library of the wheel in .venv');
      return bad(
        failure('tensorflow-cpu') ??
          failure('tensorflow-gpu') ??
          failure('venv') ??
          'not installed',
        SETUP,
      );
    },
  },
  native: {
    title: 'backend tensorflow',
    lost: 'speed: notebooks run on wasm',
    async check() {
      if (!existsSync(bindingFile)) return bad(failure('native') ?? 'binding not built', SETUP);
      const { ok, gpu, said } = await probeNative(deviceEnv());
      return ok
        ? good(`TensorFlow ${said} on the ${gpu ? 'GPU' : 'CPU'}`)
        : bad(lastLine(said), SETUP);
    },
  },
  gpu: {
    title: 'GPU',
    lost: 'nothing: the CPU computes',
    async check() {
      if (!hasNvidiaGpu()) return bad('no NVIDIA driver found', 'not needed');
      const { gpu, reason } = deviceNote();
      return gpu === true ? good('used') : bad(reason ?? 'not tried yet', SETUP);
    },
  },
  wasm: {
    title: 'backend wasm',
    lost: 'notebooks where tensorflow cannot be had',
    async check() {
      const script = `
        const tf = require('@tensorflow/tfjs-core'); require('@tensorflow/tfjs-backend-wasm');
        tf.setBackend('wasm').then(() => console.log('PROBE', tf.getBackend(), tf.add([1], [2]).dataSync()[0]));`;
      const { output } = await run(process.execPath, ['-e', script], {
        cwd: root,
        timeoutMs: 60_000,
      });
      return output.includes('PROBE wasm 3') ? good('works') : bad(lastLine(output), PACKAGES);
    },
  },
  jupyter: {
    title: 'JupyterLab',
    lost: 'notebooks',
    async check() {
      if (!existsSync(venvBin('jupyter')))
        return bad(failure('jupyter') ?? failure('venv') ?? 'not installed', SETUP);
      const { code, output } = await run(venvBin('python'), [
        '-c',
        'import zmq, tornado, jupyter_core; from importlib.metadata import version as v; print(v("jupyterlab"))',
      ]);
      return code === 0 ? good(lastLine(output)) : bad(lastLine(output), SETUP);
    },
  },
  kernel: {
    title: 'kernel (tslab)',
    lost: 'notebooks',
    async check() {
      if (!existsSync(kernelSpecFile)) return bad('not installed', SETUP);
      const same =
        readFileSync(kernelSpecFile, 'utf8').trim() === JSON.stringify(kernelSpec(), null, 2);
      if (!same) return bad('made for another Node or folder', 'npm start');
      if (!existsSync(kernelProgram)) return bad('its program is not built', BUILD);
      // Without a connection file it must say so: then all its modules were found.
      const { code, output } = await run(process.execPath, [kernelProgram], {
        cwd: root,
        timeoutMs: 30_000,
      });
      return code === 2 ? good('starts') : bad(lastLine(output), BUILD);
    },
  },
  ...sandboxChecks,
  browser: {
    title: 'browser',
    lost: 'only the end-to-end tests',
    async check() {
      const { browser, reason } = await findBrowser();
      return browser === undefined ? bad(reason, 'sudo apt install chromium') : good(browser.name);
    },
  },
};

/** @returns {{ gpu?: boolean, reason?: string }} */
function deviceNote() {
  try {
    return JSON.parse(readFileSync(`${bindingFolder}/device.json`, 'utf8'));
  } catch {
    return {};
  }
}

/** @returns {NodeJS.ProcessEnv} */
function deviceEnv() {
  return deviceNote().gpu === false ? { CUDA_VISIBLE_DEVICES: '-1' } : {};
}
