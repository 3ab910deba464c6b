import type { Params } from '../params.js';

/** What layers of attention say about their options and inputs. */
export const attention = {
  groups: (p: Params) =>
    `Expected \`keyValueHeads\` to divide \`heads\`, ${p.heads}: each is shared by as many heads of queries. Received: ${p.given}`,
  positions: (p: Params) => `Expected \`positions\` to be one of ${p.words}. Received: ${p.given}`,
  kind: (p: Params) => `Expected \`${p.option}\` to be one of ${p.words}. Received: ${p.given}`,
  oddHeads: (p: Params) =>
    `Expected heads of even size with \`positions: 'rotary'\`, which turns pairs of numbers. Received: width ${p.width} of ${p.heads} heads, ${p.size} each. Choose another width or number of heads`,
  oddWidth: (p: Params) =>
    `Expected an even number of features: they are taken in two halves. Received: ${p.width}`,
  noMemory: (p: Params) =>
    `Expected two inputs of ${p.layer} or three: the sequence [B, T, D], what it looks at [B, S, E], and of that which are tokens [B, S]. Received: one`,
};
