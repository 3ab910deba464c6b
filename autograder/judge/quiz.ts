/** Questions of lessons and their answers, as recorded at build; they give no points. */
import type { Wording } from '../../src/messages/text.js';
import { readRecorded } from './recorded.js';
import { lessonsWithReference } from './reference-folder.js';

export interface QuizAnswer {
  /** What is true or false about it. */
  why: Wording;
  right: boolean;
}

export interface RecordedQuiz {
  lesson: string;
  quiz: string;
  /** In the order of their letters. */
  answers: readonly QuizAnswer[];
}

/**
 * The questions of this name in all lessons, or in one.
 *
 * @returns what is found under the name, and the names of all there are as `lesson/quiz`
 */
export async function findQuiz(
  quiz: string,
  lesson?: string,
): Promise<{ found: RecordedQuiz[]; known: string[] }> {
  const found: RecordedQuiz[] = [];
  const known: string[] = [];
  for (const id of lessonsWithReference()) {
    if (lesson !== undefined && id !== lesson) continue;
    // One that cannot be read stops no other.
    const quizzes = (await readRecorded(id).catch(() => undefined))?.quizzes ?? {};
    known.push(...Object.keys(quizzes).map((name) => `${id}/${name}`));
    const answers = Object.hasOwn(quizzes, quiz) ? quizzes[quiz] : undefined;
    if (answers !== undefined) found.push({ lesson: id, quiz, answers });
  }
  return { found, known };
}
