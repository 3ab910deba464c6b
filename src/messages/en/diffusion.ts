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
};
