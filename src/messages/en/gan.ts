import type { Params } from '../params.js';

/** What generative adversarial networks say about what they are given. */
export const gan = {
  labelSmoothing: (p: Params) =>
    `Expected \`labelSmoothing\` to be a number in [0, 1). Received: ${p.given}`,
  smoothingKind: (p: Params) =>
    `Expected \`labelSmoothing\` with \`loss: 'gan'\` alone, whose labels it moves. Received: loss '${p.given}'`,
  sameShape: (p: Params) =>
    `Expected real and generated examples of one shape. Received: ${p.real} and ${p.fake}. Let the generator's \`outputShape\` be the shape of one example`,
  kind: (p: Params) => `Expected \`loss\` to be one of ${p.known}. Received: ${p.given}`,
  penalty: (p: Params) => `Expected \`penaltyWeight\` to be a number >= 0. Received: ${p.given}`,
  batchNorm: (p: Params) =>
    `Expected a critic without batch normalisation for \`loss: 'wgan-gp'\`: the penalty holds for each example by itself. Received: \`${p.layer}\`. Make it with \`normalization: 'none'\` or \`'layer'\``,
  apart: (p: Params) =>
    `Expected a generator whose output is the input of the discriminator. Received: ${p.output} and ${p.input}. Make both for one shape of examples`,
  conditions: (p: Params) =>
    `Expected both networks to take classes, the same number, or neither of them. Received: ${p.generator} and ${p.discriminator} classes`,
  needsLabels: (p: Params) =>
    `Expected \`y\` beside \`x\`: class numbers 0 to ${Number(p.classes) - 1}, [N], int32. Received: none. These networks are told the class`,
  noLabels: () =>
    'Expected examples `x` alone. Received: `y` beside them, which these networks do not take. Use `conditionalGenerator` and `conditionalDiscriminator`',
  examples: (p: Params) =>
    `Expected \`x\` of examples ${p.expected}. Received: ${p.given}. Reshape them`,
  classNumber: (p: Params) =>
    `Expected class numbers 0 to ${Number(p.classes) - 1}. Received: ${p.given}`,
  whichSamples: () =>
    'Expected `count` samples, or `labels` that say the class of each. Received: neither, or labels for a generator that takes none',
};
