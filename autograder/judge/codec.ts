/**
 * Values as a small JSON tree and raw bytes, with caps that hold before anything walks the tree.
 *
 * A JSON array is always a tagged node (`["t", dtype, shape, offset, length]` is a tensor), so no
 * student value can pass for another kind. Numbers that JSON cannot say (NaN, ±Infinity, -0) are
 * tagged; long lists of numbers travel as float64 bytes. Decoding makes plain data only: objects
 * have a null prototype and are filled by own keys.
 */
export * from './codec-types.js';
export { Decoder } from './decoder.js';
export { Encoder } from './encoder.js';
