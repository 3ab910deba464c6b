/**
 * `node --import …/typescript-hooks.mjs file.ts`: TypeScript as it is, for a child process that is
 * started from sources (under vitest, on a Node that runs none). A built grader never loads this.
 *
 * What was made is kept under a hash of its source: many processes are started.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { register } from 'node:module';
import { fileURLToPath } from 'node:url';
import { isMainThread } from 'node:worker_threads';

if (isMainThread) register(import.meta.url);

const kept = fileURLToPath(new URL('../../node_modules/.cache/gradus-typescript', import.meta.url));

/** @type {import('node:module').ResolveHook} */
export async function resolve(specifier, context, next) {
  if (/^\.{1,2}\/.*\.js$/.test(specifier) && context.parentURL?.endsWith('.ts')) {
    const url = new URL(specifier.replace(/\.js$/, '.ts'), context.parentURL);
    if (existsSync(url)) return { url: url.href, format: 'module', shortCircuit: true };
  }
  return next(specifier, context);
}

/** @type {import('node:module').LoadHook} */
export async function load(url, context, next) {
  if (!url.startsWith('file:') || !url.endsWith('.ts')) return next(url, context);
  const source = readFileSync(new URL(url), 'utf8');
  const file = `${kept}/${createHash('sha256').update(url).update(source).digest('hex')}.js`;
  if (!existsSync(file)) {
    const { transformSync } = await import('esbuild');
    const sourcefile = fileURLToPath(url);
    const options = { loader: 'ts', target: 'node20', sourcemap: 'inline', sourcefile };
    const { code } = transformSync(
      source,
      /** @type {import('esbuild').TransformOptions} */ (options),
    );
    mkdirSync(kept, { recursive: true });
    writeFileSync(`${file}.${process.pid}`, code);
    renameSync(`${file}.${process.pid}`, file);
  }
  return { format: 'module', source: readFileSync(file, 'utf8'), shortCircuit: true };
}
