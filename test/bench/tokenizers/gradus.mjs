/** Trains and encodes with gradus: `gradus.mjs TEXT VOCABULARY_SIZE TOKENIZER_JSON`, which it writes; prints JSON. */
import { readFileSync } from 'node:fs';
import { loadTokenizer, saveTokenizer, trainBpe } from 'gradus/nlp';

const [, , file = '', size = '', saved = ''] = process.argv;
const text = readFileSync(file, 'utf8');
const lines = text.split(/(?<=\n)/);

/** @template T @param {() => T} work @returns {[number, T]} seconds, and the result */
function timed(work) {
  const start = performance.now();
  const result = work();
  return [(performance.now() - start) / 1000, result];
}

const [train, learnt] = timed(() => trainBpe([text], { vocabularySize: Number(size) }));
await saveTokenizer(learnt, saved);
const tokenizer = await loadTokenizer(saved);
const [encode, ids] = timed(() => lines.map((line) => tokenizer.encode(line)));
const [again] = timed(() => lines.map((line) => tokenizer.encode(line)));
const [decode, decoded] = timed(() => ids.map((one) => tokenizer.decode(one)));
if (decoded.join('') !== text) throw new Error('a line did not come back');
console.log(JSON.stringify({ train, encode, again, decode, ids }));
