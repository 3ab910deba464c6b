/** What a lesson's Markdown says in its own way, and how a notebook shows it. */
import type { Root } from 'mdast';
import type { Language } from '../../../src/messages/index.js';
import { parseMarkdown } from '../markdown.js';
import type { Problems } from '../problem.js';
import type { Cell } from '../section.js';
import { asideSplices, checkAsides } from './aside.js';
import { checkFigures, type Figure, figureSource, figureSplices, figuresIn } from './figure.js';
import { checkReferences, citationSplices, type References } from './reference.js';
import { type Splice, splice } from './splice.js';

/** What is the same for all cells of a lesson. */
export interface MarkupContext {
  language: Language;
  references: References;
  figures: readonly Figure[];
}

export const markupOf = (lesson: {
  language: Language;
  references: References;
  cells: readonly Cell[];
}): MarkupContext => ({
  language: lesson.language,
  references: lesson.references,
  figures: figuresIn(lesson.cells),
});

function splicesOf(source: string, { language, references, figures }: MarkupContext): Splice[] {
  const root = parseMarkdown(source);
  return [
    ...asideSplices(source, root, language),
    ...figureSplices(root, figures, language),
    ...citationSplices(source, root, references, language),
  ];
}

/** A cell's text as a notebook shows it. */
export const showMarkup = (source: string, context: MarkupContext): string =>
  splice(source, splicesOf(source, context));

/**
 * A cell's text as the lesson writes it, from one that was edited in a notebook.
 *
 * @param base what the lesson has there; what it does not say in its own way stays as it is
 */
export function sourceOfMarkup(edited: string, base: string, context: MarkupContext): string {
  const splices = splicesOf(base, context).map(({ start, end, shown }) => ({
    shown,
    written: base.slice(start, end),
  }));
  // What is shown may be the beginning of another.
  splices.sort((a, b) => b.shown.length - a.shown.length);
  const text = splices.reduce(
    (all, { shown, written }) => all.replaceAll(shown, () => written),
    edited,
  );
  return figureSource(text, context.figures, context.language);
}

/** Checks a whole lesson. */
export function checkMarkup(
  text: string,
  root: Root,
  references: References,
  problems: Problems,
): void {
  checkAsides(text, root, problems);
  checkFigures(root, problems);
  checkReferences(text, root, references, problems);
}
