import type { Params } from '../params.js';

/** What `gradus/nlp` says about BERT: its rows, masks, heads and answers. */
export const bert = {
  noSpecial: (p: Params) =>
    `Expected a tokenizer with the special tokens ${p.expected} for ${p.where}, \`[PAD]\` as number 0. It lacks: ${p.given}. Give them as \`specialTokens\` when it is made`,
  texts: (p: Params) =>
    `Expected texts, or pairs of texts as \`[first, second]\`, one at least, for ${p.where}. Received: ${p.given}`,
  tooLong: (p: Params) =>
    `Expected at most ${p.length} tokens with the special ones for ${p.where}. Received: ${p.given}, number ${p.at}. Give a larger \`length\`, or \`truncate: true\` to cut the end of the longer text`,
  passageTooLong: (p: Params) =>
    `Expected question and passage to have at most ${p.length} tokens with the special ones for ${p.where}. Received: ${p.given}, number ${p.at}. Leave it out, cut the passage, or give a larger \`length\``,
  rate: (p: Params) =>
    `Expected \`${p.option}\` to be a number in ${p.range}. Received: ${p.given}`,
  inputs: (p: Params) =>
    `Expected \`tokens\` and \`segments\` [N, T] of ${p.where}, int32${p.length}. Received: ${p.given}. \`bertInputs\` makes them`,
  labels: (p: Params) =>
    `Expected \`labels\` ${p.expected} of ${p.where}, int32. Received: ${p.given}`,
  label: (p: Params) =>
    `Expected labels of ${p.where} to be integers in [0, ${p.count}). Received: ${p.given}`,
  notBert: (p: Params) =>
    `Expected ${p.what} to be made by \`bertMaskedLm\`, \`bertClassifier\` or \`bertQuestionAnswering\`, or loaded from one. Received: layers ${p.layers}`,
  otherEncoder: (p: Params) =>
    `Expected two encoders of one shape. Their weights \`${p.name}\` are ${p.from} and ${p.to}: make both models with the same \`vocabSize\`, \`context\`, \`layers\` and \`width\``,
  questions: (p: Params) =>
    `Expected questions with \`question\` and \`passage\` for ${p.where}, one at least. Received: ${p.given}`,
  answer: (p: Params) =>
    `Expected \`answer\` to be whole words of its passage, which begin at its \`start\`. Received: ${p.given} at ${p.start}, number ${p.at}. The passage has there: ${p.found}`,
  scores: (p: Params) =>
    `Expected scores of the first and of the last token, as many of each. Received: ${p.given}`,
  range: (p: Params) =>
    `Expected \`from\` and \`to\` with 0 <= from < to <= ${p.length}. Received: ${p.given}`,
  sameCount: (p: Params) =>
    `Expected as many answers found as lists of right ones, one at least. Received: ${p.given} and ${p.expected}`,
  noAnswers: (p: Params) =>
    `Expected one right answer at least for each question. Received: none for number ${p.at}`,
  vectors: (p: Params) =>
    `Expected vectors [N, D] and [M, D] of one size. Received: shapes ${p.given}`,
};
