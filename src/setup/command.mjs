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
    else throw error;
  }
}
