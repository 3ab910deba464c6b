/**
 * The course as data: `lesson.md` and `syllabus.md` read with mdast, lessons compiled to notebooks.
 *
 * @module
 */
export { type BuildResult, buildLessons } from './build.js';
export { readCourse } from './course.js';
export type { Exercise } from './exercise.js';
export type { ArtefactMeta } from './front-matter.js';
export { type Lesson, parseLesson, readLesson } from './lesson.js';
export { problemText } from './problem.js';
export { solutionSources, solvedNotebook } from './solved.js';
