/** Rules for the text of a lesson: links lead somewhere, pictures have words, exercises have hints. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { toString as textOf } from 'mdast-util-to-string';
import { visit } from 'unist-util-visit';
import type { Lesson } from './lesson.js';
import { parseMarkdown, spanOf } from './markdown.js';
import type { Problems } from './problem.js';

/** From a nudge to nearly there. */
const leastHints = 3;

/** Adds a problem for each rule that is broken. */
export function lintText(lesson: Lesson, problems: Problems): void {
  const anchors = anchorsOf(lesson);
  const check = (url: string, place: { line: number; column?: number }): void => {
    const code = problemOf(url, dirname(lesson.path), anchors);
    if (code !== undefined) problems.add(place, code, { url });
  };
  for (const { link } of lesson.prerequisites) check(link, { line: 1 });
  for (const cell of lesson.cells) {
    if (cell.kind !== 'markdown') continue;
    visit(parseMarkdown(cell.source), (node) => {
      const isLink = node.type === 'link' || node.type === 'definition';
      if (!isLink && node.type !== 'image') return;
      const { line, column } = spanOf(node);
      const place = { line: cell.line + line - 1, column };
      check(node.url, place);
      if (node.type === 'image' && (node.alt ?? '').trim() === '') {
        problems.add(place, 'picture-without-words', { url: node.url });
      }
    });
  }
  const exercises = lesson.exercises.reduce((total, { minutes }) => total + minutes, 0);
  const { read } = lesson.minutes;
  if (exercises > read) problems.add({ line: 1 }, 'minutes-exceed', { exercises, lesson: read });
  for (const { id: name, hints, line } of lesson.exercises) {
    if (!namesCode(hints.at(-1) ?? '')) problems.add({ line }, 'hint-without-code', { name });
    if (hints.length >= leastHints) continue;
    problems.add({ line }, 'hints-missing', { name, least: leastHints, got: hints.length });
  }
}

/** Whether a hint has a name of code between backticks, or a block of code. */
function namesCode(hint: string): boolean {
  let isThere = false;
  visit(parseMarkdown(hint), (node) => {
    if (node.type !== 'inlineCode' && node.type !== 'code') return;
    if (/[\p{L}_$]/u.test(node.value)) isThere = true;
  });
  return isThere;
}

/** Headings as JupyterLab makes anchors of them. */
function anchorsOf(lesson: Lesson): Set<string> {
  const anchors = new Set<string>();
  for (const cell of lesson.cells) {
    if (cell.kind !== 'markdown') continue;
    visit(parseMarkdown(cell.source), 'heading', (node) => {
      anchors.add(textOf(node).trim().replaceAll(' ', '-'));
    });
  }
  return anchors;
}

/** What is wrong with an address; nothing is looked up on the network. */
function problemOf(
  url: string,
  folder: string,
  anchors: ReadonlySet<string>,
): 'link-anchor' | 'link-file' | 'link-address' | undefined {
  if (url.startsWith('#')) {
    return anchors.has(decoded(url.slice(1))) ? undefined : 'link-anchor';
  }
  if (/^[a-z][a-z0-9+.-]*:/i.test(url)) {
    const isWeb = /^https?:$/.test(URL.canParse(url) ? new URL(url).protocol : '');
    return isWeb ? undefined : 'link-address';
  }
  const [path = ''] = url.split(/[?#]/);
  return path !== '' && existsSync(join(folder, decoded(path))) ? undefined : 'link-file';
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
