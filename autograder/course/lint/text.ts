/** Rules for the text of a lesson: links lead somewhere, pictures have words, exercises have hints. */
import { dirname, resolve } from 'node:path';
import { visit } from 'unist-util-visit';
import type { Lesson } from '../lesson.js';
import { parseMarkdown } from '../markdown.js';
import { mostPictureBytes, picturesIn } from '../markup/figure.js';
import type { Problems } from '../problem.js';
import { headingAnchors, type LinkContext, lintLink, lintLinks } from './links.js';

/** From a nudge to nearly there. */
const leastHints = 3;

/** Adds a problem for each rule that is broken. */
export function lintText(lesson: Lesson, problems: Problems): void {
  const text = lesson.cells.filter(({ kind }) => kind === 'markdown');
  const context: LinkContext = {
    path: lesson.path,
    root: resolve(dirname(lesson.path), '../..'),
    anchors: new Set([
      ...headingAnchors(`# ${lesson.title}`),
      ...text.flatMap(({ source }) => headingAnchors(source)),
    ]),
  };
  for (const { link } of lesson.prerequisites) lintLink(link, { line: 1 }, context, problems);
  lintLinks(text, context, problems);
  lintPictures(lesson, problems);
  for (const cell of lesson.cells) {
    if (cell.kind !== 'quiz') continue;
    // The fence is one node: its own line is as near as one gets.
    const whys = cell.quiz.answers.map(({ why }) => ({ source: why, line: cell.line }));
    lintLinks(whys, context, problems);
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

/** A notebook with large pictures is slow to open and to compare. */
function lintPictures({ cells, pictures }: Lesson, problems: Problems): void {
  for (const [url, { base64 }] of Object.entries(pictures)) {
    const bytes = Buffer.byteLength(base64, 'base64');
    if (bytes <= mostPictureBytes) continue;
    const cell = cells.find(({ source }) => picturesIn(source).includes(url));
    const [got, most] = [bytes, mostPictureBytes].map((size) => Math.ceil(size / 1024));
    const params = { url, got: got ?? 0, most: most ?? 0 };
    problems.add({ line: cell?.line ?? 1 }, 'picture-large', params);
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
