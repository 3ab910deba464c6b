import type { Lesson } from '../course/index.js';
import { sum } from '../results/sum.js';
import type { LessonInfo } from '../results/types.js';
import type { Titles } from './titles.js';

/** What a lesson is worth: its exercises, then its artefacts. */
export function lessonInfo(lesson: Lesson, titles: Titles): LessonInfo {
  const { id, version, exercises, artefacts } = lesson;
  const entries = [...exercises, ...artefacts];
  return {
    id,
    title: titles.lesson,
    version: String(version),
    points: sum(entries, ({ points }) => points),
    exercises: entries.map((entry) => ({
      exercise: entry.id,
      title: titles.parts[entry.id] ?? entry.title,
      points: entry.points,
    })),
  };
}
