import type { Lesson } from '../course/index.js';
import { sum } from '../results/sum.js';
import type { LessonInfo } from '../results/types.js';

/** What a lesson is worth: its exercises, then its artefacts. */
export function lessonInfo(lesson: Lesson): LessonInfo {
  const { id, title, version, exercises, artefacts } = lesson;
  const entries = [...exercises, ...artefacts];
  return {
    id,
    title,
    version: String(version),
    points: sum(entries, ({ points }) => points),
    exercises: entries.map((entry) => ({
      exercise: entry.id,
      title: entry.title,
      points: entry.points,
    })),
  };
}
