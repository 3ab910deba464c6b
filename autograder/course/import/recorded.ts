/** The text of a notebook's cells, back as the lesson writes it. */
import type { Lesson } from '../lesson.js';
import { markupOf, sourceOfMarkup } from '../markup/markup.js';
import { compileLesson } from '../notebook.js';
import { referencesIn } from '../numbers.js';
import type { Recorded } from '../numbers-file.js';
import { numberText } from '../numbers-recorded.js';
import { type ImportedCell, parseImported } from './read.js';

/**
 * Puts asides, figures, citations and `{{name}}` where a cell shows what its lesson's cell says in
 * that way. What the lesson does not say so stays as it is.
 *
 * @param compiled cells of the lesson as it writes them
 * @param recorded values of the numbers that the notebook shows
 */
export function withSources(
  cells: readonly ImportedCell[],
  compiled: readonly ImportedCell[],
  lesson: Lesson,
  recorded: Recorded | undefined,
): ImportedCell[] {
  const shown = new Map(
    parseImported(compileLesson({ ...lesson, recorded })).cells.map((cell) => [
      cell.rest.id,
      cell.source,
    ]),
  );
  const markup = markupOf(lesson);
  return cells.map((cell) => {
    const base = compiled.find(({ rest }) => rest.id === cell.rest.id);
    if (base === undefined || cell.kind !== 'markdown') return cell;
    // What nobody edited is what the lesson has, whatever else is written alike.
    if (cell.source === shown.get(cell.rest.id)) return { ...cell, source: base.source };
    const text = withNumbers(cell.source, base.source, lesson, recorded);
    return { ...cell, source: sourceOfMarkup(text, base.source, markup) };
  });
}

function withNumbers(
  text: string,
  base: string,
  lesson: Lesson,
  recorded: Recorded | undefined,
): string {
  if (recorded === undefined) return text;
  const shown = referencesIn(base).flatMap(({ name }) => {
    const [values, meta] = [recorded.numbers[name], lesson.numbers[name]];
    if (values === undefined || meta === undefined) return [];
    return [{ name, text: numberText(values, meta, lesson.language) }];
  });
  // A value may be the beginning of another.
  shown.sort((a, b) => b.text.length - a.text.length);
  return shown.reduce((all, one) => all.replaceAll(one.text, () => `{{${one.name}}}`), text);
}
