/** The numbers of a notebook's text, back as the references that they were made of. */
import type { Lesson } from '../lesson.js';
import { referencesIn } from '../numbers.js';
import type { Recorded } from '../numbers-file.js';
import { numberText } from '../numbers-recorded.js';
import type { ImportedCell } from './read.js';

/**
 * Puts `{{name}}` where a cell shows the value of a number that its lesson's cell refers to. A value
 * that nobody refers to there stays as it is.
 *
 * @param compiled cells of the lesson without values
 */
export function withReferences(
  cells: readonly ImportedCell[],
  compiled: readonly ImportedCell[],
  lesson: Lesson,
  recorded: Recorded | undefined,
): ImportedCell[] {
  return cells.map((cell) => {
    const base = compiled.find(({ rest }) => rest.id === cell.rest.id);
    if (recorded === undefined || base === undefined || cell.kind !== 'markdown') return cell;
    const shown = referencesIn(base.source).flatMap(({ name }) => {
      const [values, meta] = [recorded.numbers[name], lesson.numbers[name]];
      if (values === undefined || meta === undefined) return [];
      return [{ name, text: numberText(values, meta, lesson.language) }];
    });
    // A value may be the beginning of another.
    shown.sort((a, b) => b.text.length - a.text.length);
    const source = shown.reduce(
      (all, { name, text }) => all.replaceAll(text, () => `{{${name}}}`),
      cell.source,
    );
    return { ...cell, source };
  });
}
