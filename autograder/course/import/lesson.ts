/**
 * An edited notebook of a lesson, back in its `lesson.md`.
 *
 * What a notebook does not hold is taken from the lesson as it was: the front matter, which answer
 * of a question is right and why, the words behind a fence. It is not put into the notebook's
 * metadata: students have the notebook, and right answers would be read by accident. What nobody
 * edited stays letter by letter; a cell that is no longer where its id comes from gets a line
 * `<!-- cell: ID -->`.
 */
import { lessonCells, parseLesson } from '../lesson.js';
import { parseMarkdown } from '../markdown.js';
import { picturesIn } from '../markup/figure.js';
import { compileLesson, generatedIds } from '../notebook.js';
import type { Recorded } from '../numbers-file.js';
import { codeFence, lessonText, piecesOf } from './blocks.js';
import { type Match, matchCells } from './match.js';
import { editQuiz } from './quiz.js';
import { type ImportedNotebook, parseImported } from './read.js';
import { withSources } from './recorded.js';
import { type Unit, unitsOf } from './units.js';

/** Why something of a notebook is not in the Markdown. */
export type NotTakenReason = 'generated' | 'quiz' | 'quiz-half' | 'raw' | 'attachments' | 'chinese';
export interface NotTaken {
  /** Of the cell. */
  id: string;
  reason: NotTakenReason;
}

export interface ImportedLesson {
  text: string;
  /** Edits that have no place in a `lesson.md`. */
  notTaken: readonly NotTaken[];
}

interface Piece {
  text: string;
  /** The id its cell should have; undefined where any will do. */
  id: string | undefined;
  unit?: Unit;
  isText: boolean;
}

/**
 * Brings a notebook's edits into the text of its lesson.
 *
 * @param text of the `lesson.md` that the notebook was compiled from
 * @param recorded values that the notebook's text shows
 * @throws CourseError where that is no right lesson
 */
export function importLesson(
  notebook: ImportedNotebook,
  text: string,
  path: string,
  recorded?: Recorded,
): ImportedLesson {
  const lesson = parseLesson(text, path);
  const units = unitsOf(text, lesson.cells);
  const compiled = parseImported(compileLesson(lesson, { text: 'source' })).cells;
  const notTaken: NotTaken[] = [];
  const pieces: Piece[] = [];
  const done = new Set<Unit>();
  const cells = withSources(notebook.cells, compiled, lesson, recorded);
  const matches = matchCells(cells, compiled);
  for (const match of matches) {
    const { cell, id, base } = match;
    if (base !== undefined && generatedIds.includes(`${base.rest.id}`)) {
      if (cell.source !== base.source) notTaken.push({ id, reason: 'generated' });
      continue;
    }
    // Those of the lesson lie beside it as files.
    const own = picturesIn(base?.source ?? '');
    const attached = Object.keys(Object(cell.rest.attachments));
    if (attached.some((name) => !own.includes(name))) {
      notTaken.push({ id, reason: 'attachments' });
    }
    const unit = units.find(({ ids }) => ids.includes(`${base?.rest.id}`));
    if (unit?.kind === 'quiz') {
      if (done.has(unit)) continue;
      done.add(unit);
      pieces.push({ ...quizPiece(unit, matches, notTaken), unit, id: undefined, isText: false });
    } else if (cell.kind === 'raw') notTaken.push({ id, reason: 'raw' });
    else pieces.push(...cellPieces(match, unit, notTaken));
  }
  const front = text.slice(0, units[0]?.start ?? text.length);
  const tail = text.slice(units.at(-1)?.end ?? text.length);
  return { text: assemble(front, pieces, tail, text, units), notTaken };
}

/** A question stands in two cells, its text and its answer, which are one fence. */
function quizPiece(unit: Unit, matches: readonly Match[], notTaken: NotTaken[]): { text: string } {
  const [textId = '', callId = ''] = unit.ids;
  const found = (id: string) => matches.find(({ base }) => base?.rest.id === id);
  const [asked, call] = [found(textId), found(callId)];
  if (asked === undefined || call === undefined) {
    notTaken.push({ id: asked === undefined ? textId : callId, reason: 'quiz-half' });
  }
  if (asked === undefined || asked.cell.source === asked.base?.source) return { text: unit.text };
  const edited = editQuiz(unit.text, asked.cell.source);
  if (edited === undefined) notTaken.push({ id: textId, reason: 'quiz' });
  return { text: edited ?? unit.text };
}

function cellPieces(
  { cell, id, base }: Match,
  unit: Unit | undefined,
  notTaken: NotTaken[],
): Piece[] {
  const isText = cell.kind === 'markdown';
  const isEdited = cell.source !== base?.source || cell.kind !== base.kind;
  const known = unit === undefined ? {} : { unit };
  if (unit !== undefined && !isEdited) return [{ text: unit.text, id, isText, ...known }];
  if (!isText) {
    const isFixed = unit?.kind === 'exercise' || unit?.kind === 'check';
    return [{ text: codeFence(cell.source, unit), id: isFixed ? undefined : id, isText, ...known }];
  }
  const added = base?.kind === 'markdown' ? base.source.slice(unit?.source.length).trim() : '';
  const { text, isAddedEdited } = lessonText(cell.source, unit === undefined ? '' : added);
  if (isAddedEdited) notTaken.push({ id, reason: 'generated' });
  return piecesOf(text).map((text, i) => ({
    text,
    id: i === 0 ? id : undefined,
    isText,
    ...(i === 0 && known),
  }));
}

/** Puts the pieces together, with the marks that they need and no other. */
function assemble(
  front: string,
  pieces: readonly Piece[],
  tail: string,
  text: string,
  units: readonly Unit[],
): string {
  const gapBefore = ({ unit }: Piece, before: Piece | undefined): string | undefined => {
    const at = unit === undefined ? -1 : units.indexOf(unit);
    const previous = units[at - 1];
    if (at < 0 || before === undefined || previous === undefined) return undefined;
    return before.unit === previous ? text.slice(previous.end, unit?.start) : undefined;
  };
  const write = (isMarked: (i: number) => boolean): string =>
    front +
    pieces
      .map((piece, i) => {
        const gap = gapBefore(piece, pieces[i - 1]);
        const own = gap ?? (i === 0 ? '' : '\n\n');
        if (!isMarked(i) || piece.id === undefined || gap?.includes('<!--'))
          return own + piece.text;
        return `${own}<!-- cell: ${piece.id} -->\n\n${piece.text}`;
      })
      .join('') +
    tail;

  const marked = new Set<number>();
  for (const [i, { isText, text }] of pieces.entries()) {
    // Two texts in a row would become one.
    if (i > 0 && isText && pieces[i - 1]?.isText && !startsSection(text)) marked.add(i);
  }
  // A mark changes no other cell's id, but the sum of them must be free of doubles: ask the compiler.
  const ids = idsOf(
    write((i) => marked.has(i)),
    pieces,
  );
  for (const [i, { id, unit }] of pieces.entries()) {
    const isFixed = unit?.kind === 'exercise' || unit?.kind === 'check';
    if (id !== undefined && !isFixed && ids?.[i] !== undefined && ids[i] !== id) marked.add(i);
  }
  return write((i) => marked.has(i));
}

const startsSection = (text: string): boolean =>
  parseMarkdown(text).children[0]?.type === 'heading';

/** The id that each piece's cell gets; undefined where the text is not cut as it should be. */
function idsOf(text: string, pieces: readonly Piece[]): (string | undefined)[] | undefined {
  const units = unitsOf(text, lessonCells(text));
  return units.length === pieces.length ? units.map(({ ids }) => ids[0]) : undefined;
}
