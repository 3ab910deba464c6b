/** What each command needs, and what is lost where something cannot be had. */
import { ensureBuild } from './build.mjs';
import { ensureKernelSpec } from './kernel-spec.mjs';
import { ensureNative } from './native.mjs';
import { ensureNpmPackages } from './npm-packages.mjs';
import { ensureRequirements } from './python.mjs';
import { isClone } from './root.mjs';
import { SetupError } from './steps.mjs';

/** The npm packages and the build: all that grading needs. A bundle is built already. */
export async function setUpBase() {
  await ensureNpmPackages();
  if (isClone) await ensureBuild();
}

/**
 * @param {string} lost what does not work without it
 * @param {() => Promise<void>} work
 * @returns {Promise<boolean>}
 */
async function tryTo(lost, work) {
  try {
    await work();
    return true;
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    process.stderr.write(
      `  Lost: ${lost}.\n    ${error.message.replaceAll('\n', '\n    ')}\n    ${error.remedy}\n`,
    );
    return false;
  }
}

/** @param {{ retry?: boolean }} [options] */
export const setUpNative = ({ retry = false } = {}) =>
  tryTo('the `tensorflow` backend; notebooks run on `wasm`, slower', () => ensureNative({ retry }));

/** @param {{ retry?: boolean }} [options] */
export const setUpJupyter = ({ retry = false } = {}) =>
  tryTo('notebooks in JupyterLab', async () => {
    await ensureRequirements('jupyter', 'JupyterLab', { retry });
    ensureKernelSpec();
  });
