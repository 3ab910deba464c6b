/** A `lesson.md` as one checked value. */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Code, Root, RootContent } from 'mdast';
import { toString as textOf } from 'mdast-util-to-string';
import { visit } from 'unist-util-visit';
import { slug } from '../judge/test.js';
import { collectExercises, type Exercise } from './exercise.js';
import { type Fence, parseFence } from './fence.js';
import { type FrontMatter, parseFrontMatter } from './front-matter.js';
import { parseMarkdown, spanOf } from './markdown.js';
import { type Pictures, readPictures } from './markup/figure.js';
import { checkMarkup } from './markup/markup.js';
import { type Migration, readMigrations } from './migrations.js';
import { checkNumbers, declaredOn } from './numbers.js';
import { type Recorded, readRecorded } from './numbers-file.js';
import { Problems } from './problem.js';
import { parseQuiz, type Quiz, quizCall, quizText } from './quiz.js';
import type { Cell, Section } from './section.js';

export interface Lesson extends FrontMatter {
  /** The file it was read from. */
  path: string;
  cells: readonly Cell[];
  /** In the order of the lesson. */
  exercises: readonly Exercise[];
  /** Questions, answered in the notebook and counted apart from points. */
  quizzes: readonly Quiz[];
  /** The line that declares each number. */
  numberLines: Readonly<Record<string, number>>;
  /** Values of the numbers; undefined where nothing was recorded or the lesson is no file. */
  recorded: Recorded | 'broken' | undefined;
  /** What changed between its versions for work that was begun before. */
  migrations: readonly Migration[];
  /** The pictures beside it by name; none where the lesson is no file. */
  pictures: Pictures;
}

/**
 * Reads a lesson.
 *
 * @param path of a `lesson.md`
 * @throws CourseError with every problem as `lesson.md:12:3: …`
 */
export async function readLesson(path: string): Promise<Lesson> {
  const lesson = parseLesson(await readFile(path, 'utf8'), path);
  const pictures = await readPictures(path, lesson.cells);
  const [recorded, migrations] = [await readRecorded(path), readMigrations(path)];
  return { ...lesson, recorded, migrations, pictures };
}

/** Reads a lesson from its text. */
export function parseLesson(text: string, path: string): Lesson {
  const problems = new Problems(basename(path));
  const root = parseMarkdown(text);
  const [first, ...rest] = root.children;
  let frontMatter: FrontMatter | undefined;
  if (first?.type === 'yaml') {
    frontMatter = parseFrontMatter(first.value, spanOf(first).line + 1, problems);
  } else problems.add({ line: 1 }, 'front-matter-missing');
  checkNested(root, problems);
  checkDollars(root, text, problems);
  const sections = splitSections(text, first?.type === 'yaml' ? rest : root.children, problems);
  const exercises = collectExercises(text, sections, problems);
  for (const name of Object.keys(frontMatter?.allowed ?? {})) {
    if (exercises.some(({ id }) => id === name)) continue;
    const line = text.split('\n').findIndex((one) => one.trimStart().startsWith(`${name}:`)) + 1;
    const known = exercises.map(({ id }) => id).join(', ');
    problems.add({ line: Math.max(1, line) }, 'allowed-exercise', { name, known });
  }
  const cells = sections.flatMap((section) => section.cells);
  const quizzes = collectQuizzes(cells, problems);
  if (frontMatter !== undefined) checkTested(frontMatter, exercises, quizzes, text, problems);
  const numbers = frontMatter?.numbers ?? {};
  // Without front matter every name would be unknown.
  if (frontMatter !== undefined) {
    checkNumbers({ text, root, cells }, numbers, problems);
    checkMarkup(text, root, frontMatter.references, problems);
  }
  checkIds(cells, problems);
  problems.throwIfAny();
  if (frontMatter === undefined) throw new Error('unreachable: a problem was reported');
  const lines = Object.keys(numbers).map((name) => [name, declaredOn(text, name)] as const);
  const numberLines = Object.fromEntries(lines);
  const read = { cells, exercises, quizzes, numberLines, recorded: undefined };
  return { path, ...frontMatter, ...read, migrations: [], pictures: {} };
}

/** What tests an objective is there. */
function checkTested(
  { testedBy, objectives, artefacts }: FrontMatter,
  exercises: readonly Exercise[],
  quizzes: readonly Quiz[],
  text: string,
  problems: Problems,
): void {
  const known = [...exercises, ...quizzes, ...artefacts].map(({ id }) => id);
  for (const [i, names] of testedBy.entries()) {
    for (const name of names.filter((one) => !known.includes(one))) {
      const place = { line: lineOf(text, objectives[i] ?? '') };
      problems.add(place, 'objective-test-unknown', { name, known: known.join(', ') });
    }
  }
}

/** The line of a text on which a part of it stands first. */
export const lineOf = (text: string, part: string): number =>
  Math.max(1, text.split('\n').findIndex((line) => line.includes(part)) + 1);

/** The cells of a text, whatever else is wrong with it. */
export function lessonCells(text: string): Cell[] {
  const nodes = parseMarkdown(text).children.filter(({ type }) => type !== 'yaml');
  return splitSections(text, nodes, new Problems('')).flatMap(({ cells }) => cells);
}

/** A notebook's ids differ. */
function checkIds(cells: readonly Cell[], problems: Problems): void {
  const found = new Map<string, number>();
  for (const cell of cells) {
    // What else is there twice is an exercise, a check or a question, and told as such.
    const isFree = cell.kind === 'markdown' || cell.kind === 'code';
    const before = found.get(cell.id);
    if (isFree && before !== undefined) {
      problems.add(cell, 'cell-id-twice', { id: cell.id, line: before });
    }
    found.set(cell.id, cell.line);
  }
}

/** The questions of a lesson, each name once. */
function collectQuizzes(cells: readonly Cell[], problems: Problems): Quiz[] {
  const found = new Map<string, number>();
  return cells.flatMap((cell) => {
    if (cell.kind !== 'quiz') return [];
    const before = found.get(cell.quiz.id);
    if (before !== undefined) {
      problems.add(cell, 'quiz-twice', { name: cell.quiz.id, line: before });
    }
    found.set(cell.quiz.id, cell.line);
    return [cell.quiz];
  });
}

/** Cuts the lesson at its headings, and each section into text and code cells with stable ids. */
function splitSections(text: string, nodes: RootContent[], problems: Problems): Section[] {
  const sections: Section[] = [];
  const slugs = new Map<string, number>();
  let section: Section | undefined;
  let name = '';
  let run: RootContent[] = [];
  let depth = 0;
  /** A mark that waits for its cell. */
  let mark: { id: string; line: number } | undefined;

  const open = (title: string, line: number): Section => {
    const made: Section = { title, line, cells: [], nodes: [] };
    name = slug(title).slice(0, 50) || 'start';
    const before = slugs.get(name);
    if (before === undefined) slugs.set(name, line);
    else problems.add({ line }, 'heading-twice', { title, line: before });
    sections.push(made);
    return made;
  };
  const nextId = (into: Section, kind: 'text' | 'code'): string => {
    const type = kind === 'text' ? 'markdown' : 'code';
    const ordinal = into.cells.filter((cell) => cell.kind === type).length + 1;
    const id = mark?.id ?? `${name}-${kind}-${ordinal}`;
    mark = undefined;
    return id;
  };
  const checkMark = (): void => {
    if (mark !== undefined) problems.add(mark, 'cell-mark-alone', { id: mark.id });
    mark = undefined;
  };
  const flush = (): void => {
    const [from, to] = [run[0], run.at(-1)];
    if (section === undefined || from === undefined || to === undefined) return;
    const { start, line } = spanOf(from);
    const source = withoutStatic(text.slice(start, spanOf(to).end));
    section.cells.push({ kind: 'markdown', id: nextId(section, 'text'), source, line });
    run = [];
  };

  for (const node of nodes) {
    const { line } = spanOf(node);
    if (node.type === 'html' && isMark(node)) {
      flush();
      checkMark();
      const [, id] = cellMark.exec(node.value) ?? [];
      if (id === undefined) problems.add({ line }, 'cell-mark', { got: node.value.slice(0, 100) });
      else mark = { id, line };
      continue;
    }
    if (node.type === 'heading') {
      flush();
      section = open(textOf(node), line);
    }
    section ??= open('', line);
    section.nodes.push(node);
    if (node.type === 'html') {
      depth += detailsDepth(node.value);
      const at = node.value.split('\n').findIndex((text) => /^\s*```/.test(text));
      if (at >= 0) problems.add({ line: line + at }, 'html-swallows-fence');
    }
    const fence = node.type === 'code' ? fenceOf(text, node, problems) : undefined;
    if (node.type !== 'code' || fence === undefined || isShown(fence)) {
      run.push(node);
      continue;
    }
    if (depth > 0) problems.add({ line }, 'code-in-details');
    flush();
    if (fence.kind !== 'code') checkMark();
    if (fence.kind === 'quiz') section.cells.push(...quizCells(node, fence.name, problems));
    else if (fence.kind !== 'code') section.cells.push(codeCell(node, fence, ''));
    else section.cells.push(codeCell(node, fence, nextId(section, 'code')));
  }
  flush();
  checkMark();
  return sections;
}

/**
 * `<!-- cell: ID -->`: what follows is a cell of its own, with this id. Ids come from headings and
 * order; a cell that was moved keeps its id by such a line.
 */
const cellMark = /^<!--\s*cell:\s*([A-Za-z0-9_-]{1,64})\s*-->$/;
export const isMark = (node: RootContent): boolean =>
  node.type === 'html' && /^<!--\s*cell:/.test(node.value);

const isShown = (fence: Fence): boolean => fence.kind === 'static' || fence.kind === 'text';

function codeCell(node: Code, fence: Fence, id: string): Cell {
  const place = { source: node.value, line: spanOf(node).line + 1 };
  if (fence.kind === 'exercise') {
    const { exercise } = fence;
    return { kind: 'exercise', id: `exercise-${exercise.name}`, ...place, exercise };
  }
  if (fence.kind === 'check') {
    return { kind: 'check', id: `check-${fence.name}`, ...place, exercise: fence.name };
  }
  return { kind: 'code', id, ...place };
}

/** The question as text, and the cell that answers it. */
function quizCells(node: Code, name: string, problems: Problems): Cell[] {
  const { line } = spanOf(node);
  const quiz = parseQuiz(name, node.value, line + 1, problems);
  if (quiz === undefined) return [];
  const id = `quiz-${name}`;
  return [
    { kind: 'markdown', id: `${id}-text`, source: quizText(quiz), line },
    { kind: 'quiz', id, source: quizCall(name), line, quiz },
  ];
}

/** What a fence is; its problems are reported at the word at fault. */
function fenceOf(text: string, node: Code, problems: Problems): Fence | undefined {
  const fence = parseFence(node.lang, node.meta);
  if (!Array.isArray(fence)) return fence;
  const { line, column, start } = spanOf(node);
  const head = text.slice(start).split('\n', 1)[0] ?? '';
  for (const { code, params, word } of fence) {
    problems.add({ line, column: column + Math.max(0, head.indexOf(word)) }, code, params);
  }
  return undefined;
}

/** ```` ```ts static ```` is shown as plain `ts`: the word is for the compiler only. */
const withoutStatic = (source: string): string =>
  source.replace(/^(\s*`{3,}ts)[ \t]+static[ \t]*$/gm, '$1');

function detailsDepth(html: string): number {
  const count = (pattern: RegExp): number => html.match(pattern)?.length ?? 0;
  return count(/<details[\s>]/gi) - count(/<\/details>/gi);
}

/** TypeScript inside a list or a quotation would silently not run. */
function checkNested(root: Root, problems: Problems): void {
  visit(root, 'code', (node, _index, parent) => {
    const runs = node.lang === 'ts' && node.meta !== 'static';
    if (runs && parent?.type !== 'root') problems.add(spanOf(node), 'code-nested');
  });
}

/** JupyterLab takes what stands between two single dollars for a formula. */
function checkDollars(root: Root, text: string, problems: Problems): void {
  visit(root, 'paragraph', (node) => {
    let dollars = 0;
    visit(node, 'text', (part) => {
      const { start, end } = spanOf(part);
      const unescaped = text.slice(start, end).replace(/\\./g, '');
      dollars += unescaped.split('$').length - 1;
    });
    if (dollars % 2 !== 0) problems.add(spanOf(node), 'dollar-alone');
  });
}
