/** GPT-2's tokenizer against the package that its ranks come from. */
import { Tiktoken } from 'js-tiktoken/lite';
import ranks from 'js-tiktoken/ranks/gpt2';
import { beforeAll, expect, test } from 'vitest';
import { createRng, type Rng } from '../../backend/random.js';
import { gpt2Tokenizer } from './gpt2-tokenizer.js';
import type { Tokenizer } from './tokenizer.js';

let tokenizer: Tokenizer;
beforeAll(async () => {
  tokenizer = await gpt2Tokenizer();
});

const words =
  `The quick brown fox's don't we'll 2024 3.14 naïve café “quotes” – straße ПРИВЕТ мир 你好，世界 猫 ` +
  `👩‍👩‍👧 🐈 日本語 한국어 العربية हिन्दी x=1; if (a&&b) {return;} http://example.org/?q=1 \t \n\n   ΑΩ`;
const scripts: readonly (readonly [number, number])[] = [
  [0x20, 0x7e],
  [0xa1, 0x24f],
  [0x370, 0x52f],
  [0x5d0, 0x64a],
  [0x900, 0x97f],
  [0x2000, 0x206f],
  [0x3040, 0x30ff],
  [0x4e00, 0x9fff],
  [0xac00, 0xd7a3],
  [0x1f300, 0x1f64f],
];

function randomText(rng: Rng): string {
  const known = words.split(' ');
  const pieces = Array.from({ length: rng.integer(1, 12) }, () => {
    if (rng.uniform() < 0.6) return rng.choice(known);
    const [low, high] = rng.choice(scripts);
    return Array.from({ length: rng.integer(1, 6) }, () =>
      String.fromCodePoint(rng.integer(low, high + 1)),
    ).join('');
  });
  return pieces.join(rng.choice([' ', '', '  ', '\n']));
}

test('10,000 texts have the tokens that js-tiktoken gives them', () => {
  const theirs = new Tiktoken(ranks);
  const rng = createRng('gpt2');
  for (let i = 0; i < 10_000; i++) {
    const text = randomText(rng);
    const ids = tokenizer.encode(text);
    // As strings: ten thousand lists are slow to compare one by one.
    expect(`${text}: ${ids}`).toBe(`${text}: ${theirs.encode(text)}`);
    expect(tokenizer.decode(ids)).toBe(text);
  }
}, 120_000);

test('has what is known of GPT-2', () => {
  expect(tokenizer.vocabularySize).toBe(50257);
  expect(tokenizer.encode('Hello world')).toEqual([15496, 995]);
  expect(tokenizer.tokenize(' tokenization')).toEqual(['Ġtoken', 'ization']);
  expect(tokenizer.encode('<|endoftext|>')).toEqual([50256]);
  expect(tokenizer.specialTokens).toEqual(['<|endoftext|>']);
});

test('a word without end takes no time without end', () => {
  const text = 'ab'.repeat(100_000);
  const start = performance.now();
  expect(tokenizer.decode(tokenizer.encode(text))).toBe(text);
  expect(performance.now() - start).toBeLessThan(10_000);
});
