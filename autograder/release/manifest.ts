/** The student's bundle as npm sees it: its `package.json`, that of gradus in it, and their lock file. */

/** What a lock file says of one package; versions are pinned here. */
export interface Locked {
  version?: string;
  dev?: boolean;
  optional?: boolean;
  devOptional?: boolean;
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
  [field: string]: unknown;
}

export interface Manifest {
  version: string;
  license: string;
  engines?: Record<string, string>;
  bin?: Record<string, string>;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  scripts?: Record<string, string>;
  [field: string]: unknown;
}

/** What the faster backend installs in a folder of its own: `native-packages.mjs`. */
const nativeBackend = ['@tensorflow/tfjs-node-gpu', 'node-api-headers'];
/** Types that a notebook needs beside the library's. */
const types = '@types/node';

/** Those of `names` that there are. */
const picked = (from: Record<string, string> = {}, names: readonly string[]) =>
  Object.fromEntries(names.flatMap((name) => (from[name] ? [[name, from[name]]] : [])));

/**
 * gradus in a bundle: without what only its makers install. npm would install that too, since it
 * takes a folder for a project that somebody works on.
 */
export function packageInBundle(manifest: Manifest): Manifest {
  const { devDependencies, scripts: _scripts, files: _files, ...kept } = manifest;
  return { ...kept, nativeBackend: picked(devDependencies, nativeBackend) };
}

/** The bundle's own `package.json`: `npm start` is all that a student has to know. */
export function bundleManifest({ version, license, engines, devDependencies }: Manifest) {
  return {
    name: 'gradus-student',
    version,
    private: true,
    license,
    ...(engines && { engines }),
    scripts: {
      start: 'node gradus/src/setup/start.mjs',
      gradus: 'node gradus/src/setup/gradus.mjs',
    },
    dependencies: {
      gradus: 'file:gradus',
      'gradus-datasets': 'file:datasets',
      ...picked(devDependencies, [types]),
    },
  };
}

/**
 * The lock file of a bundle: of the project's, what gradus needs to run. So every student has the
 * versions that the tests ran with.
 *
 * @param lock of the project
 * @param gradus the project's `package.json`
 * @param datasets that of the data sets
 */
export function bundleLock(
  lock: { packages: Record<string, Locked> },
  gradus: Manifest,
  datasets: Manifest,
) {
  const own = bundleManifest(gradus);
  const { version, license, engines, bin, dependencies } = gradus;
  const wanted = { ...dependencies, ...picked(gradus.devDependencies, [types]) };
  const kept = needed(lock.packages, Object.keys(wanted));
  const { scripts: _scripts, private: _private, ...root } = own;
  const entries: Record<string, unknown> = {
    '': root,
    gradus: { version, license, dependencies, ...(bin && { bin }), ...(engines && { engines }) },
    datasets: { name: 'gradus-datasets', version: datasets.version, license: datasets.license },
    'node_modules/gradus': { resolved: 'gradus', link: true },
    'node_modules/gradus-datasets': { resolved: 'datasets', link: true },
    ...Object.fromEntries([...kept].sort().map((path) => [path, forUse(lock.packages[path])])),
  };
  const { name } = own;
  return { name, version, lockfileVersion: 3, requires: true, packages: entries };
}

/** An entry of a package that was for makers too, and no longer is. */
function forUse({ dev: _dev, devOptional, ...entry }: Locked = {}): Locked {
  return devOptional ? { ...entry, optional: true } : entry;
}

/** The places of the packages that these need, found as Node finds them: nearest folder first. */
function needed(packages: Record<string, Locked>, names: readonly string[]): Set<string> {
  const found = new Set<string>();
  const visit = (from: string, name: string): void => {
    const place = placeOf(packages, from, name);
    if (place === undefined || found.has(place)) return;
    found.add(place);
    const { dependencies, optionalDependencies, peerDependencies } = packages[place] ?? {};
    const all = { ...dependencies, ...optionalDependencies, ...peerDependencies };
    for (const one of Object.keys(all)) visit(place, one);
  };
  for (const name of names) visit('', name);
  return found;
}

function placeOf(packages: Record<string, Locked>, from: string, name: string): string | undefined {
  for (let at = from; ; at = at.replace(/\/?node_modules\/(@[^/]+\/)?[^/]+$/, '')) {
    const place = `${at}${at === '' ? '' : '/'}node_modules/${name}`;
    if (place in packages) return place;
    // A peer that is optional and not installed.
    if (at === '') return undefined;
  }
}
