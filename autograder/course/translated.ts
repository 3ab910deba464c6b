/** Lessons in the language of a reader, where there is a translation that holds. */
import type { Language } from '../../src/messages/index.js';
import type { Wording } from '../../src/messages/text.js';
import type { Lesson } from './lesson.js';
import { CourseError } from './problem.js';
import { readTranslation } from './translation.js';

/**
 * The lesson in Chinese; undefined where it has no translation, or one that is wrong or out of
 * date: `gradus build` names what is, and everything else goes on in English.
 */
export async function translationOf(lesson: Lesson): Promise<Lesson | undefined> {
  try {
    return await readTranslation(lesson);
  } catch (error) {
    if (error instanceof CourseError) return undefined;
    throw error;
  }
}

/** The lesson in a language, else as it was written. */
export async function lessonIn(lesson: Lesson, language: Language): Promise<Lesson> {
  if (language === lesson.language) return lesson;
  return (await translationOf(lesson)) ?? lesson;
}

/** Answers to the questions of a lesson, by name, as they are recorded for `quiz`. */
export function quizAnswers(
  lesson: Lesson,
  chinese: Lesson | undefined,
): Record<string, { why: Wording; right: boolean }[]> {
  const entries = lesson.quizzes.map((quiz, i) => {
    const inChinese = chinese?.quizzes[i]?.answers;
    const answers = quiz.answers.map(({ why, right }, j) => {
      const zh = inChinese?.[j]?.why;
      return { why: zh === undefined ? why : { en: why, zh }, right };
    });
    return [quiz.id, answers] as const;
  });
  return Object.fromEntries(entries);
}
