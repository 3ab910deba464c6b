/** Cells as blocks of a `lesson.md`. */
import { parseMarkdown, spanOf } from '../markdown.js';
import type { Unit } from './units.js';

/** A fence; it keeps the words of the one that it was. */
export function codeFence(source: string, unit: Unit | undefined): string {
  const isFence = unit !== undefined && unit.kind !== 'markdown';
  const [, words = 'ts'] = (isFence ? /^`{3,}(.*)/.exec(unit.text) : undefined) ?? [];
  const runs = source.match(/`{3,}/g) ?? [];
  const ticks = '`'.repeat(Math.max(3, ...runs.map((run) => run.length + 1)));
  return `${ticks}${words}\n${source === '' ? '' : `${source}\n`}${ticks}`;
}

/**
 * A cell's Markdown as a lesson has it: TypeScript that is shown says `static`, and the line of an
 * exercise's points, which the compiler adds, is taken off.
 *
 * @param added what the compiler put under the cell's text, else empty
 * @returns `isAddedEdited` where that line is there and says something else now
 */
export function lessonText(
  source: string,
  added: string,
): { text: string; isAddedEdited: boolean } {
  const paragraphs = source.trimEnd().split('\n\n');
  const last = paragraphs.at(-1) ?? '';
  const [name = ''] = added.split(' · ');
  const isThere = name !== '' && last.startsWith(name);
  const own = isThere ? paragraphs.slice(0, -1).join('\n\n') : source;
  const text = own
    .replace(/^(\s*`{3,}ts)[ \t]*$/gm, '$1 static')
    .replace(/^(?:[ \t]*\n)+/, '')
    .trimEnd();
  return { text, isAddedEdited: isThere && last !== added };
}

/** Cut at its headings, as the compiler cuts. Nothing where it holds nothing. */
export function piecesOf(text: string): string[] {
  const { children } = parseMarkdown(text);
  const starts = children.filter(({ type }, i) => i === 0 || type === 'heading');
  return starts.map((node, i) => {
    const next = starts[i + 1];
    const from = i === 0 ? 0 : spanOf(node).start;
    return text.slice(from, next === undefined ? undefined : spanOf(next).start).trimEnd();
  });
}
