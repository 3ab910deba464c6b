/** A lesson as a Jupyter notebook: equal lessons give equal bytes. */
import { messages } from '../../src/messages/index.js';
import { jupyterText } from '../outputs.js';
import { contentOf } from './content.js';
import type { ExerciseMeta } from './fence.js';
import type { Lesson } from './lesson.js';
import { picturesIn } from './markup/figure.js';
import { type MarkupContext, markupOf, showMarkup } from './markup/markup.js';
import { referenceList } from './markup/reference.js';
import { fillNumbers } from './numbers-recorded.js';
import type { Cell } from './section.js';

type Metadata = Record<string, unknown>;

interface NotebookCell {
  attachments?: Record<string, Record<string, string>>;
  cell_type: 'code' | 'markdown';
  execution_count?: null;
  id: string;
  metadata: Metadata;
  outputs?: [];
  source: string[];
}

/** tslab's own description of itself, so that the file does not change when it is first opened. */
const languageInfo = {
  codemirror_mode: { mode: 'typescript', name: 'javascript', typescript: true },
  file_extension: '.ts',
  mimetype: 'text/typescript',
  name: 'typescript',
  version: '3.7.2',
};

/** Of the list of sources at the end. */
const referencesId = 'references';
/** Cells that no part of a `lesson.md` stands for: they are made of its front matter. */
export const generatedIds: readonly string[] = ['header', referencesId];

/**
 * Compiles a lesson to the text of an `.ipynb` (nbformat 4.5): stable cell ids, no outputs, keys in
 * alphabetical order, one space of indentation and a newline at the end, as Jupyter writes it.
 *
 * @param options `handedOut`: the lesson as students get it, where this one has answers in its cells.
 *   `text: 'source'` leaves asides, figures, citations and numbers as the lesson writes them, for what
 *   compares a notebook with its lesson
 */
export function compileLesson(
  lesson: Lesson,
  { handedOut = lesson, text = 'shown' }: CompileOptions = {},
): string {
  const cells = notebookCells(lesson, text);
  const { content, cells: hashes } = contentOf(
    notebookCells(handedOut, text).map(({ id, source }) => ({ id, source: source.join('') })),
  );
  const { id, language, version } = lesson;
  const inOrder = Object.fromEntries(Object.entries(hashes).sort(([a], [b]) => (a < b ? -1 : 1)));
  const notebook = {
    cells,
    metadata: {
      gradus: { content, language, lesson: id, version },
      gradus_cells: inOrder,
      kernelspec: { display_name: 'TypeScript', language: 'typescript', name: 'tslab' },
      language_info: languageInfo,
    },
    nbformat: 4,
    nbformat_minor: 5,
  };
  return jupyterText(notebook);
}

export interface CompileOptions {
  handedOut?: Lesson;
  text?: 'shown' | 'source';
}

function notebookCells(lesson: Lesson, text: 'shown' | 'source'): NotebookCell[] {
  const header: NotebookCell = {
    cell_type: 'markdown',
    id: 'header',
    metadata: {},
    source: lines(headerText(lesson)),
  };
  const markup = text === 'shown' ? markupOf(lesson) : undefined;
  const cells = [header, ...lesson.cells.map((cell) => notebookCell(cell, lesson, markup))];
  const sources = referenceList(lesson.references, lesson.language);
  if (sources !== undefined) {
    cells.push({
      cell_type: 'markdown',
      id: referencesId,
      metadata: {},
      source: lines(sources),
    });
  }
  return cells;
}

function notebookCell(cell: Cell, lesson: Lesson, markup: MarkupContext | undefined): NotebookCell {
  if (cell.kind === 'markdown') {
    const next = lesson.cells[lesson.cells.indexOf(cell) + 1];
    const text =
      markup === undefined ? cell.source : fillNumbers(showMarkup(cell.source, markup), lesson);
    const source =
      next?.kind === 'exercise' ? `${text}\n\n${exerciseLine(next.exercise, lesson)}` : text;
    return {
      ...attachmentsOf(cell.source, lesson),
      cell_type: 'markdown',
      id: cell.id,
      metadata: {},
      source: lines(source),
    };
  }
  return {
    cell_type: 'code',
    execution_count: null,
    id: cell.id,
    metadata: metadataOf(cell),
    outputs: [],
    source: lines(cell.source),
  };
}

/** A picture travels in its cell, as the workspace of a student has the notebook alone. */
function attachmentsOf(source: string, { pictures }: Lesson): Pick<NotebookCell, 'attachments'> {
  const found = picturesIn(source).flatMap((name) => {
    const picture = pictures[name];
    return picture === undefined ? [] : [[name, { [picture.mime]: picture.base64 }] as const];
  });
  return found.length === 0 ? {} : { attachments: Object.fromEntries(found.sort()) };
}

function metadataOf(cell: Exclude<Cell, { kind: 'markdown' }>): Metadata {
  if (cell.kind === 'code') return {};
  if (cell.kind === 'quiz') {
    return { deletable: false, gradus: { quiz: cell.quiz.id }, tags: ['quiz', cell.id] };
  }
  const exercise = cell.kind === 'exercise' ? cell.exercise.name : cell.exercise;
  // Not to be deleted by accident; the grader repairs it where it happens all the same.
  return {
    deletable: false,
    gradus: { [cell.kind]: exercise },
    tags: [cell.kind, `${cell.kind}:${exercise}`],
  };
}

const lines = (source: string): string[] => source.split(/(?<=\n)/);

const dots = (n: number): string => '●'.repeat(n) + '○'.repeat(5 - n);

function exerciseLine(exercise: ExerciseMeta, lesson: Lesson): string {
  return messages(lesson.language).course.exerciseLine({
    ...exercise,
    difficulty: dots(exercise.difficulty),
    importance: dots(exercise.importance),
  });
}

/** Title, promise, and what a reader wants to know before beginning. */
function headerText(lesson: Lesson): string {
  const { header, roles } = messages(lesson.language).course;
  const comma = lesson.language === 'zh' ? '、' : ', ';
  const before = lesson.prerequisites.map(({ title, link }) => `[${title}](${link})`);
  const rows = [
    [header.time, header.timeValue(lesson.minutes)],
    [header.hardware, lesson.hardware],
    [header.roles, lesson.roles.map((role) => roles[role]).join(comma)],
    [header.prerequisites, before.length > 0 ? before.join(comma) : header.noPrerequisites],
    ...lesson.artefacts.map((artefact) => [header.artefact, header.artefactValue(artefact)]),
  ];
  return [
    `# ${lesson.title}`,
    '',
    // Chinese has no slanted type.
    lesson.language === 'zh' ? lesson.promise : `*${lesson.promise}*`,
    '',
    '| | |',
    '|---|---|',
    ...rows.map(([name, value]) => `| **${name}** | ${value} |`),
    '',
    header.objectives,
    '',
    ...lesson.objectives.map((objective) => `- ${objective}`),
  ].join('\n');
}
