import type { Params } from '../params.js';

/** What measures of generators say about the examples and options that they are given. */
export const generative = {
  examples: (p: Params) =>
    `Expected \`${p.what}\` of ${p.where} as examples [N, …] of numbers, N >= ${p.least}. Received: ${p.given}. One example becomes a batch by \`tf.expandDims(example, 0)\``,
  values: (p: Params) =>
    `Expected \`${p.what}\` of ${p.where} as numbers [N], N >= 1. Received: ${p.given}. Take one column, or \`slicedWasserstein\` for examples of several numbers`,
  notFinite: (p: Params) =>
    `Expected finite numbers in \`${p.what}\` of ${p.where}. Received: ${p.given} in example ${p.row}. Look at what the generator was trained with, and whether its loss was finite`,
  widths: (p: Params) =>
    `Expected \`${p.what}\` and \`${p.other}\` of ${p.where} to have as many numbers in an example. Received: ${p.given} and ${p.otherGiven}. Give both in one shape`,
  positive: (p: Params) =>
    `Expected \`${p.option}\` of ${p.where} to be a number > 0. Received: ${p.given}`,
  share: (p: Params) =>
    `Expected \`${p.option}\` of ${p.where} to be a number in [0, 1]. Received: ${p.given}`,
  neighbours: (p: Params) =>
    `Expected \`k\` of ${p.where} to be an integer from 1 to ${p.most}, as \`${p.what}\` has neighbours. Received: ${p.given}`,
  projections: (p: Params) =>
    `Expected \`projections\` of ${p.where} to be an integer >= 1. Received: ${p.given}`,
  rng: (p: Params) =>
    `Expected a seeded generator as \`rng\` of ${p.where}. Received: ${p.given}. Make one by \`createRng(seed)\``,
  logits: (p: Params) =>
    `Expected \`logits\` of ${p.where} as [N, C] with C >= 2 classes. Received: ${p.given}. Give what the classifier predicts for the samples`,
  noLayer: (p: Params) =>
    `Expected \`layer\` of ${p.where} to name a layer of the model: ${p.known}. Received: ${p.given}`,
};
