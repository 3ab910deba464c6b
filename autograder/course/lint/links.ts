/** Rules for what a text leads to and shows: links and anchors resolve, pictures have words. */
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import type { Html, Nodes } from 'mdast';
import { toString as textOf } from 'mdast-util-to-string';
import { visit } from 'unist-util-visit';
import { parseMarkdown, spanOf } from '../markdown.js';
import type { Problems } from '../problem.js';

/** A stretch of Markdown with the line of its file on which it begins. */
export interface Stretch {
  source: string;
  line: number;
}

export interface LinkContext {
  /** The file that the text stands in. */
  path: string;
  /** Nothing above this folder is part of the course. */
  root: string;
  /** What `#…` may name in the file itself. */
  anchors: ReadonlySet<string>;
}

interface Place {
  line: number;
  column: number;
}

type Ask = (url: string, place: Place) => void;

/** A formula between two dollars, in which brackets follow each other too. */
const formulas = /\$[^$]+\$/g;
const reference = /\[[^\]\n]+\]\[[^\]\n]*\]/g;

/** Adds a problem for each link that leads nowhere and each picture without words. */
export function lintLinks(
  stretches: readonly Stretch[],
  context: LinkContext,
  problems: Problems,
): void {
  for (const { source, line: first } of stretches) {
    const placeOf = (node: Nodes): Place => {
      const { line, column } = spanOf(node);
      return { line: first + line - 1, column };
    };
    const ask: Ask = (url, place) => lintLink(url, place, context, problems);
    visit(parseMarkdown(source), (node) => {
      const place = placeOf(node);
      if (node.type === 'link' || node.type === 'definition') ask(node.url, place);
      else if (node.type === 'image') {
        ask(node.url, place);
        const hasWords = (node.alt ?? '').trim() !== '';
        if (!hasWords) problems.add(place, 'picture-without-words', { url: node.url });
      } else if (node.type === 'html') lintHtml(node, place, ask, problems);
      else if (node.type === 'text') {
        // mdast knows a reference by its definition; without one it is text.
        for (const [got] of node.value.replace(formulas, '').matchAll(reference)) {
          problems.add(place, 'link-undefined', { got });
        }
      }
    });
  }
}

/** What is wrong with one address, where something is. */
export function lintLink(
  url: string,
  place: { line: number; column?: number },
  context: LinkContext,
  problems: Problems,
): void {
  const code = problemOf(url, context);
  if (code !== undefined) problems.add(place, code, { url });
}

/** HTML is taken over as it stands, so its links and pictures are read from its text. */
function lintHtml(node: Html, { line, column }: Place, ask: Ask, problems: Problems): void {
  for (const match of node.value.matchAll(/<(?:a|img)\b[^>]*>/gi)) {
    const before = node.value.slice(0, match.index).split('\n').length - 1;
    const place = { line: line + before, column: before === 0 ? column + match.index : 1 };
    const url = attribute(match[0], 'href') ?? attribute(match[0], 'src');
    if (url !== undefined) ask(url, place);
    if (!/^<img/i.test(match[0]) || attribute(match[0], 'alt')?.trim()) continue;
    problems.add(place, 'picture-without-words', { url: url ?? match[0].slice(0, 100) });
  }
}

const attribute = (tag: string, name: string): string | undefined =>
  new RegExp(String.raw`\s${name}\s*=\s*(["'])(.*?)\1`, 'i').exec(tag)?.[2];

/** Headings of a Markdown text as JupyterLab makes anchors of them. */
export function headingAnchors(source: string): string[] {
  return headings(source).map((heading) => heading.trim().replaceAll(' ', '-'));
}

/** The same as GitHub does: lower case, without punctuation. */
export const githubAnchors = (source: string): Set<string> =>
  new Set(
    headings(source).map((heading) =>
      heading
        .trim()
        .toLowerCase()
        .replace(/[^\p{L}\p{N}_\- ]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );

function headings(source: string): string[] {
  const found: string[] = [];
  visit(parseMarkdown(source), 'heading', (node) => {
    found.push(textOf(node));
  });
  return found;
}

/** Figures are looked for when the lesson is read. */
const isFigure = (url: string): boolean => url.startsWith('#fig-');

type LinkProblem = 'link-anchor' | 'link-file' | 'link-address' | 'link-outside';

/** What is wrong with an address; nothing is looked up on the network. */
function problemOf(url: string, { path, root, anchors }: LinkContext): LinkProblem | undefined {
  if (isFigure(url)) return undefined;
  if (url.startsWith('#')) return anchors.has(decoded(url.slice(1))) ? undefined : 'link-anchor';
  if (/^[a-z][a-z0-9+.-]*:/i.test(url)) {
    const isWeb = /^https?:$/.test(URL.canParse(url) ? new URL(url).protocol : '');
    return isWeb ? undefined : 'link-address';
  }
  const [, name = '', anchor] = /^([^?#]*)(?:\?[^#]*)?(?:#(.*))?$/s.exec(url) ?? [];
  if (name === '' || name.startsWith('/')) return 'link-file';
  const file = resolve(dirname(path), decoded(name));
  if (relative(root, file).startsWith('..')) return 'link-outside';
  if (!existsSync(file)) return 'link-file';
  return anchor === undefined || hasAnchor(file, decoded(anchor), path) ? undefined : 'link-anchor';
}

/**
 * Whether another file has an anchor. A lesson has those of its Markdown, in the language of the file
 * that leads there; of what is neither a lesson nor Markdown it is not known.
 */
function hasAnchor(file: string, anchor: string, from: string): boolean {
  if (/^lesson(\.zh)?\.(ipynb|md)$/.test(basename(file))) {
    const sources = [from.endsWith('.zh.md') ? 'lesson.zh.md' : 'lesson.md', 'lesson.md'];
    const source = sources.map((name) => join(dirname(file), name)).find(existsSync);
    return source === undefined || headingAnchors(readFileSync(source, 'utf8')).includes(anchor);
  }
  return !file.endsWith('.md') || githubAnchors(readFileSync(file, 'utf8')).has(anchor);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
