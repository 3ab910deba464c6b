/** The rules of a lesson's text that its Chinese edition must keep by itself. */
import { dirname, resolve } from 'node:path';
import { foldedHints } from '../exercise.js';
import type { Lesson } from '../lesson.js';
import { parseMarkdown } from '../markdown.js';
import { Problems } from '../problem.js';
import { type Block, splitBlocks } from '../translation.js';
import { lintHints } from './hints.js';
import { headingAnchors, lintLinks } from './links.js';

/** What an edition has that can be linted: text by id, questions left out. */
export function chineseBlocks(text: string): Map<string, Block> {
  return splitBlocks(text, parseMarkdown(text), new Problems(''));
}

/**
 * Links, pictures and hints; code, formulas and addresses were compared when it was read.
 *
 * @param lesson in English
 * @param solution functions by exercise
 */
export function lintChinese(
  lesson: Lesson,
  { text, path }: { text: string; path: string },
  solution: Readonly<Record<string, unknown>>,
  problems: Problems,
): void {
  const blocks = chineseBlocks(text);
  const isQuestion = (id: string): boolean =>
    lesson.cells.some((cell) => cell.kind === 'quiz' && id === `${cell.id}-text`);
  const stretches = [...blocks].flatMap(([id, block]) =>
    isQuestion(id) ? [] : [{ source: block.text, line: block.textLine }],
  );
  const anchors = new Set(stretches.flatMap(({ source }) => headingAnchors(source)));
  const root = resolve(dirname(path), '../..');
  lintLinks(stretches, { path, root, anchors }, problems);
  for (const exercise of lesson.exercises) {
    const found = chineseHints(lesson, exercise.id, blocks);
    const [expected, got] = [exercise.hints.length, found.hints.length];
    if (expected !== got) {
      problems.add(found, 'translation-count', { field: `hints (${exercise.id})`, expected, got });
    } else {
      const inChinese = { ...exercise, hints: found.hints, line: found.line };
      lintHints(inChinese, solution[exercise.id], problems);
    }
  }
}

/** The folded hints below an exercise, up to the next heading or exercise, and where they begin. */
function chineseHints(
  { cells }: Lesson,
  exercise: string,
  blocks: ReadonlyMap<string, Block>,
): { hints: string[]; line: number } {
  const at = cells.findIndex((one) => one.kind === 'exercise' && one.exercise.name === exercise);
  const hints: string[] = [];
  let line = 1;
  for (const cell of cells.slice(at + 1)) {
    if (cell.kind === 'exercise') break;
    if (cell.kind !== 'markdown') continue;
    const nodes = parseMarkdown(cell.source).children;
    if (nodes[0]?.type === 'heading') break;
    const block = blocks.get(cell.id);
    if (block === undefined) continue;
    if (line === 1) line = block.textLine;
    hints.push(...foldedHints(block.text, parseMarkdown(block.text).children));
  }
  return { hints, line };
}
