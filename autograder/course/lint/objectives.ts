/** Rules for objectives: each is tested, and a lesson has those that the syllabus promises. */
import { type Lesson, lineOf } from '../lesson.js';
import type { Problems } from '../problem.js';
import type { Module } from '../syllabus/schema.js';

/** @param text of the `lesson.md` */
export function lintObjectives(
  { objectives, testedBy }: Lesson,
  module: Pick<Module, 'objectives'> | undefined,
  text: string,
  problems: Problems,
): void {
  for (const [i, objective] of objectives.entries()) {
    if (testedBy[i]?.length !== 0) continue;
    problems.add({ line: lineOf(text, objective) }, 'objective-untested', { objective });
  }
  if (module === undefined) return;
  for (let i = 0; i < Math.max(objectives.length, module.objectives.length); i++) {
    const [lesson = '–', syllabus = '–'] = [objectives[i], module.objectives[i]];
    if (lesson === syllabus) continue;
    const place = { line: lineOf(text, objectives[i] ?? 'objectives:') };
    problems.add(place, 'syllabus-lesson-differs', {
      field: `objectives.${i + 1}`,
      lesson,
      syllabus,
    });
    return;
  }
}
