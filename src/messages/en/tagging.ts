import type { Params } from '../params.js';

/** What `gradus/nlp` says about tags of tokens: chains of them, their training and their scores. */
export const tagging = {
  potentials: (p: Params) =>
    `Expected potentials of ${p.where} as \`emissions\` [B, T, K], \`transitions\` [K, K], \`start\` and \`end\` [K], and \`mask\` [B, T] if there is one. Received: ${p.given}`,
  tags: (p: Params) =>
    `Expected tags of ${p.where} of shape ${p.expected}, one for each place of the emissions. Received: ${p.given}`,
  tag: (p: Params) =>
    `Expected tags of ${p.where} to be integers in [0, ${p.count}). Received: ${p.given}`,
};
