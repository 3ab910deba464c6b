/** Where the bundled data sets lie. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

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
 * The `datasets` folder of the gradus package that `start` lies in.
 *
 * The depth differs between the sources, the build and a student's copy, so it is looked for
 * upwards rather than counted.
 *
 * @param start a folder or file in the package; default: this file
 * @throws Error when no folder above `start` is the package with its data
 */
export function datasetsFolder(start: string = fileURLToPath(import.meta.url)): string {
  for (let folder = dirname(start); ; folder = dirname(folder)) {
    const candidate = join(folder, 'datasets');
    if (existsSync(candidate) && isPackageRoot(folder)) return candidate;
    if (folder === dirname(folder)) {
      throw new Error(
        `Expected a folder \`datasets\` beside the package.json of gradus, above ${start}. Found none: install gradus again, or run \`npm run build\`.`,
      );
    }
  }
}

/** Names of the data sets in that folder, sorted. */
export function datasetNames(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, 'manifest.json')))
    .map((entry) => entry.name)
    .sort();
}
