/**
 * Every rule of the course, over the syllabus and all lessons in both languages. `gradus build` asks
 * for those that a lesson must keep to be compiled; here are those too that a finished one must keep.
 */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageRoot } from '../../../src/package-root.js';
import { loadParts } from '../../reference/load.js';
import type { ReferenceParts } from '../../reference/parts.js';
import { buildLessons } from '../build.js';
import { lessonFolders } from '../course.js';
import { type Lesson, lineOf, readLesson } from '../lesson.js';
import type { LessonReference } from '../lint.js';
import { CourseError, type Problem, Problems } from '../problem.js';
import type { Quiz } from '../quiz.js';
import type { Syllabus } from '../syllabus/schema.js';
import { readSyllabus } from '../syllabus/syllabus.js';
import { readTranslation, translationPath } from '../translation.js';
import { chineseBlocks, lintChinese } from './chinese.js';
import { lintFormulas } from './formulas.js';
import { type Aligned, lintTerms, type Term, termsIn, termsOf } from './glossary.js';
import { lintHints } from './hints.js';
import { lintLength } from './length.js';
import { githubAnchors, lintLinks } from './links.js';
import { lintObjectives } from './objectives.js';
import { referencesWithoutLesson } from './references.js';
import { lintTypes } from './types.js';

export interface LintOptions {
  /** The folder that holds `syllabus.md` and `notebooks/`. */
  root: string;
  /** Only what concerns this lesson; default: the whole course. */
  only?: string;
  /** How a lesson's reference is loaded; default: from `autograder/reference` of this package. */
  loadReference?: (
    lesson: string,
  ) => Promise<LessonReference & Partial<Pick<ReferenceParts, 'solution'>>>;
}

/** Everything that breaks a rule, file by file. */
export async function lintCourse(options: LintOptions): Promise<Problem[]> {
  const { root, only, loadReference = loadParts } = options;
  const { problems } = await buildLessons({ root, check: true, loadReference });
  const folders = await lessonFolders(root);
  const found = [...problems, ...(await referencesWithoutLesson(root, folders))];
  // What is wrong with it was told by the build.
  const syllabus = await readSyllabus(join(root, 'syllabus.md')).catch(unlessCourseError);
  const terms = termsOf(syllabus?.glossary ?? []);
  const used = new Set<Term>();
  const readable: { lesson: Lesson; problems: Problems }[] = [];
  for (const folder of folders) {
    const path = join(root, 'notebooks', folder, 'lesson.md');
    const lesson = await readLesson(path).catch(unlessCourseError);
    if (lesson === undefined) continue;
    const text = await readFile(path, 'utf8');
    for (const term of termsIn(englishOf(lesson), terms)) used.add(term);
    if (only !== undefined && folder !== only) continue;
    const own = new Problems(`${folder}/lesson.md`);
    readable.push({ lesson, problems: own });
    lintLength(lesson, own);
    lintFormulas(text, own);
    const module = syllabus?.modules.find(({ id }) => id === folder);
    lintObjectives(lesson, module, text, own);
    const { solution = {} } = await loadReference(folder).catch(() => ({ solution: {} }));
    for (const one of lesson.exercises) lintHints(one, solution[one.id], own);
    found.push(...(await lintEdition(lesson, folder, solution, terms)));
  }
  lintTypes(readable, packageRoot());
  found.push(...readable.flatMap(({ problems }) => problems.list));
  if (syllabus !== undefined) found.push(...(await lintSyllabus(root, syllabus, terms, used)));
  const ours = found.filter(({ file }) => only === undefined || file.startsWith(`${only}/`));
  return ours.sort((a, b) => {
    if (a.file !== b.file) return a.file < b.file ? -1 : 1;
    return a.line - b.line || a.column - b.column;
  });
}

function unlessCourseError(error: unknown): undefined {
  if (!(error instanceof CourseError)) throw error;
}

/** All words of a lesson, those of its header too. */
const englishOf = ({ cells, title, promise, objectives }: Lesson): string =>
  [
    ...[title, promise, ...objectives],
    ...cells.flatMap(({ kind, source }) => (kind === 'markdown' ? [source] : [])),
  ].join('\n\n');

/** The Chinese edition, where there is one that can be read. */
async function lintEdition(
  lesson: Lesson,
  folder: string,
  solution: Readonly<Record<string, unknown>>,
  terms: readonly Term[],
): Promise<Problem[]> {
  const path = translationPath(lesson.path);
  if (!existsSync(path)) return [];
  const chinese = await readTranslation(lesson).catch(unlessCourseError);
  if (chinese === undefined) return [];
  const text = await readFile(path, 'utf8');
  const problems = new Problems(`${folder}/lesson.zh.md`);
  lintChinese(lesson, { text, path }, solution, problems);
  lintFormulas(text, problems);
  lintTerms(aligned(lesson, chinese, text), terms, problems);
  return problems.list;
}

/** Header, text and questions of a lesson beside their Chinese. */
function aligned(english: Lesson, chinese: Lesson, text: string): Aligned[] {
  const blocks = chineseBlocks(text);
  const header = (['title', 'promise', 'hardware'] as const).map((id): Aligned => {
    const line = lineOf(text, chinese[id]);
    return { id, english: english[id], chinese: chinese[id], line };
  });
  const objectives = english.objectives.map((objective, i): Aligned => {
    const there = chinese.objectives[i] ?? '';
    const id = `objectives.${i + 1}`;
    return { id, english: objective, chinese: there, line: lineOf(text, there) };
  });
  const cells = english.cells.flatMap((cell, i): Aligned[] => {
    const there = chinese.cells[i];
    const line = blocks.get(cell.kind === 'quiz' ? `${cell.id}-text` : cell.id)?.textLine ?? 1;
    if (cell.id === `${english.cells[i + 1]?.id}-text`) return [];
    if (cell.kind === 'markdown' && there?.kind === 'markdown') {
      return [{ id: cell.id, english: cell.source, chinese: there.source, line }];
    }
    if (cell.kind !== 'quiz' || there?.kind !== 'quiz') return [];
    const [mine, theirs] = [cell.quiz, there.quiz].map(wordsOf);
    return [{ id: `${cell.id}-text`, english: mine ?? '', chinese: theirs ?? '', line }];
  });
  return [...header, ...objectives, ...cells];
}

const wordsOf = ({ question, answers }: Quiz): string =>
  [question, ...answers.flatMap(({ text, why }) => [text, why])].join('\n\n');

/** Links of the syllabus, and terms of its glossary that no lesson uses. */
async function lintSyllabus(
  root: string,
  { glossary }: Syllabus,
  terms: readonly Term[],
  used: ReadonlySet<Term>,
): Promise<Problem[]> {
  const path = join(root, 'syllabus.md');
  const text = await readFile(path, 'utf8');
  const problems = new Problems('syllabus.md');
  lintLinks([{ source: text, line: 1 }], { path, root, anchors: githubAnchors(text) }, problems);
  for (const term of terms.filter((one) => !used.has(one))) {
    const word = term.english[0] ?? '';
    const row = glossary.find(({ english }) => english.includes(word));
    const line = lineOf(text, `| ${row?.english ?? word} |`);
    problems.add({ line }, 'glossary-unused', { english: word });
  }
  return problems.list;
}
