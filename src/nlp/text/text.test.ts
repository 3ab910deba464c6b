import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { jiebaSegmenter } from './jieba-segmenter.js';
import { normalizeText } from './normalize-text.js';
import { segmentWords } from './segment-words.js';
import { splitSentences } from './split-sentences.js';

test('equal words become equal strings', () => {
  expect(normalizeText('Cafe\u0301\u200b  au\u3000lait\n')).toBe('Café au lait');
  expect(normalizeText('ｆｕｌｌ，ﬁne ①', { form: 'NFKC' })).toBe('full,fine 1');
  expect(normalizeText('Éclair ÀÉÎ', { stripAccents: true, lowercase: true })).toBe('eclair aei');
  expect(normalizeText(' a\tb ', { collapseWhitespace: false })).toBe(' a\tb ');
  expect(normalizeText('👩‍👩‍👧 a\u0007', { form: 'none' })).toBe('👩‍👩‍👧 a');
  expect(() => normalizeText('a', { form: 'nfc' as 'NFC' })).toThrow(
    'Expected `form` to be one of NFC, NFD, NFKC, NFKD, none. Received: "nfc"',
  );
});

test('what is normal stays as it is', () => {
  const options = fc.record({
    form: fc.constantFrom('NFC', 'NFD', 'NFKC', 'NFKD'),
    lowercase: fc.boolean(),
    stripAccents: fc.boolean(),
  }) as fc.Arbitrary<object>;
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), options, (text, how) => {
      const once = normalizeText(text, how);
      expect(normalizeText(once, how)).toBe(once);
    }),
  );
});

test('English sentences end where they do, and not behind a title', () => {
  expect(
    splitSentences(
      'Dr. Wu met J. S. Bach at 3.15 p.m. near St. Paul. “Well?” she asked. It cost $3.50! See Fig. 2.\nNo stop here\nNext line.',
    ),
  ).toEqual([
    'Dr. Wu met J. S. Bach at 3.15 p.m. near St. Paul.',
    '“Well?” she asked.',
    'It cost $3.50!',
    'See Fig. 2.',
    'No stop here',
    'Next line.',
  ]);
  expect(splitSentences('Is it far? No. I think so. So am I. Go!')).toEqual([
    'Is it far?',
    'No.',
    'I think so.',
    'So am I.',
    'Go!',
  ]);
  expect(splitSentences('  \n ')).toEqual([]);
});

test('Chinese sentences end at their own stops', () => {
  expect(
    splitSentences('你好！今天下雨。“真的吗？”他问。我们走吧。好的', { language: 'zh' }),
  ).toEqual(['你好！', '今天下雨。', '“真的吗？”', '他问。', '我们走吧。', '好的']);
});

test('nothing is lost between sentences, or between words', () => {
  const bare = (text: string): string => text.replace(/\p{White_Space}/gu, '');
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('Dr.', 'e.g.', 'A.', 'No. 1', '下雨。', ' ', '\n', 'end.', '“x”')),
      fc.constantFrom('en', 'zh'),
      (parts, language) => {
        const text = parts.join(' ');
        expect(bare(splitSentences(text, { language }).join(''))).toBe(bare(text));
        expect(bare(segmentWords(text, { language, punctuation: true }).join(''))).toBe(bare(text));
      },
    ),
  );
});

test('words in both languages', async () => {
  expect(segmentWords("It isn't far, 3.5 km.")).toEqual(['It', "isn't", 'far', '3.5', 'km']);
  expect(segmentWords('Go!', { punctuation: true })).toEqual(['Go', '!']);
  expect(segmentWords('我喜欢机器学习。', { language: 'zh' })).toEqual([
    '我',
    '喜欢',
    '机器',
    '学习',
  ]);
  const segmenter = await jiebaSegmenter();
  expect(segmentWords('他来到了网易杭研大厦', { language: 'zh', segmenter })).toEqual([
    '他',
    '来到',
    '了',
    '网易',
    '杭研',
    '大厦',
  ]);
});
