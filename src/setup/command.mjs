/** What every command does first and last: the Node version, and errors as sentences. */
import { SetupError } from './steps.mjs';

const NODE = { major: 20, minor: 19 };

export function nodeProblem(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const fits = major > NODE.major || (major === NODE.major && minor >= NODE.minor);
  // 22.0 to 22.11 cannot load ESM by `require`, which the notebook kernel needs.
  if (fits && !(major === 22 && minor < 12) && major !== 21) return undefined;
  return `gradus needs Node ${NODE.major}.${NODE.minor} or newer, or 22.12 or newer. This is Node ${version}.`;
}

/**
 * Says it where it belongs: help on stdout, what is wrong on stderr.
 *
 * @param {{ text: string, code: number }} answer
 */
export function sayAtOnce({ text, code }) {
  if (code === 0) console.log(text);
  else console.error(text);
  return code;
}

/** A path that cannot be used, or a mistake of ours: a sentence; the stack when asked for. */
async function sayWrong(/** @type {unknown} */ error) {
  const { called } = await import('./root.mjs');
  const { sentence } = await import('./words.mjs');
  const { message, code = '', path } = /** @type {NodeJS.ErrnoException} */ (error);
  const params = { message, detail: code, path: path ?? '' };
  const isPath = path !== undefined && /^E[A-Z]+$/.test(code);
  console.error(sentence(isPath ? 'path-refused' : 'bug', params, process.argv.slice(2), called));
  if (process.env.GRADUS_DEBUG) console.error(error);
}

/**
 * @param {() => Promise<number>} work
 */
export async function command(work) {
  const problem = nodeProblem();
  if (problem !== undefined) {
    console.error(
      `${problem}\nGet one from https://nodejs.org, or with a version manager (nvm, fnm, volta).`,
    );
    process.exitCode = 1;
    return;
  }
  try {
    process.exitCode = await work();
  } catch (error) {
    process.exitCode = 1;
    if (error instanceof SetupError) console.error(`${error.message}\n${error.remedy}`);
    else await sayWrong(error);
  }
}
