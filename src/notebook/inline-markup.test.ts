import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inlineMarkup } from './inline-markup.js';

test.each([
  ['use `tf.exp`, then **divide**', 'use <code>tf.exp</code>, then <strong>divide</strong>'],
  ['`a**b**c`', '<code>a**b**c</code>'],
  ['**`dw`** first', '**<code>dw</code>** first'],
  ['2 ** 3 ** 4', '2 ** 3 ** 4'],
  ['an `open mark', 'an `open mark'],
  ['`` and ****', '`` and ****'],
  ['the loss $-\\ln p_y$', 'the loss $-\\ln p_y$'],
  ['`<b>` & **<i>**', '<code>&lt;b&gt;</code> &amp; <strong>&lt;i&gt;</strong>'],
])('%s', (text, html) => {
  expect(inlineMarkup(text)).toBe(html);
});

test('whatever the text, nothing but code and strong is markup, and they are closed', () => {
  const parts = fc.constantFrom(
    '`',
    '**',
    '<',
    '>',
    '"',
    "'",
    '&',
    'x',
    ' ',
    '<img onerror=y>',
    '\n',
  );
  fc.assert(
    fc.property(fc.array(parts, { maxLength: 40 }), (list) => {
      const html = inlineMarkup(list.join(''));
      const bare = html
        .replace(/<code>([^<]*)<\/code>/g, '$1')
        .replace(/<strong>([^<]*)<\/strong>/g, '$1');
      expect(bare).not.toMatch(/[<>"']/);
    }),
  );
});
