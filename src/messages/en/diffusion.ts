import type { Params } from '../params.js';

/** What the functions of diffusion say about what they are given. */
export const diffusion = {
  betas: (p: Params) =>
    `Expected \`betas\` of numbers above 0 and below 1, one for each step. Received: ${p.given}. Every step keeps some of what was there, and adds some noise`,
  count: (p: Params) => `Expected \`${p.option}\` to be an integer >= 1. Received: ${p.given}`,
  offset: (p: Params) => `Expected \`offset\` to be a number >= 0. Received: ${p.given}`,
  maxBeta: (p: Params) =>
    `Expected \`maxBeta\` to be a number above 0 and below 1. Received: ${p.given}`,
  sameShape: (p: Params) =>
    `Expected \`${p.name}\` to have the shape of \`${p.other}\`, ${p.expected}. Received: ${p.given}`,
  stepNumber: (p: Params) =>
    `Expected \`t\` to be an integer from 0 to ${p.last}, the last step of the schedule. Received: ${p.given}. Steps are counted from 0`,
  stepOfEach: (p: Params) =>
    `Expected \`t\` to be an int32 tensor with the step of each of ${p.batch} examples, [${p.batch}]. Received: ${p.given}`,
  denoiser: (p: Params) =>
    `Expected \`denoiser\` to be a network, such as \`denoisingUnet\` makes, or a function (x, time, label) => prediction. Received: ${p.given}`,
  otherModel: (p: Params) =>
    `Expected a network that takes a noisy example, a time and maybe a class, as \`denoisingUnet\` and \`denoisingMlp\` make it. Received: \`${p.model}\` with inputs ${p.given}. Put another one into a function (x, time, label) => prediction`,
  prediction: (p: Params) =>
    `Expected the function to return a tensor of the shape of \`x\`, ${p.expected}. Received: ${p.given}`,
  predictions: (p: Params) =>
    `Expected \`prediction\` to be \`epsilon\` or \`v\`. Received: ${p.given}`,
  noClasses: () =>
    'Expected no classes: this network takes none. Received: some. Make it with the option `classes`',
  labelNeeded: () =>
    'Expected a class for each example: this network takes classes. Received: none. Give batches `{ x, label }`, with `label` [B] int32',
  labelOfEach: (p: Params) =>
    `Expected \`label\` to be an int32 tensor with the class of each of ${p.batch} examples, [${p.batch}]. Received: ${p.given}`,
  labels: (p: Params) =>
    `Expected \`labels\` of ${p.count} class numbers${p.last === '' ? '' : ` from 0 to ${p.last}`}, one for each example, or one for all. Received: ${p.given}`,
  labelDropout: (p: Params) =>
    `Expected \`labelDropout\` to be a number at least 0 and less than 1. Received: ${p.given}`,
  sigmaMin: (p: Params) =>
    `Expected \`sigmaMin\` to be a number at least 0 and less than 1. Received: ${p.given}`,
  flowTime: (p: Params) => `Expected \`t\` to be a number in [0, 1]. Received: ${p.given}`,
  flowTimeOfEach: (p: Params) =>
    `Expected \`t\` to be a float32 tensor with the time of each of ${p.batch} examples, [${p.batch}]. Received: ${p.given}`,
  noShape: () =>
    'Expected `shape`, the shape of one example: a function does not say it. Received: none',
  guidance: (p: Params) => `Expected \`guidance\` to be a number >= 0. Received: ${p.given}`,
  guidanceOfNothing: () =>
    'Expected `labels` beside `guidance`, which leads towards a class. Received: none',
  clip: (p: Params) =>
    `Expected \`clip\` to be [least, most], two numbers that grow. Received: ${p.given}`,
  variances: (p: Params) =>
    `Expected \`variance\` to be \`posterior\` or \`beta\`. Received: ${p.given}`,
  ddimSteps: (p: Params) =>
    `Expected \`steps\` to be an integer from 1 to ${p.most}, the steps of the schedule. Received: ${p.given}`,
  eta: (p: Params) => `Expected \`eta\` to be a number in [0, 1]. Received: ${p.given}`,
  methods: (p: Params) =>
    `Expected \`method\` to be \`euler\`, \`heun\` or \`midpoint\`. Received: ${p.given}`,
};
