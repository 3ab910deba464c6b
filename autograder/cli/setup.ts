/** `gradus setup`: the faster backend where the package lies, and in a clone JupyterLab. */
import { runBootstrap } from './doctor.js';

/** @returns the exit code: 0 when all of it is there */
export const setupCommand = (language: string, called: string): Promise<number> =>
  runBootstrap('set-up.mjs', language, called);
