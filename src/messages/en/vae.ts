import type { Params } from '../params.js';

/** What `gradus/vae` says about examples, codes and options. */
export const vae = {
  sameShape: (p: Params) => `Expected ${p.what} of one shape [B, …]. Received: ${p.a} and ${p.b}`,
  examples: (p: Params) =>
    `Expected \`x\` of ${p.where} as ${p.expected}, float32, with at least one example. Received: ${p.given}`,
  pixels: (p: Params) =>
    `Expected pixels in [0, 1] for ${p.where}, since the decoder is Bernoulli. Received: from ${p.least} to ${p.most}. Divide pixels of 0 to 255 by 255, or make the model with \`likelihood: 'gaussian'\``,
  condition: (p: Params) =>
    `Expected \`condition\` of ${p.where} as ${p.expected}, float32, one row for each example. Received: ${p.given}. Class numbers become rows by \`tf.cast(tf.oneHot(labels, classes), 'float32')\``,
  noCondition: (p: Params) =>
    `Expected no \`condition\` of ${p.where}: the model takes none. Received: ${p.given}. Make the model by \`conditionalVae\``,
  codes: (p: Params) =>
    `Expected codes of ${p.where} as ${p.expected}, float32. Received: ${p.given}`,
  beta: (p: Params) =>
    `Expected \`beta\` to be a number >= 0, or a function of the step. Received: ${p.given}`,
  nonNegative: (p: Params) =>
    `Expected \`${p.option}\` of ${p.where} to be a number >= 0. Received: ${p.given}`,
  option: (p: Params) =>
    `Expected \`${p.option}\` of ${p.where} to be ${p.expected}. Received: ${p.given}`,
  oneOf: (p: Params) => `one of ${p.words}`,
  atLeast: (p: Params) => `an integer >= ${p.least}`,
  dimensions: (p: Params) => `a list of dimensions 0 to ${p.last}`,
  numbers: () => 'a list of at least one finite number',
  group: (p: Params) =>
    `Expected \`${p.option}\` of ${p.where} to hold for some of the ${p.count} examples and not for others. Received: ${p.given} with it`,
  rows: (p: Params) =>
    `Expected \`${p.option}\` of ${p.where} to have one number for each of the ${p.count} examples. Received: ${p.given}`,
  codeNumber: (p: Params) =>
    `Expected \`codes\` of ${p.where} to hold numbers of the codebook, 0 to ${p.last}. Received: ${p.given}`,
  codeNumbers: (p: Params) =>
    `Expected \`codes\` of ${p.where} as ${p.expected}, int32, as \`quantize\` gives them. Received: ${p.given}`,
  prior: (p: Params) =>
    `Expected \`prior\` of sampleCodes to be made by \`codePrior\` for this model: of ${p.tokens} tokens, with a context of ${p.length} at least. Received: one of ${p.given} tokens, with a context of ${p.context}`,
  sigmoidPixels: (p: Params) =>
    `Expected pixels in [0, 1] for ${p.where}, since the reconstruction is a sigmoid. Received: from ${p.least} to ${p.most}. Divide pixels of 0 to 255 by 255, or make the model with \`outputActivation: 'linear'\``,
  noCircle: () =>
    "Expected two codes between which there is one circle around 0. Received: opposite ones, or 0. Take `path: 'linear'`",
  tooFew: (p: Params) =>
    `Expected codes of ${p.where} as [N, latent] with at least two examples and two dimensions. Received: ${p.given}`,
};
