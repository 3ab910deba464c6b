import type { Params } from '../params.js';

/** What `gradus/nlp` says about tags of tokens: chains of them, their training and their scores. */
export const tagging = {
  potentials: (p: Params) =>
    `Expected potentials of ${p.where} as \`emissions\` [B, T, K], \`transitions\` [K, K], \`start\` and \`end\` [K], and \`mask\` [B, T] if there is one. Received: ${p.given}`,
  tags: (p: Params) =>
    `Expected tags of ${p.where} of shape ${p.expected}, one for each place of the emissions. Received: ${p.given}`,
  tag: (p: Params) =>
    `Expected tags of ${p.where} to be integers in [0, ${p.count}). Received: ${p.given}`,
  token: (p: Params) =>
    `Expected texts of ${p.where} as lists of tokens, integers >= 1: 0 is padding. Received: ${p.given} in text ${p.at}`,
  tooLong: (p: Params) =>
    `Expected texts of ${p.where} to have at most ${p.length} tokens. Received: ${p.given}, text ${p.at}. Leave it out, or give a larger \`length\``,
  noTexts: (p: Params) => `Expected one text at least for ${p.where}. Received: none`,
  unequal: (p: Params) =>
    `Expected as many tags as tokens in each text of ${p.where}. Received: ${p.tokens} tokens and ${p.tags} tags in text ${p.at}`,
  examples: (p: Params) =>
    `Expected \`tokens\` [N, T] and \`tags\` [N, T] of ${p.where}, int32. Received: ${p.given}. \`taggingExamples\` makes them`,
  bio: (p: Params) =>
    `Expected tags such as \`O\`, \`B-place\` and \`I-place\`. Received: ${p.given} at place ${p.at}`,
  notAsMany: (p: Params) =>
    `Expected a tag found for each one that is right, text by text. Received: another number in text ${p.at}`,
};
