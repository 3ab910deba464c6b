import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { familyNames } from './family-names.js';

/**
 * Bundles the driver and what it needs of the library into one file.
 *
 * @param families those of `families.ts` that are in it. Default: all
 */
export async function buildDriver(
  projectRoot: string,
  outFile: string,
  families?: readonly string[],
): Promise<void> {
  const source = join(projectRoot, 'autograder/sandbox/driver-main.ts');
  const entry = existsSync(source)
    ? source
    : join(projectRoot, 'dist/autograder/sandbox/driver-main.js');
  await mkdir(dirname(outFile), { recursive: true });
  const fresh = `${outFile}.${process.pid}`;
  try {
    await build({
      entryPoints: [entry],
      outfile: fresh,
      bundle: true,
      platform: 'node',
      target: 'node20',
      format: 'cjs',
      minify: true,
      keepNames: true,
      legalComments: 'none',
      // Every byte costs each sandbox time. TensorFlow.js needs it only where Node has no fetch.
      alias: { 'node-fetch': 'node:http' },
      // TensorFlow.js marks files as free of side effects that register kernels and gradients.
      ignoreAnnotations: true,
      logLevel: 'error',
      absWorkingDir: projectRoot,
      plugins: [
        withoutMessages(families),
        ...(families === undefined ? [] : [onlyFamilies(families)]),
      ],
    });
    await rename(fresh, outFile);
  } finally {
    await rm(fresh, { force: true });
  }
}

/** Messages of commands and reports: what runs in a sandbox says none of them. */
export const unsaidRooms = ['cli', 'course', 'figures', 'mutation', 'release', 'report'];

/** Every byte costs each sandbox time, and these are an eighth of all; those of a family go with it. */
function withoutMessages(families: readonly string[] = familyNames): Plugin {
  const unsaid = [...unsaidRooms, ...familyNames.filter((family) => !families.includes(family))];
  const filter = new RegExp(`[\\\\/]messages[\\\\/](en|zh)[\\\\/](${unsaid.join('|')})\\.[jt]s$`);
  return {
    name: 'messages',
    setup(builder) {
      builder.onLoad({ filter }, ({ path }) => ({
        contents: `export const ${basename(path).slice(0, -'.ts'.length)} = {};`,
      }));
    },
  };
}

/** `families.ts` with the imports of these alone. */
function onlyFamilies(families: readonly string[]): Plugin {
  const unknown = families.find((family) => !(familyNames as readonly string[]).includes(family));
  if (unknown !== undefined) {
    throw new Error(`Expected families of ${familyNames.join(', ')}. Received: ${unknown}`);
  }
  const contents = [
    ...families.map((family, i) => `import * as f${i} from '../../src/${family}/index.js';`),
    `export const families = { ${families.map((family, i) => `'${family}': f${i}`).join(', ')} };`,
  ].join('\n');
  return {
    name: 'families',
    setup(builder) {
      builder.onLoad({ filter: /[\\/]sandbox[\\/]families\.[jt]s$/ }, ({ path }) => ({
        contents,
        loader: 'ts',
        resolveDir: dirname(path),
      }));
    },
  };
}
