import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';

/** Bundles the driver and what it needs of the library into one file. */
export async function buildDriver(projectRoot: string, outFile: string): Promise<void> {
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
    });
    await rename(fresh, outFile);
  } finally {
    await rm(fresh, { force: true });
  }
}
