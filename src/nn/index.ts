/**
 * Training: layers, optimisers and losses with few operations, behind the functions of `tf`.
 *
 * @module
 */
import './layers/install.js';
import './optimizers/install.js';
import './compile.js';
import './seeds.js';

export { setSeed } from '../backend/seed.js';
export * from './losses/index.js';
