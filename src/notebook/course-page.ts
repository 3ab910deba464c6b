/** The page that JupyterLab opens on: what the course is, its lessons, how far one is. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { messages } from '../messages/index.js';
import {
  type CourseIndex,
  type CourseLesson,
  type CourseProgress,
  type QuizProgress,
  readCourseIndex,
  readProgress,
  readQuizzes,
  writeWhole,
} from './course-record.js';

/** Tells our page from a file of the student's with the same name. */
const mark = '<!-- gradus writes this page anew: what you add here is lost -->';
/** The second where the first is the student's own. */
const names = ['index.md', 'gradus-course.md'];

interface Count {
  solved: number;
  total: number;
}

function countOf(lesson: CourseLesson, progress: CourseProgress): Count {
  const done = progress[lesson.id ?? ''] ?? {};
  const exercises = lesson.exercises ?? [];
  return {
    solved: exercises.filter(({ id }) => done[id]?.passed === true).length,
    total: exercises.length,
  };
}

/** Text in a cell of a Markdown table, or in a line of its own. */
const inline = (text: string): string => text.replace(/\s+/g, ' ').replace(/[\\|<>]/g, '\\$&');

/** The page as Markdown. */
export function coursePage(
  { title, lessons }: CourseIndex,
  progress: CourseProgress,
  answered: QuizProgress = {},
): string {
  const text = messages().notebook.course;
  const counts = lessons.map((lesson) => countOf(lesson, progress));
  const solved = counts.reduce((sum, count) => sum + count.solved, 0);
  const total = counts.reduce((sum, count) => sum + count.total, 0);
  const rows = lessons.map((lesson, i) => {
    const { number, id, notebook, minutes } = lesson;
    const { solved: done, total: all } = counts[i] ?? { solved: 0, total: 0 };
    const name = inline(lesson.title);
    const link = id === undefined ? name : `[${name}](${id}/${notebook ?? 'lesson.ipynb'})`;
    const time = minutes === undefined ? '' : String(minutes.read);
    const far =
      id === undefined ? text.planned() : all === 0 ? '' : `${bar(done, all)} ${done}/${all}`;
    return `| ${number} | ${link} | ${time} | ${far} |`;
  });
  const parts = lessons
    .filter(({ id }) => id !== undefined)
    .map((lesson) => part(lesson, progress, answered));
  return [
    mark,
    `# ${inline(title)}`,
    text.what(),
    `**${text.solved({ solved, total })}** ${solved === 0 ? text.begin() : ''}`.trim(),
    [
      `| ${text.number()} | ${text.lesson()} | ${text.minutes()} | ${text.exercises()} |`,
      '|---|---|---:|---|',
      ...rows,
    ].join('\n'),
    ...parts,
    `## ${text.howTitle()}`,
    text.how(),
    '',
  ].join('\n\n');
}

/** Ten squares at most, filled as far as one is. */
function bar(done: number, all: number): string {
  const squares = Math.min(10, all);
  const filled = Math.floor((done / all) * squares);
  return '■'.repeat(filled) + '□'.repeat(squares - filled);
}

/** A heading without the word that stands over the list. */
const bare = (heading: string): string => heading.replace(/^(?:Exercise|练习)\s*[:：]\s*/u, '');

function part(lesson: CourseLesson, progress: CourseProgress, answered: QuizProgress): string {
  const {
    id = '',
    notebook,
    number,
    title,
    promise,
    objectives = [],
    exercises = [],
    quizzes = [],
  } = lesson;
  const text = messages().notebook.course;
  const checked = progress[id] ?? {};
  const list = exercises.map(({ id: name, title: heading }) => {
    const last = checked[name];
    const state =
      last === undefined
        ? text.untouched()
        : last.passed
          ? text.passed()
          : text.tried({ score: last.score, points: last.points });
    const sign = last?.passed ? '✓' : '○';
    return `- ${sign} ${text.exercise({ title: inline(bare(heading)), name, state })}`;
  });
  return [
    `## ${number} [${inline(title)}](${id}/${notebook ?? 'lesson.ipynb'})`,
    ...(promise === undefined ? [] : [inline(promise)]),
    ...(objectives.length === 0
      ? []
      : [text.objectives(), objectives.map((one) => `- ${inline(one)}`).join('\n')]),
    ...(list.length === 0 ? [] : [text.exerciseList(), list.join('\n')]),
    ...(quizzes.length === 0 ? [] : [text.quizzes(quizCount(quizzes, answered[id]))]),
  ].join('\n\n');
}

/** Of the questions that there are; one that is gone counts no more. */
function quizCount(quizzes: readonly string[], answered: QuizProgress[string] = {}) {
  const right = quizzes.filter((name) => answered[name]?.right);
  return { right: right.length, total: quizzes.length };
}

/**
 * Writes the page into a workspace, never over a file of the student's.
 *
 * @returns its name; undefined where there is no course, or both names are taken
 */
export function writeCoursePage(workspace: string): string | undefined {
  const index = readCourseIndex(workspace);
  if (index === undefined) return undefined;
  const name = names.find((one) => isOurs(join(workspace, one)));
  if (name === undefined) return undefined;
  writeWhole(
    join(workspace, name),
    coursePage(index, readProgress(workspace), readQuizzes(workspace)),
  );
  return name;
}

function isOurs(file: string): boolean {
  try {
    return readFileSync(file, 'utf8').startsWith(mark);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT';
  }
}
