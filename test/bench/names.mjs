/**
 * `node test/bench/names.mjs`: what counting alone says of the next letter of a name, in nats a letter. Needs
 * `npm run build`, and the data set: `npm run gradus -- data download names`.
 *
 * Measured on the names that are counted, each between two stops, as in makemore (Karpathy 2022): the floor of
 * any model that sees one letter.
 */
import { loadDataset } from 'gradus/data';
import { characterTokenizer, countBigrams, countTokens } from 'gradus/nlp';

const { texts: names } = await loadDataset('names');
const letters = characterTokenizer(names, { specialTokens: ['.'] });
const tokens = names.map((name) => letters.encode(`.${name}.`));
const { vocabularySize } = letters;

const next = tokens.map((list) => list.slice(1));
const counts = countTokens(next, vocabularySize);
const total = counts.reduce((a, b) => a + b, 0);
const unigram = -counts.reduce(
  (sum, n) => sum + (n === 0 ? 0 : (n / total) * Math.log(n / total)),
  0,
);
const bigram = (/** @type {number} */ smoothing) =>
  countBigrams(tokens, { vocabularySize, smoothing }).crossEntropy(tokens);

console.log(`${names.length} names, ${total} transitions, ${vocabularySize} tokens`);
console.log('| letters alone | pairs, counted exactly | pairs, one added to each |');
console.log('| --- | --- | --- |');
console.log(`| ${[unigram, bigram(0), bigram(1)].map((nats) => nats.toFixed(4)).join(' | ')} |`);
