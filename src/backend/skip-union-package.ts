/** tfjs-node-gpu without what it loads and never uses: a fifth of a second at each start. */
import { createRequire } from 'node:module';
import * as core from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { bindingRequire } from './binding-package.js';

const require = createRequire(import.meta.url);

/** The union package as tfjs-node-gpu uses it; it re-exports the rest, read by nobody here. */
const union = {
  ...core,
  ...layers,
  // Its progress bar draws on stderr, once an epoch; `src/notebook` has one that fits a notebook.
  registerCallbackConstructor() {},
  // Its own way to files would stand beside that of files.ts, and TensorFlow.js refuses two.
  io: { ...core.io, registerLoadRouter() {}, registerSaveRouter() {} },
  version: { 'tfjs-core': core.version_core },
};

/** Where node-pre-gyp would look the binding up, after loading thirty modules. */
const finder = {
  find: (manifest: string) => manifest.replace(/package\.json$/, 'lib/napi-v8/tfjs_binding.node'),
};

/**
 * Runs `load` while `@tensorflow/tfjs` means core and layers alone (no WebGL, converter or data),
 * and node-pre-gyp finds the binding where the set-up put it. Afterwards both mean themselves.
 */
export function skippingUnionPackage<T>(load: () => T): T {
  const lean = new Map<string, unknown>();
  for (const [name, exports] of [
    ['@tensorflow/tfjs', union],
    ['@mapbox/node-pre-gyp', finder],
  ] as const) {
    const file = resolve(name);
    if (file !== undefined && require.cache[file] === undefined) lean.set(file, exports);
  }
  for (const [file, exports] of lean) {
    require.cache[file] = { id: file, filename: file, loaded: true, exports } as NodeJS.Module;
  }
  try {
    return load();
  } finally {
    for (const file of lean.keys()) delete require.cache[file];
  }
}

/** As tfjs-node-gpu would resolve it. */
function resolve(name: string): string | undefined {
  try {
    return createRequire(bindingRequire.resolve('@tensorflow/tfjs-node-gpu/package.json')).resolve(
      name,
    );
  } catch {
    return undefined;
  }
}
