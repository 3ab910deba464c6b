/** What a decoder says of pixels; apart from the checks of options, for the types of notebooks. */

/** What a pixel is drawn from, given a code. */
export type Likelihood = 'bernoulli' | 'gaussian';

/** Of a Gaussian decoder: a number, or `learnt`, one number for all pixels and examples. */
export type PixelVariance = number | 'learnt';
