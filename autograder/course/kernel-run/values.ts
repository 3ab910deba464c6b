/** What a run recorded, as one value for each number that the lesson declares. */
import type { Lesson } from '../lesson.js';
import type { Problem } from '../problem.js';
import type { LessonRun } from './run.js';

export interface RecordedValues {
  values: Record<string, number>;
  /** Numbers that are missing or came twice. */
  problems: Problem[];
}

export function valuesOf(
  lesson: Lesson,
  { recorded }: Pick<LessonRun, 'recorded'>,
): RecordedValues {
  const values: Record<string, number> = {};
  const problems: Problem[] = [];
  const tell = (name: string, code: Problem['code']): void => {
    const line = lesson.numberLines[name] ?? 1;
    const params = { name, lesson: lesson.id };
    problems.push({ file: 'lesson.md', line, column: 1, code, params });
  };
  for (const { name, value } of recorded) {
    if (Object.hasOwn(values, name)) tell(name, 'number-twice');
    values[name] = value;
  }
  for (const name of Object.keys(lesson.numbers)) {
    if (!Object.hasOwn(values, name)) tell(name, 'number-missing');
  }
  return { values, problems };
}
