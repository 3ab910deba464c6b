/**
 * Training: layers, optimisers and losses with few operations, behind the functions of `tf`.
 *
 * @module
 */
import './layers/install.js';
