/** Rules for how much there is to read: in a lesson, and before an exercise. */
import { visit } from 'unist-util-visit';
import type { Lesson } from '../lesson.js';
import { parseMarkdown } from '../markdown.js';
import type { Problems } from '../problem.js';

/** Words of a lesson that are read by everybody: without code, and without what is folded. */
const leastWords = 1500;
const mostWords = 3000;

/** A statement, from the heading to the signature: one sentence a line, formulas too. */
const mostStatementLines = 8;
/** A line has some 25 words. */
const mostStatementWords = 25 * mostStatementLines;

export function lintLength(lesson: Lesson, problems: Problems): void {
  const words = lesson.cells.reduce(
    (sum, cell) => sum + (cell.kind === 'markdown' ? wordsToRead(cell.source) : 0),
    0,
  );
  if (words < leastWords || words > mostWords) {
    const params = { least: leastWords, most: mostWords, got: words };
    problems.add({ line: 1 }, 'lesson-words', params);
  }
  for (const { id: name, statement, line } of lesson.exercises) {
    const [before = ''] = statement.split(/^```/m);
    const lines = before.split('\n').filter((text) => text.trim() !== '').length;
    if (lines > mostStatementLines) {
      problems.add({ line }, 'statement-lines', { name, most: mostStatementLines, got: lines });
    }
    const got = before.split(/\s+/).filter(Boolean).length;
    if (got > mostStatementWords) {
      problems.add({ line }, 'statement-words', { name, most: mostStatementWords, got });
    }
  }
}

/** Words outside of code and of folded blocks. */
function wordsToRead(markdown: string): number {
  let folded = 0;
  let words = 0;
  for (const node of parseMarkdown(markdown).children) {
    if (node.type === 'html') {
      folded += node.value.match(/<details[\s>]/gi)?.length ?? 0;
      folded -= node.value.match(/<\/details>/gi)?.length ?? 0;
    } else if (folded === 0) {
      visit(node, ['text', 'inlineCode'], (part) => {
        if (!('value' in part)) return;
        words += part.value.match(/[\p{L}\p{N}][\p{L}\p{N}'’._-]*/gu)?.length ?? 0;
      });
    }
  }
  return words;
}
