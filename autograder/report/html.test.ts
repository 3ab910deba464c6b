import { expect, test } from 'vitest';
import { Html, html, page, prose } from './html.js';

test('values are text, whatever they hold', () => {
  expect(html`<b title="${'"><i>'}">${'<script>'}${"'&"}</b>`.markup).toBe(
    '<b title="&quot;&gt;&lt;i&gt;">&lt;script&gt;&#39;&amp;</b>',
  );
});

test('markup made here, lists and nothing', () => {
  expect(html`${[html`<i>a</i>`, 'b<']}${undefined}${3}${new Html('<hr>')}`.markup).toBe(
    '<i>a</i>b&lt;3<hr>',
  );
});

test('backticks in a sentence are code; a lone one stays', () => {
  expect(prose('Use `tf.tidy` <here>').markup).toBe('Use <code>tf.tidy</code> &lt;here&gt;');
  expect(prose('a `lone mark').markup).toBe('a `lone mark');
  expect(prose('`x` and `y').markup).toBe('<code>x</code> and `y');
});

test('control characters and turned writing are shown, not obeyed', () => {
  expect(html`${'a\u202eb\u0000'}`.markup).toBe('a\\u{202e}b\\u{0}');
});

test('a page runs nothing and loads nothing, and its policy names its own style sheet', async () => {
  const { createHash } = await import('node:crypto');
  const text = page({ language: 'zh', title: '<t>', body: html`x` });
  const style = /<style>([\s\S]*)<\/style>/.exec(text)?.[1] ?? '';
  const hash = createHash('sha256').update(style).digest('base64');
  expect(text).toContain(`default-src 'none'; style-src 'sha256-${hash}'`);
  expect(text).toContain('<html lang="zh-Hans">');
  expect(text).toContain('<title>&lt;t&gt;</title>');
  expect(text).not.toMatch(/<script|\son\w+=|style="|https?:/);
});
