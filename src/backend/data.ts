/**
 * `tf.data` and `tf.loadGraphModel`: packages of their own in TensorFlow.js. Few notebooks need
 * them, so that they are loaded when they are asked for.
 */
import { createRequire } from 'node:module';
import type { AddedData } from './types/data-ops.js';

let loaded: AddedData['data'] | undefined;

/** Gives `tf.data` where nothing can be loaded: the grader's sandbox has it in its bundle. */
export function provideData(module: object): void {
  loaded = module as AddedData['data'];
}

export const lazyData: AddedData = {
  get data(): AddedData['data'] {
    loaded ??= load('tf.data', '@tensorflow/tfjs-data') as AddedData['data'];
    return loaded;
  },
  async loadGraphModel(...args) {
    const converter = load('tf.loadGraphModel', '@tensorflow/tfjs-converter');
    return (converter as Pick<AddedData, 'loadGraphModel'>).loadGraphModel(...args);
  },
};

/** @throws Error where the package is not there, as in the grader's sandbox */
function load(name: string, module: string): unknown {
  try {
    // Made here: in the sandbox's bundle there is no module to resolve from.
    return createRequire(import.meta.url)(module);
  } catch (cause) {
    throw new Error(
      `Expected ${module} to be installed, which \`${name}\` comes from. Received: nothing of this name. Read data with arrays, or install it: npm install ${module}`,
      { cause },
    );
  }
}
