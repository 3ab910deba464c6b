/**
 * Values as a small JSON tree and raw bytes, with caps that hold before anything walks the tree.
 *
 * `codec-types.ts` has the table of nodes. Decoding makes plain data only: objects have a null
 * prototype and are filled by own keys.
 */
export * from './codec-types.js';
export { Decoder } from './decoder.js';
export { Encoder } from './encoder.js';
