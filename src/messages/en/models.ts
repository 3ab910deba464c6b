import type { Params } from '../params.js';

/** What models of the library say about their options, and about the folders they are kept in. */
export const models = {
  /** After "Expected `option` to be". */
  expected: {
    size: () => 'an integer >= 1',
    list: () => 'a list of integers >= 1',
    imageShape: (p: Params) =>
      Number(p.least) > 1
        ? `[H, W, channels] with H and W >= ${p.least}`
        : 'three integers >= 1, [H, W, channels]',
    rate: () => 'a number in [0, 1)',
    flag: () => 'true or false',
    seed: () => 'an integer',
    multiple: (p: Params) => `a multiple of \`${p.of}\`, ${p.value}`,
  },
  option: (p: Params) => `Expected \`${p.option}\` to be ${p.expected}. Received: ${p.given}.`,
  missing: (p: Params) => `Give it to \`${p.model}\`: it has no default.`,
  wrong: (p: Params) => `Change it in the options of \`${p.model}\`.`,
  noOptions: (p: Params) =>
    `Expected the options of \`${p.model}\` in an object. Received: ${p.given}.`,
};
