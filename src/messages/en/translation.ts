import type { Params } from '../params.js';

/** What `gradus/nlp` says about translation: its examples, its decoding and its scores. */
export const translation = {
  sameCount: (p: Params) =>
    `Expected as many ${p.what} as ${p.of}, one at least. Received: ${p.given} and ${p.expected}`,
  tooLong: (p: Params) =>
    `Expected each ${p.what} to have at most ${p.longest} tokens. Received: ${p.given}, number ${p.at}. Leave it out, or give a larger \`${p.option}\``,
  token: (p: Params) =>
    `Expected each ${p.what} as integers from ${p.least} to ${p.most}. Received: ${p.given}, number ${p.at}`,
  noSources: (p: Params) =>
    `Expected one source at least, each a list of tokens. Received: ${p.given}`,
  notOurs: (p: Params) =>
    `Expected \`model\` to be made by \`transformer\` or \`seq2seq\`, or loaded from one. Received: layers ${p.layers}`,
  examples: (p: Params) =>
    `Expected \`source\` [N, S] and \`target\` [N, T + 1] of ${p.where}, int32, T at least 1. Received: ${p.given}. \`translationExamples\` makes them`,
  length: (p: Params) =>
    `Expected ${p.what} of ${p.expected} tokens, as the model was made for. Received: ${p.given}`,
  atLeast: (p: Params) => `Expected \`${p.option}\` to be ${p.expected}. Received: ${p.given}`,
  number: (p: Params) => `a number >= ${p.least}`,
  choice: (p: Params) => `Expected \`${p.option}\` to be one of ${p.words}. Received: ${p.given}`,
  map: (p: Params) =>
    `Expected a map of attention: rows of one length, of numbers >= 0 that do not sum to 0, two of each at least. Received: ${p.given}`,
  noReferences: (p: Params) =>
    `Expected one reference at least for each translation, and as many for each. Received: ${p.given} for number ${p.at}`,
};
