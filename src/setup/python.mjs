/** The project's own Python environment, `.venv`, and what is installed in it. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { home, inHome, inRoot, setupCommand, venv, venvBin, windows } from './root.mjs';
import { run, tail } from './run.mjs';
import { hashText } from './stamp.mjs';
import { ensure, SetupError } from './steps.mjs';

/** Beside this file; the compiled copy of the set-up (dist/) uses the source's. */
const requirements = inRoot('src', 'setup', 'requirements');

/** @typedef {'tensorflow-cpu' | 'tensorflow-gpu' | 'jupyter'} RequirementSet */

/** TensorFlow 2.21 has wheels for these; JupyterLab also runs on newer ones. */
const WITH_TENSORFLOW = { first: 10, last: 13 };
const NAMES = ['python3', 'python3.13', 'python3.12', 'python3.11', 'python3.10', 'python'];

/** @param {string} version */
function suitsTensorflow(version) {
  const minor = Number(version.split('.')[1]);
  return minor >= WITH_TENSORFLOW.first && minor <= WITH_TENSORFLOW.last;
}

/**
 * The Python that makes the environment: `GRADUS_PYTHON`, else the first one on the path that
 * TensorFlow has a wheel for, else a newer one.
 *
 * @returns {Promise<{ program: string, version: string } | undefined>}
 */
export async function findPython() {
  const own = process.env.GRADUS_PYTHON;
  let newer;
  for (const program of own !== undefined ? [own] : windows ? ['python', 'py'] : NAMES) {
    const question = 'import sys; print("%d.%d.%d" % sys.version_info[:3])';
    const { code, output } = await run(program, ['-c', question]);
    const version = output.trim();
    if (code !== 0 || !/^3\.\d+\.\d+$/.test(version)) continue;
    if (suitsTensorflow(version)) return { program, version };
    if (Number(version.split('.')[1]) > WITH_TENSORFLOW.last) newer ??= { program, version };
  }
  return newer;
}

const noPython = () =>
  new SetupError(
    'Python 3.10 or newer was not found.',
    'Install one (Debian, Ubuntu: apt install python3 python3-venv), or name it: GRADUS_PYTHON=/path/to/python3.',
    { remember: false },
  );

/**
 * What pip said, without its retries and notices.
 *
 * @param {string} output
 */
export function pipReason(output) {
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  const errors = lines.filter((line) => /^\s*(ERROR|error):/.test(line));
  const refused = lines.find((line) =>
    /Connection refused|Name or service|timed out|SSLError/.test(line),
  );
  const reason = /\[Errno[^\]]*\][^')]*|timed out|SSLError[^)]*/.exec(refused ?? '')?.[0];
  const said = errors.length > 0 ? errors.slice(-2) : lines.slice(-3);
  return [...said, ...(reason === undefined ? [] : [reason.trim()])].join('\n');
}

async function ensureVenv(/** @type {boolean} */ retry) {
  const stamp = join(venv, '.gradus-venv.json');
  await ensure(
    {
      name: 'Python environment (.venv)',
      stamp,
      inputs: () => hashText('venv', home),
      present: () => existsSync(venvBin('python')),
      async work() {
        const python = await findPython();
        if (python === undefined) throw noPython();
        const { code, output } = await run(python.program, ['-m', 'venv', '--clear', venv]);
        // JupyterLab runs CommonJS programs from here; the project's own package.json says ESM.
        mkdirSync(venv, { recursive: true });
        writeFileSync(join(venv, 'package.json'), '{ "private": true }\n');
        if (code !== 0) {
          throw new SetupError(
            `Python ${python.version} could not make an environment:\n${tail(output)}`,
            'Debian and Ubuntu ship this apart: apt install python3-venv.',
          );
        }
      },
    },
    { retry, remember: inHome('.cache', 'failed', 'venv.json') },
  );
}

/**
 * Installs one pinned set of requirements.
 *
 * @param {RequirementSet} set
 * @param {string} name shown while it runs
 * @param {{ retry?: boolean }} [options]
 * @throws {SetupError}
 */
export async function ensureRequirements(set, name, { retry = false } = {}) {
  await ensureVenv(retry);
  const file = join(requirements, `${set}.txt`);
  await ensure(
    {
      name,
      stamp: join(venv, `.gradus-${set}.json`),
      inputs: () => hashText(readFileSync(file, 'utf8')),
      async work(say) {
        const { code, output } = await run(
          venvBin('python'),
          [
            '-m',
            'pip',
            'install',
            '--progress-bar',
            'off',
            '--disable-pip-version-check',
            '-r',
            file,
          ],
          { onLine: (line) => say(line.replace(/^\s*(Collecting|Downloading|Installing)/, '$1')) },
        );
        if (code !== 0) {
          throw new SetupError(
            `pip could not install ${set}:\n${pipReason(output)}`,
            set === 'jupyter'
              ? `Check the network and the mirror (\`pip config list\`), then: ${setupCommand}`
              : `Check the network, the mirror (\`pip config list\`), the disk (1.6 GB) and Python (3.10 to 3.13; else remove .venv), then: ${setupCommand}`,
          );
        }
      },
    },
    { retry, remember: inHome('.cache', 'failed', `${set}.json`) },
  );
}

/** @returns {boolean} whether this machine has an NVIDIA GPU with its driver */
export function hasNvidiaGpu() {
  if (process.env.GRADUS_GPU !== undefined) return process.env.GRADUS_GPU === '1';
  return existsSync('/proc/driver/nvidia/version') || existsSync('/dev/nvidia0');
}
