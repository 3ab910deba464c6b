/** Lessons with their exercises filled in: for end-to-end tests and example submissions. */
import { readFileSync } from 'node:fs';
import ts from '../../src/notebook/kernel/typescript.cjs';
import type { Lesson } from './lesson.js';
import { compileLesson } from './notebook.js';
import { letterOf, quizCall } from './quiz.js';

/**
 * Compiles a lesson whose exercise cells hold these sources; the others stay as handed out. Questions
 * are answered rightly.
 *
 * @param options `solutions`: TypeScript by exercise
 * @throws RangeError when a name is no exercise of the lesson
 */
export function solvedNotebook(
  lesson: Lesson,
  options: { solutions: Readonly<Record<string, string>> },
): string {
  const known = lesson.exercises.map(({ id }) => id);
  for (const name of Object.keys(options.solutions)) {
    if (!known.includes(name)) {
      throw new RangeError(
        `Expected an exercise of ${lesson.id}, one of: ${known.join(', ')}. Received: ${name}`,
      );
    }
  }
  const cells = lesson.cells.map((cell) => {
    if (cell.kind === 'quiz') {
      const { id, answers } = cell.quiz;
      const right = answers.findIndex((answer) => answer.right);
      return { ...cell, source: quizCall(id, letterOf(right)) };
    }
    if (cell.kind !== 'exercise') return cell;
    return { ...cell, source: options.solutions[cell.exercise.name] ?? cell.source };
  });
  return compileLesson({ ...lesson, cells }, { handedOut: lesson });
}

/**
 * The source of each exported function of a `solution.ts`, as a student would write it in a cell:
 * comments before it included, without `export`.
 *
 * @throws Error when the file declares something else than imports and functions, which a cell
 *   would lack
 */
export function solutionSources(path: string): Record<string, string> {
  const text = readFileSync(path, 'utf8');
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
  const sources: Record<string, string> = {};
  for (const statement of file.statements) {
    if (ts.isImportDeclaration(statement)) continue;
    if (!ts.isFunctionDeclaration(statement) || statement.name === undefined) {
      const { line } = file.getLineAndCharacterOfPosition(statement.getStart());
      throw new Error(
        `Expected only imports and functions in ${path}, so that each fits in a cell. Received on line ${line + 1}: ${statement.getText().split('\n')[0]}`,
      );
    }
    sources[statement.name.text] = statement.getText().replace(/^export\s+/, '');
  }
  return sources;
}
