/** Options that models of texts share, checked. */
import { size } from '../../options.js';

/**
 * How many tokens there are, and how many a text has.
 *
 * @param where padding belongs
 */
export const textOptions = (where: 'in front' | 'at either end') => ({
  vocabSize: size('How many tokens there are, V; token 0 is padding.'),
  length: size(`Tokens of a text, T; shorter ones are padded with 0 ${where}.`),
});
