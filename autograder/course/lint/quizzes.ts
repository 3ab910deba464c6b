/** Rule for the questions of a lesson: where the right answer stands tells nothing. */
import type { Lesson } from '../lesson.js';
import type { Problems } from '../problem.js';
import { letterOf } from '../quiz.js';

/** Fewer questions cannot be spread. */
const leastQuestions = 3;

/** A letter that answers more than half of the questions would be the best guess for all of them. */
export function lintQuizzes({ cells }: Pick<Lesson, 'cells'>, problems: Problems): void {
  const questions = cells.flatMap((cell) => (cell.kind === 'quiz' ? [cell] : []));
  if (questions.length < leastQuestions) return;
  const most = Math.ceil(questions.length / 2);
  const byLetter = new Map<string, number>();
  for (const { quiz, line } of questions) {
    const letter = letterOf(quiz.answers.findIndex(({ right }) => right));
    const got = (byLetter.get(letter) ?? 0) + 1;
    byLetter.set(letter, got);
    // Told once, at the first question that is one too many.
    if (got === most + 1) problems.add({ line }, 'quiz-same-letter', { letter, most });
  }
}
