/** What npm installs in a bundle: what gradus needs to run, pinned, and nothing of its makers. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { bundleLock, bundleManifest, type Manifest, packageInBundle } from './manifest.js';

const gradus: Manifest = {
  name: 'gradus',
  version: '1.2.3',
  license: 'MIT',
  scripts: { prepack: 'node build.js' },
  files: ['dist'],
  dependencies: { a: '^1.0.0' },
  devDependencies: {
    '@types/node': '^20.0.0',
    '@tensorflow/tfjs-node-gpu': '4.22.0',
    'node-api-headers': '^1.9.0',
    linter: '^1.0.0',
  },
};
const datasets: Manifest = { version: '1.0.0', license: 'MIT' };
const lock = {
  packages: {
    '': {},
    'node_modules/a': { version: '1.1.0', dependencies: { b: '*' }, peerDependencies: { p: '*' } },
    'node_modules/a/node_modules/b': { version: '2.0.0', optionalDependencies: { '@s/c': '*' } },
    'node_modules/b': { version: '1.0.0', dev: true },
    'node_modules/@s/c': { version: '3.0.0', devOptional: true, dependencies: { a: '*', b: '*' } },
    'node_modules/@types/node': { version: '20.1.0', dev: true },
    'node_modules/linter': { version: '1.0.0', dev: true },
    'node_modules/@tensorflow/tfjs-node-gpu': { version: '4.22.0', dev: true },
  },
};

test('packages that run are kept where they lie; a maker’s tool is not', () => {
  const { packages } = bundleLock(lock, gradus, datasets);
  expect(Object.keys(packages)).toEqual([
    '',
    'gradus',
    'datasets',
    'node_modules/gradus',
    'node_modules/gradus-datasets',
    'node_modules/@s/c',
    'node_modules/@types/node',
    'node_modules/a',
    'node_modules/a/node_modules/b',
    'node_modules/b',
  ]);
  expect(packages['node_modules/@s/c']).toMatchObject({ version: '3.0.0', optional: true });
  // For notebooks they are needed, whatever they were to the makers.
  expect(packages['node_modules/@types/node']).toEqual({ version: '20.1.0' });
  expect(packages['node_modules/b']).toEqual({ version: '1.0.0' });
  expect(packages['node_modules/gradus']).toEqual({ resolved: 'gradus', link: true });
});

test('gradus in a bundle asks npm for nothing that only its makers need', () => {
  const inside = packageInBundle(gradus);
  expect(inside).toEqual({
    name: 'gradus',
    version: '1.2.3',
    license: 'MIT',
    dependencies: { a: '^1.0.0' },
    nativeBackend: { '@tensorflow/tfjs-node-gpu': '4.22.0', 'node-api-headers': '^1.9.0' },
  });
  expect(bundleManifest(gradus).scripts.start).toBe('node gradus/src/setup/start.mjs');
});

test('the project’s own lock file gives each of its dependencies a version', () => {
  const read = (file: string) =>
    JSON.parse(readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8'));
  const manifest = read('package.json') as Manifest;
  const { packages } = bundleLock(
    read('package-lock.json'),
    manifest,
    read('datasets/package.json'),
  );
  const places = Object.keys(packages);
  for (const name of Object.keys(manifest.dependencies ?? {})) {
    expect(places).toContain(`node_modules/${name}`);
  }
  const tools = Object.keys(manifest.devDependencies ?? {}).filter(
    (one) => !one.startsWith('@types/'),
  );
  expect(places.filter((place) => tools.includes(place.slice('node_modules/'.length)))).toEqual([]);
  const dev = Object.values(packages as Record<string, { dev?: boolean }>).filter((one) => one.dev);
  expect(dev).toEqual([]);
});
