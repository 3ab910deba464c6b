import fc from 'fast-check';
import { expect, test } from 'vitest';
import { escapeMarkup, plainText, plotlyText, shortNumber } from './text.js';

test('plainText undoes plotlyText', () => {
  fc.assert(fc.property(fc.string(), (text) => plainText(plotlyText(text)) === text));
});

test('escapeMarkup leaves nothing that opens markup or ends an attribute', () => {
  expect(escapeMarkup(`<a b="c" d='e'>&\n\u0001`)).toBe(
    '&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&amp; \uFFFD',
  );
});

test('shortNumber keeps four digits', () => {
  expect([0.123456, 1234567, 1e-9, Number.NaN].map(shortNumber)).toEqual([
    '0.1235',
    '1234567',
    '1e-9',
    'NaN',
  ]);
});
