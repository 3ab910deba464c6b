/** HTML that is escaped unless it was made here: nothing else can become markup. */
import { createHash } from 'node:crypto';
import { plainText } from '../results/plain-text.js';
import { css } from './style.js';

/** Markup, as opposed to text. */
export class Html {
  constructor(readonly markup: string) {}
}

type Part = Html | string | number | undefined | readonly Part[];

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return plainText(text).replace(/[&<>"']/g, (c) => entities[c] ?? c);
}

function render(part: Part): string {
  if (part === undefined) return '';
  if (part instanceof Html) return part.markup;
  if (typeof part === 'string' || typeof part === 'number') return escapeHtml(String(part));
  return part.map(render).join('');
}

/** Template whose values are escaped, unless they are `Html`; `undefined` is nothing. */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Html {
  return new Html(strings.map((s, i) => (i === 0 ? s : render(parts[i - 1]) + s)).join(''));
}

/** What stands between pairs of stars, not next to a space, is bold. */
function bold(text: string): Part {
  const pieces = text.split(/\*\*(?=\S)([^*]*[^\s*])\*\*/);
  return pieces.map((piece, i) => (i % 2 === 1 ? html`<strong>${piece}</strong>` : piece));
}

/** A sentence with a little Markdown: `code` and **bold**. Everything is escaped first. */
export function prose(sentence: string): Html {
  const pieces = sentence.split('`');
  // An odd number of marks: the last one opens nothing and stays as it is.
  const closed = pieces.length % 2 === 1 ? pieces.length : pieces.length - 1;
  return html`${pieces.map((piece, i) => {
    if (i >= closed) return `\`${piece}`;
    return i % 2 === 1 ? html`<code>${piece}</code>` : bold(piece);
  })}`;
}

const hashOf = (text: string): string =>
  `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/**
 * Nothing loads, and nothing runs but what is named by its hash. Scripts that draw set the style of
 * single elements, and pictures inside of a drawing are data.
 */
function policy(scripts: readonly string[]): string {
  const rest = "base-uri 'none'; form-action 'none'";
  if (scripts.length === 0) return `default-src 'none'; style-src ${hashOf(css)}; ${rest}`;
  // plotly.js fills a sheet that is empty when it comes into the page.
  const styles = `style-src ${hashOf(css)} ${hashOf('')}; style-src-attr 'unsafe-inline'`;
  return `default-src 'none'; ${styles}; script-src ${scripts.map(hashOf).join(' ')}; img-src data:; ${rest}`;
}

/**
 * A whole page; nothing is loaded from anywhere.
 *
 * @param options.scripts JavaScript of our own, run at the end of the page. Default: none.
 */
export function page(options: {
  language: string;
  title: string;
  body: Html;
  scripts?: readonly string[];
}): string {
  const { scripts = [] } = options;
  return html`<!doctype html>
<html lang="${options.language === 'zh' ? 'zh-Hans' : options.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${new Html(policy(scripts))}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="gradus">
<title>${options.title}</title>
<style>${new Html(css)}</style>
</head>
<body>
<main>
${options.body}
</main>
${scripts.map((script) => new Html(`<script>${script}</script>\n`))}</body>
</html>
`.markup;
}
