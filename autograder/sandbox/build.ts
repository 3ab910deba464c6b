import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { build, type Plugin } from 'esbuild';

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
      plugins: families === undefined ? [] : [onlyFamilies(families)],
    });
    await rename(fresh, outFile);
  } finally {
    await rm(fresh, { force: true });
  }
}

/** `families.ts` with the imports of these alone. */
function onlyFamilies(families: readonly string[]): Plugin {
  return {
    name: 'families',
    setup(builder) {
      builder.onLoad({ filter: /[\\/]sandbox[\\/]families\.[jt]s$/ }, async ({ path }) => {
        const text = await readFile(path, 'utf8');
        const wanted = families.map((family) => {
          const found = new RegExp(
            `^import \\* as (\\w+) from ['"].*/${family}/index\\.js['"];$`,
            'm',
          ).exec(text);
          if (found === null) {
            throw new Error(`Expected a family of ${path}. Received: ${family}`);
          }
          return { line: found[0], entry: `${JSON.stringify(family)}: ${found[1]}` };
        });
        const contents = [
          ...wanted.map(({ line }) => line),
          `export const families = { ${wanted.map(({ entry }) => entry).join(', ')} };`,
        ].join('\n');
        return { contents, loader: 'ts', resolveDir: dirname(path) };
      });
    },
  };
}
