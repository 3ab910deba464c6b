/** What holds for every tokenizer, whatever it learnt. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { loadTokenizer, saveTokenizer } from './save-tokenizer.js';
import type { Tokenizer } from './tokenizer.js';
import { TokenizerFileError } from './tokenizer-file-error.js';
import { tokenizerOf } from './tokenizer-of.js';
import { trainBpe } from './train-bpe.js';
import { trainWordPiece } from './train-word-piece.js';
import { characterTokenizer, wordTokenizer } from './word-level-tokenizers.js';

const folder = mkdtempSync(join(tmpdir(), 'gradus-tokenizers-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const corpus = [
  'The quick brown fox jumps over the lazy dog. The dog sleeps, and the fox is quick.',
  '春眠不觉晓，处处闻啼鸟。夜来风雨声，花落知多少。',
  'unaffable, unable, affable: un aff able',
];
const anyText = fc.string({ unit: 'binary', maxLength: 60 });

const made: Record<string, Tokenizer> = {
  bpe: trainBpe(corpus, { vocabularySize: 320, specialTokens: ['<|endoftext|>'] }),
  'word pieces': trainWordPiece(corpus, { vocabularySize: 150 }),
  words: wordTokenizer(corpus),
  characters: characterTokenizer(corpus),
};

describe.each(Object.entries(made))('%s', (_, tokenizer) => {
  test('has numbers 0 … V-1, each for one token', () => {
    const { tokens, vocabularySize } = tokenizer;
    expect(tokens).toHaveLength(vocabularySize);
    expect(tokens.map((token) => tokenizer.tokenToId(token))).toEqual([...tokens.keys()]);
    expect(tokenizer.tokenToId('no such token')).toBeUndefined();
    for (const wrong of [-1, vocabularySize, 0.5, Number.NaN]) {
      expect(() => tokenizer.decode([wrong])).toThrow(
        `integers in [0, ${vocabularySize}). Received: ${wrong}`,
      );
    }
  });

  test('says its tokens, and takes any text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const ids = tokenizer.encode(text);
        expect(tokenizer.tokenize(text)).toEqual(ids.map((id) => tokenizer.tokens[id]));
      }),
    );
  });

  test('comes back from its file', async () => {
    const path = join(folder, 'deep', `${tokenizer.vocabularySize}.json`);
    await saveTokenizer(tokenizer, path);
    const again = await loadTokenizer(path);
    expect(again.toJSON()).toEqual(tokenizer.toJSON());
    fc.assert(
      fc.property(anyText, (text) => {
        expect(again.encode(text)).toEqual(tokenizer.encode(text));
      }),
    );
  });

  test('special tokens stand for themselves, and can be left out', () => {
    const [special = ''] = tokenizer.specialTokens;
    const ids = tokenizer.encode(`fox${special}${special} fox`);
    expect(ids.filter((id) => id === tokenizer.tokenToId(special))).toHaveLength(2);
    expect(tokenizer.decode(ids, { skipSpecialTokens: true })).not.toContain(special);
    expect(tokenizer.decode(ids)).toContain(special);
  });

  test('refuses half of a character, and what is no text', () => {
    expect(() => tokenizer.encode(`a${'🐈'.slice(0, 1)}b`)).toThrow(
      'Received: half of a surrogate pair at place 1',
    );
    expect(() => tokenizer.encode(7 as unknown as string)).toThrow('Expected a text. Received: 7');
  });
});

test('bytes: any text comes back as it was', () => {
  const bpe = made.bpe as Tokenizer;
  fc.assert(
    fc.property(anyText, (text) => {
      expect(bpe.decode(bpe.encode(text))).toBe(text);
    }),
    {
      numRuns: 500,
    },
  );
  for (const text of ['\ufeffa', '\0', '\u0085 \u3000', '👩‍👩‍👧 naïve 猫', '<|endoftext|>']) {
    expect(bpe.decode(bpe.encode(text))).toBe(text);
  }
  // A token may end in the middle of a character.
  expect(bpe.decode(bpe.encode('🐈').slice(0, 1))).toBe('\ufffd');
});

test('characters come back but for those that are not known', () => {
  const letters = characterTokenizer(['abba'], { specialTokens: ['.'] });
  expect(letters.tokens).toEqual(['.', 'a', 'b']);
  expect(letters.encode('.ab.')).toEqual([0, 1, 2, 0]);
  expect(letters.decode([1, 2, 2, 1])).toBe('abba');
  expect(() => letters.encode('abc')).toThrow(
    'Expected tokens of the vocabulary, which has 3. Received: "c". Give `[UNK]`',
  );
});

test('words: the most frequent first, the others unknown', () => {
  const words = wordTokenizer(['The cat sat', 'the cat', 'the dog, 2 dogs'], {
    lowercase: true,
    vocabularySize: 5,
  });
  expect(words.tokens).toEqual(['[PAD]', '[UNK]', 'the', 'cat', ',']);
  expect(words.encode('The CAT is')).toEqual([2, 3, 1]);
  expect(words.decode([2, 3])).toBe('the cat');
  expect(wordTokenizer(['a b b'], { minFrequency: 2 }).tokens).toEqual(['[PAD]', '[UNK]', 'b']);
});

test('word pieces: the longest first, a word with unknown characters as a whole', () => {
  const pieces = tokenizerOf({
    ...(made['word pieces'] as Tokenizer).toJSON(),
    added_tokens: [],
    model: {
      type: 'WordPiece',
      unk_token: '[UNK]',
      continuing_subword_prefix: '##',
      max_input_chars_per_word: 10,
      vocab: { '[UNK]': 0, un: 1, una: 2, '##aff': 3, '##ffable': 4, '##able': 5, '!': 6 },
    },
  });
  expect(pieces.tokenize('Unaffable! unaffx')).toEqual(['una', '##ffable', '!', '[UNK]']);
  expect(pieces.tokenize('unablexxxxxx')).toEqual(['[UNK]']);
  expect(pieces.decode([1, 3, 5, 6, 1])).toBe('unaffable! un');
});

/** As the paper has it: counts all pairs anew before each merge. */
function slowMerges(words: readonly string[], count: number): string[] {
  let split = words.map((word) => Array.from(word));
  const alphabet = [...new Set(split.flat())].sort();
  const merges: string[] = [];
  while (merges.length < count) {
    const pairs = new Map<string, number>();
    for (const word of split) {
      for (let i = 1; i < word.length; i++) {
        const pair = `${word[i - 1]} ${word[i]}`;
        pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
      }
    }
    const place = (token = ''): number => alphabet.indexOf(token);
    const [best] = [...pairs].sort(([p, n], [q, m]) => {
      const [[a, b], [c, d]] = [p.split(' '), q.split(' ')];
      return m - n || place(a) - place(c) || place(b) - place(d);
    });
    if (best === undefined || best[1] < 2) break;
    const [first = '', second = ''] = best[0].split(' ');
    merges.push(best[0]);
    if (!alphabet.includes(first + second)) alphabet.push(first + second);
    split = split.map((word) =>
      word.reduce<string[]>((merged, symbol) => {
        const isPair = merged.at(-1) === first && symbol === second;
        return isPair ? merged.with(-1, first + second) : merged.concat(symbol);
      }, []),
    );
  }
  return merges;
}

test('BPE merges what a slow count of all pairs merges', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 12 }), (words) => {
      const { model } = trainBpe(words, { vocabularySize: 266 }).toJSON();
      expect(Reflect.get(model, 'merges')).toEqual(slowMerges(words, 10));
    }),
    { numRuns: 300 },
  );
});

test('BPE: no pair across words, none that is too rare, and no merge is forced', () => {
  const { tokens } = trainBpe(['ab ab', 'cd'], { vocabularySize: 300 });
  expect(tokens.slice(256)).toEqual(['ab']);
  expect(trainBpe(['ab'], { vocabularySize: 300, minFrequency: 1 }).tokens.slice(256)).toEqual([
    'ab',
  ]);
  expect(() => trainBpe(['ab'], { vocabularySize: 255 })).toThrow(
    'Expected `vocabularySize` of trainBpe to be an integer >= 256. Received: 255',
  );
  expect(() => trainBpe('ab' as unknown as string[], { vocabularySize: 300 })).toThrow(
    'Expected a list of texts for trainBpe. Received: "ab"',
  );
  expect(() => trainBpe(['ab'], { vocabularySize: 300, specialTokens: ['x', 'x'] })).toThrow(
    'Expected `specialTokens` of trainBpe to be different texts',
  );
  expect(() => trainWordPiece(['ab'], { vocabularySize: 99, specialTokens: ['x'] })).toThrow(
    'Expected `[UNK]` among the `specialTokens` of trainWordPiece',
  );
});

describe('files of others', () => {
  const good = (made.bpe as Tokenizer).toJSON();
  const { model } = good;
  const wrong: [string, unknown][] = [
    ['tokenizer.json', 7],
    ['model.type', { ...good, model: { ...model, type: 'Unigram' } }],
    ['model.byte_fallback', { ...good, model: { ...model, byte_fallback: true } }],
    ['normalizer.type', { ...good, normalizer: { type: 'Precompiled' } }],
    ['pre_tokenizer', { ...good, pre_tokenizer: { type: 'Whitespace' } }],
    ['decoder', { ...good, decoder: null }],
    ['model.merges.0', { ...good, model: { ...model, merges: ['a no-such'] } }],
    ['model.vocab', { ...good, model: { ...model, vocab: { a: 0 } } }],
    [
      'added_tokens.0.lstrip',
      { ...good, added_tokens: [{ ...good.added_tokens[0], lstrip: true }] },
    ],
  ];

  test.each(wrong)('one whose %s does not fit is refused by name', (field, file) => {
    expect(() => tokenizerOf(file)).toThrow(TokenizerFileError);
    expect(() => tokenizerOf(file)).toThrow(`Its field \`${field}`);
  });

  test('one that is not there, or no JSON', async () => {
    const path = join(folder, 'none.json');
    await expect(loadTokenizer(path)).rejects.toThrow(TokenizerFileError);
    writeFileSync(path, 'not JSON');
    await expect(loadTokenizer(path)).rejects.toThrow(`Expected JSON in ${path}`);
  });

  test('what a file says of padding and tokens at the ends is kept', () => {
    const post_processor = { type: 'TemplateProcessing', single: [] };
    const padding = { direction: 'Left' };
    const { post_processor: kept, padding: also } = tokenizerOf({
      ...good,
      post_processor,
      padding,
    }).toJSON();
    expect([kept, also]).toEqual([post_processor, padding]);
  });
});

test('500 merges of 1 MB take two seconds of a processor at most', () => {
  const root = new URL('../../../', import.meta.url);
  const sources = ['README.md', 'LICENSE', 'package-lock.json', 'syllabus.md'];
  const texts = sources.map((name) => readFileSync(new URL(name, root), 'utf8'));
  const text = texts.join('\n').repeat(4).slice(0, 1_000_000);
  const start = process.cpuUsage();
  const tokenizer = trainBpe([text], { vocabularySize: 756 });
  const { user, system } = process.cpuUsage(start);
  expect((user + system) / 1000).toBeLessThan(2000);
  expect(text.length).toBe(1_000_000);
  expect(tokenizer.vocabularySize).toBe(756);
});
