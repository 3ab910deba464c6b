/**
 * `lesson.zh.md`: the text of a lesson in Chinese, block by block. Code, numbers and formulas are
 * those of `lesson.md` and stand there alone.
 *
 * Each block begins with a line such as `<!-- block: set-up-text-1 8f3a2c1b -->`: the id of the
 * English block, and the first digits of its hash when it was translated. A block whose English has
 * changed since is stale.
 */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Root } from 'mdast';
import { toString as textOf } from 'mdast-util-to-string';
import { visit } from 'unist-util-visit';
import { z } from 'zod';
import { joinLines } from './join-lines.js';
import type { Lesson } from './lesson.js';
import { parseMarkdown, spanOf } from './markdown.js';
import { asidesIn } from './markup/aside.js';
import { citationsIn } from './markup/reference.js';
import { referencesIn } from './numbers.js';
import { Problems } from './problem.js';
import { type Quiz, quizText } from './quiz.js';
import type { Cell } from './section.js';
import { parseYaml } from './yaml.js';

/** Where the Chinese text of a lesson lies. */
export const translationPath = (lessonPath: string): string =>
  join(dirname(lessonPath), 'lesson.zh.md');

const sentence = z.string().min(1).max(300);
const headerSchema = z.strictObject({
  title: sentence,
  promise: sentence,
  hardware: sentence,
  /** In the order of `lesson.md`; the links are those there. */
  prerequisites: z.array(sentence),
  objectives: z.array(sentence),
  /** Titles of artefacts by id. */
  artefacts: z.record(z.string(), sentence).default({}),
});

const words = z.union([z.string().trim().min(1), z.number().transform(String)]);
const quizSchema = z.strictObject({
  question: z.string().trim().min(1),
  answers: z.array(z.strictObject({ text: words, why: z.string().trim().min(1) })),
});

export const marker = /^<!--\s*block:\s*(\S+)\s+([0-9a-f]{8})\s*-->$/;

export interface Block {
  text: string;
  hash: string;
  /** Of its mark. */
  line: number;
  /** Of the first line of its text. */
  textLine: number;
}

/** Text of a lesson that has another in Chinese, by the id of its cell. */
export function blocksOf(lesson: Lesson): { id: string; hash: string; source: string }[] {
  return lesson.cells.flatMap((cell, i) => {
    if (cell.kind !== 'markdown') return [];
    const quiz = questionOf(lesson.cells, i);
    const source = quiz === undefined ? cell.source : quizYaml(quiz);
    return [{ id: cell.id, hash: hashOf(source), source }];
  });
}

/** The question that a cell of text asks; its cell of code follows. */
function questionOf(cells: readonly Cell[], at: number): Quiz | undefined {
  const next = cells[at + 1];
  return next?.kind === 'quiz' && cells[at]?.id === `${next.id}-text` ? next.quiz : undefined;
}

/** A question as its block holds it; which answer is right is not translated. */
function quizYaml({ question, answers }: Quiz): string {
  const lines = answers.flatMap(({ text, why }) => [
    `  - text: ${JSON.stringify(text)}`,
    `    why: ${JSON.stringify(why)}`,
  ]);
  return ['```quiz', `question: ${JSON.stringify(question)}`, 'answers:', ...lines, '```'].join(
    '\n',
  );
}

const hashOf = (source: string): string =>
  createHash('sha256').update(source).digest('hex').slice(0, 8);

/**
 * The lesson in Chinese; undefined where it has no `lesson.zh.md`.
 *
 * @throws CourseError where a block is missing, stale or unknown, or differs in more than words
 */
export async function readTranslation(lesson: Lesson): Promise<Lesson | undefined> {
  const path = translationPath(lesson.path);
  return existsSync(path) ? translate(lesson, await readFile(path, 'utf8'), path) : undefined;
}

/** The lesson with the words of a translation. */
export function translate(lesson: Lesson, text: string, path: string): Lesson {
  const problems = new Problems(basename(path));
  const root = parseMarkdown(text);
  const header = readHeader(lesson, root, problems);
  const blocks = splitBlocks(text, root, problems);
  const known = blocksOf(lesson);
  for (const { id, hash, source } of known) {
    const block = blocks.get(id);
    if (block === undefined) problems.add({ line: 1 }, 'block-missing', { id, hash });
    else if (block.hash !== hash) problems.add(block, 'block-stale', { id, hash });
    else if (quizFence(block) === undefined) compareBlocks(id, source, block, problems);
  }
  for (const [id, block] of blocks) {
    if (!known.some((one) => one.id === id)) problems.add(block, 'block-unknown', { id });
  }
  const quizzes = new Map(
    lesson.quizzes.map((quiz) => [
      quiz.id,
      readQuiz(quiz, blocks.get(`quiz-${quiz.id}-text`), problems),
    ]),
  );
  problems.throwIfAny();
  if (header === undefined) throw new Error('unreachable: a problem was reported');
  const quizOf = (quiz: Quiz): Quiz => quizzes.get(quiz.id) ?? quiz;
  const cells = lesson.cells.map((cell, i): Cell => {
    if (cell.kind === 'quiz') return { ...cell, quiz: quizOf(cell.quiz) };
    if (cell.kind !== 'markdown') return cell;
    const question = questionOf(lesson.cells, i);
    const source =
      question === undefined
        ? joinLines(blocks.get(cell.id)?.text ?? '')
        : quizText(quizOf(question));
    return { ...cell, source };
  });
  const titles = exerciseTitles(cells);
  return {
    ...lesson,
    ...header,
    language: 'zh',
    cells,
    quizzes: lesson.quizzes.map(quizOf),
    exercises: lesson.exercises.map((one) => ({ ...one, title: titles.get(one.id) ?? one.title })),
  };
}

/** The heading that stands over each exercise. */
function exerciseTitles(cells: readonly Cell[]): Map<string, string> {
  const titles = new Map<string, string>();
  let title = '';
  for (const cell of cells) {
    if (cell.kind === 'exercise') titles.set(cell.exercise.name, title);
    if (cell.kind !== 'markdown') continue;
    for (const node of parseMarkdown(cell.source).children) {
      if (node.type === 'heading') title = textOf(node);
    }
  }
  return titles;
}

function readHeader(lesson: Lesson, root: Root, problems: Problems) {
  const first = root.children[0];
  if (first?.type !== 'yaml') {
    problems.add({ line: 1 }, 'front-matter-missing');
    return undefined;
  }
  const header = parseYaml(first.value, spanOf(first).line + 1, headerSchema, problems);
  if (header === undefined) return undefined;
  const { prerequisites, objectives, artefacts } = header;
  const place = { line: 2 };
  const count = (field: 'prerequisites' | 'objectives', got: number): void => {
    const expected = lesson[field].length;
    if (got !== expected) problems.add(place, 'translation-count', { field, expected, got });
  };
  count('prerequisites', prerequisites.length);
  count('objectives', objectives.length);
  return {
    ...header,
    prerequisites: lesson.prerequisites.map(({ link, title }, i) => ({
      link,
      title: prerequisites[i] ?? title,
    })),
    artefacts: lesson.artefacts.map((one) => ({ ...one, title: artefacts[one.id] ?? one.title })),
  };
}

export function splitBlocks(text: string, root: Root, problems: Problems): Map<string, Block> {
  const blocks = new Map<string, Block>();
  const marks = root.children.flatMap((node) => {
    if (node.type !== 'html' || !/^<!--\s*block\b/.test(node.value)) return [];
    const span = spanOf(node);
    const [, id, hash] = marker.exec(node.value) ?? [];
    if (id === undefined || hash === undefined) {
      problems.add(span, 'block-marker', { got: node.value.split('\n')[0] ?? '' });
      return [];
    }
    return [{ id, hash, span }];
  });
  for (const [i, { id, hash, span }] of marks.entries()) {
    const end = marks[i + 1]?.span.start ?? text.length;
    const whole = text.slice(span.end, end);
    const inside = whole.trim();
    const textLine = span.line + (/^\s*/.exec(whole)?.[0] ?? '').split('\n').length - 1;
    if (blocks.has(id)) problems.add(span, 'block-twice', { id });
    blocks.set(id, { text: inside, hash, line: span.line, textLine });
  }
  return blocks;
}

/** Code, display formulas, addresses of links and recorded numbers are not words: they stay as they are. */
function compareBlocks(id: string, source: string, block: Block, problems: Problems): void {
  const [here, there] = [fixedParts(block.text), fixedParts(source)];
  for (const kind of fixedKinds) {
    const lost = there[kind].find((part) => !here[kind].includes(part));
    const added = here[kind].find((part) => !there[kind].includes(part));
    const part = lost ?? added;
    if (part === undefined) continue;
    const params = { id, kind, part: part.split('\n')[0] ?? '' };
    problems.add(block, lost === undefined ? 'block-adds' : 'block-lacks', params);
  }
}

const fixedKinds = ['code', 'formula', 'link', 'number', 'citation', 'figure', 'aside'] as const;

function fixedParts(source: string): Record<(typeof fixedKinds)[number], string[]> {
  const root = parseMarkdown(source);
  const parts = {
    code: [] as string[],
    formula: [] as string[],
    link: [] as string[],
    number: referencesIn(source).map(({ name }) => `{{${name}}}`),
    citation: citationsIn(source, root).map(({ key }) => `[@${key}]`),
    figure: source.match(/\{#fig-[a-z0-9-]+\}/g) ?? [],
    aside: asidesIn(source, root).map((kind) => `[!${kind}]`),
  };
  visit(root, (node) => {
    if (node.type === 'code') parts.code.push(node.value);
    else if (node.type === 'math') parts.formula.push(node.value);
    else if (node.type === 'link' || node.type === 'image') {
      // A heading is a word: in Chinese another anchor leads to it.
      const isHeading = /^#(?!fig-)/.test(node.url);
      parts.link.push(isHeading ? '#' : node.url);
    }
  });
  return parts;
}

const quizFence = ({ text }: Block): string | undefined =>
  /^```quiz\n([\s\S]*)\n```$/.exec(text)?.[1];

function readQuiz(quiz: Quiz, block: Block | undefined, problems: Problems): Quiz | undefined {
  if (block === undefined) return undefined;
  const fence = quizFence(block);
  if (fence === undefined) {
    problems.add(block, 'block-quiz', { id: quiz.id });
    return undefined;
  }
  // The marker, a line between them, the fence.
  const found = parseYaml(fence, block.line + 3, quizSchema, problems);
  if (found === undefined) return undefined;
  const [expected, got] = [quiz.answers.length, found.answers.length];
  if (expected !== got) {
    problems.add(block, 'translation-count', { field: 'answers', expected, got });
  }
  const answers = quiz.answers.map((answer, i) => ({ ...answer, ...found.answers[i] }));
  return { id: quiz.id, question: found.question, answers };
}
