/** An edited `lesson.zh.ipynb`, back in its `lesson.zh.md`: words alone, block by block. */
import { joinLines } from '../join-lines.js';
import { parseLesson } from '../lesson.js';
import { parseMarkdown, spanOf } from '../markdown.js';
import { compileLesson, generatedIds } from '../notebook.js';
import type { Recorded } from '../numbers-file.js';
import { Problems } from '../problem.js';
import { splitBlocks, translate } from '../translation.js';
import { lessonText } from './blocks.js';
import type { ImportedLesson, NotTaken } from './lesson.js';
import { matchCells } from './match.js';
import { editQuiz } from './quiz.js';
import { type ImportedNotebook, parseImported } from './read.js';
import { withSources } from './recorded.js';

/**
 * Brings edited text into a translation. Code, the order of cells and which there are belong to
 * `lesson.md`; what was changed of them is named and left as it is.
 *
 * @param recorded values that the notebook's text shows
 * @throws CourseError where the lesson or its translation has problems
 */
export function importChinese(
  notebook: ImportedNotebook,
  english: string,
  chinese: string,
  path: string,
  recorded?: Recorded,
): ImportedLesson {
  const lesson = translate(parseLesson(english, path), chinese, 'lesson.zh.md');
  const compiled = parseImported(compileLesson(lesson, { text: 'source' })).cells;
  const blocks = splitBlocks(chinese, parseMarkdown(chinese), new Problems(''));
  const edited = new Map<string, string>();
  const notTaken: NotTaken[] = [];
  const cells = withSources(notebook.cells, compiled, lesson, recorded);
  const matches = matchCells(cells, compiled);
  const order = matches.flatMap(({ base }) => (base === undefined ? [] : [compiled.indexOf(base)]));
  for (const { cell, base, id } of matches) {
    const at = base === undefined ? -1 : compiled.indexOf(base);
    const isMoved = at >= 0 && order.some((one, j) => j < order.indexOf(at) && one > at);
    if (base === undefined || isMoved) notTaken.push({ id, reason: 'chinese' });
    if (base === undefined || cell.source === base.source) continue;
    const block = blocks.get(id);
    const isAnswer = lesson.cells.some((one) => one.kind === 'quiz' && one.id === id);
    if (isAnswer) continue;
    if (block === undefined) {
      notTaken.push({ id, reason: generatedIds.includes(id) ? 'generated' : 'chinese' });
    } else if (lesson.quizzes.some((quiz) => `quiz-${quiz.id}-text` === id)) {
      const text = editQuiz(block.text, cell.source);
      if (text === undefined) notTaken.push({ id, reason: 'quiz' });
      else edited.set(id, text);
    } else {
      const own = lesson.cells.find((one) => one.id === id)?.source ?? '';
      const { text, isAddedEdited } = lessonText(cell.source, base.source.slice(own.length).trim());
      if (isAddedEdited) notTaken.push({ id, reason: 'generated' });
      edited.set(id, withLines(text.replace(/^(\s*`{3,}ts) static$/gm, '$1'), block.text));
    }
  }
  const found = new Set(matches.map(({ base }) => base));
  for (const base of compiled) {
    if (!found.has(base) && !generatedIds.includes(`${base.rest.id}`)) {
      notTaken.push({ id: `${base.rest.id}`, reason: 'chinese' });
    }
  }
  return { text: withBlocks(chinese, edited), notTaken };
}

/** The line ends of the source, which a notebook does not have, for each paragraph not edited. */
function withLines(text: string, before: string): string {
  const known = new Map(before.split('\n\n').map((one) => [joinLines(one), one]));
  return text
    .split('\n\n')
    .map((one) => known.get(one) ?? one)
    .join('\n\n');
}

function withBlocks(text: string, edited: ReadonlyMap<string, string>): string {
  const marks = parseMarkdown(text).children.flatMap((node) => {
    const [, id] = node.type === 'html' ? (/^<!--\s*block:\s*(\S+)/.exec(node.value) ?? []) : [];
    return id === undefined ? [] : [{ id, ...spanOf(node) }];
  });
  let result = text;
  for (const [i, { id, end }] of [...marks.entries()].reverse()) {
    const words = edited.get(id);
    if (words === undefined) continue;
    const old = text.slice(end, marks[i + 1]?.start);
    const [before = ''] = /^\s*/.exec(old) ?? [];
    const [after = ''] = /\s*$/.exec(old) ?? [];
    result = result.slice(0, end) + before + words + after + result.slice(end + old.length);
  }
  return result;
}
