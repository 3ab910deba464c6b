/** Where the bundled data sets lie. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Installed when the user asks for it: npm checks its bytes, and uses the user's own mirror. */
const dataPackage = 'gradus-datasets';

/** True when `package.json` in this folder is that of gradus. */
function isPackageRoot(folder: string): boolean {
  const path = join(folder, 'package.json');
  if (!existsSync(path)) return false;
  const parsed: unknown = JSON.parse(readFileSync(path, 'utf8'));
  return typeof parsed === 'object' && parsed !== null && 'name' in parsed
    ? parsed.name === 'gradus'
    : false;
}

/**
 * The `datasets` folder of the gradus package that `start` lies in, else the package
 * `gradus-datasets` beside it or in the working folder: on npm the data are a package of their own.
 *
 * The depth differs between the sources, the build and a student's copy, so it is looked for
 * upwards rather than counted.
 *
 * @param start a folder or file in the package; default: this file
 * @throws Error when neither is there, with the command that installs the data
 */
export function datasetsFolder(start: string = fileURLToPath(import.meta.url)): string {
  for (let folder = dirname(start); ; folder = dirname(folder)) {
    const candidate = join(folder, 'datasets');
    if (existsSync(candidate) && isPackageRoot(folder)) return candidate;
    if (folder === dirname(folder)) break;
  }
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
