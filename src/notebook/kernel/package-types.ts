/**
 * package.json as tslab's compiler understands it.
 *
 * It looks for types the way Node 10 looked for code, by `main` and by path, and knows nothing of
 * `exports`: most of today's packages would be "not found". What `exports` says is told to it in
 * words that it knows: `types`, `main` and `typesVersions`.
 */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from './typescript.cjs';

interface Manifest {
  main?: unknown;
  types?: unknown;
  typings?: unknown;
  typesVersions?: unknown;
  exports?: unknown;
}

/** In the order in which a notebook's `import` may meet them. */
const conditions = new Set(['node', 'module-sync', 'import', 'require', 'default']);
const declaration = /\.d\.[cm]?ts$/;
const code = /\.([cm]?)js$/;

/** The first file that conditions lead to; with `types`, the first for the compiler. */
function target(value: unknown, types: boolean): string | undefined {
  if (typeof value === 'string') {
    return value.startsWith('./') && declaration.test(value) === types ? value : undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [condition, inner] of Object.entries(value)) {
    const fits = Array.isArray(value) || conditions.has(condition);
    const found = fits || (types && condition === 'types') ? target(inner, types) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What `exports` says of each path; a package of one entry may leave out its `.`. */
function subpaths(exports: unknown): [string, unknown][] {
  if (typeof exports !== 'object' || exports === null || Array.isArray(exports)) {
    return [['.', exports]];
  }
  const entries = Object.entries(exports);
  return entries.every(([key]) => key.startsWith('.')) ? entries : [['.', exports]];
}

/** Types first: those that it names, those that lie beside the code, else the code itself. */
function files(value: unknown): string[] {
  const named = target(value, true);
  const js = target(value, false);
  const beside = js !== undefined && code.test(js) ? js.replace(code, '.d.$1ts') : undefined;
  return [...new Set([named, beside, js].filter((file) => file !== undefined))];
}

/**
 * @param text a package.json
 * @param has whether a file of the package is there
 */
export function manifestForTypes(text: string, has: (file: string) => boolean): string {
  let manifest: Manifest;
  try {
    manifest = JSON.parse(text) as Manifest;
  } catch {
    return text;
  }
  // Who writes `typesVersions` thinks of such a compiler.
  if (manifest?.exports === undefined || manifest.typesVersions !== undefined) return text;
  const paths: Record<string, string[]> = {};
  const added: Manifest = {};
  for (const [subpath, value] of subpaths(manifest.exports)) {
    const found = files(value).filter((file) => file.includes('*') || has(file));
    const [first] = found;
    if (first === undefined) continue;
    if (subpath === '.') {
      const types = found.find((file) => declaration.test(file));
      if (types !== undefined && manifest.types === undefined && manifest.typings === undefined) {
        added.types = types;
      }
      if (manifest.main === undefined) added.main = found.at(-1);
    } else if (found.every((file) => file.split('*').length <= 2)) {
      paths[subpath.slice('./'.length)] = found;
    }
  }
  // A pattern must not lead the entry itself elsewhere.
  const entry = { ...manifest, ...added };
  for (const file of [entry.types, entry.typings, entry.main]) {
    if (typeof file === 'string') paths[file.replace(/^\.\//, '')] ??= [file];
  }
  return JSON.stringify({ ...entry, typesVersions: { '*': paths } });
}

/** From here on the compiler reads each package.json of `node_modules` so. */
export function readManifestsForTypes(): void {
  const { readFile } = ts.sys;
  ts.sys.readFile = (path, encoding) => {
    const text = readFile(path, encoding);
    if (text === undefined || !/[\\/]node_modules[\\/].*package\.json$/.test(path)) return text;
    return manifestForTypes(text, (file) => existsSync(join(dirname(path), file)));
  };
}
