/** Where the bundled data sets lie. */
import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findPackageRoot } from '../package-root.js';

/** Installed when the user asks for it: npm checks its bytes, and uses the user's own mirror. */
const dataPackage = 'gradus-datasets';

/**
 * The `datasets` folder of the gradus package that `start` lies in, else the package
 * `gradus-datasets` beside it or in the working folder: on npm the data are a package of their own.
 *
 * @param start a folder or file in the package; default: this file
 * @throws Error when neither is there, with the command that installs the data
 */
export function datasetsFolder(start: string = fileURLToPath(import.meta.url)): string {
  const root = findPackageRoot(start, 'datasets');
  if (root !== undefined) return join(root, 'datasets');
  for (const from of [start, join(process.cwd(), 'here.js')]) {
    try {
      return dirname(createRequire(from).resolve(`${dataPackage}/package.json`));
    } catch {
      // Not beside this one.
    }
  }
  throw new Error(
    `Expected the data sets of gradus, in its folder \`datasets\` or in the package \`${dataPackage}\`. Found neither: run \`npm install ${dataPackage}\` where gradus is installed; in a clone of gradus, \`npm run build\`.`,
  );
}

/** Names of the data sets in that folder, sorted. */
export function datasetNames(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, 'manifest.json')))
    .map((entry) => entry.name)
    .sort();
}
