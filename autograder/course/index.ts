/**
 * The course as data: `lesson.md` and `syllabus.md` read with mdast, lessons compiled to notebooks.
 *
 * @module
 */
export { type BuildResult, type BuildState, type BuiltLesson, buildLessons } from './build.js';
export { type Course, lessonFolders, readCourse } from './course.js';
export type { Exercise } from './exercise.js';
export type { ExerciseMeta } from './fence.js';
export type { ArtefactMeta } from './front-matter.js';
export { type Lesson, parseLesson, readLesson } from './lesson.js';
export { type LessonReference, lintLesson } from './lint.js';
export { compileLesson } from './notebook.js';
export { CourseError, type Problem, problemText } from './problem.js';
export type { Cell } from './section.js';
export { solutionSources, solvedNotebook } from './solved.js';
export { readSyllabus, type Syllabus, type SyllabusLesson } from './syllabus.js';
