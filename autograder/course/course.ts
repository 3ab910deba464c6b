/** The whole course: the syllabus and every lesson in `notebooks/`. */
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Lesson, readLesson } from './lesson.js';
import { CourseError, type Problem } from './problem.js';
import type { Syllabus } from './syllabus/schema.js';
import { readSyllabus } from './syllabus/syllabus.js';

export interface Course {
  /** The folder that holds `syllabus.md` and `notebooks/`. */
  root: string;
  syllabus: Syllabus;
  /** By number. */
  lessons: readonly Lesson[];
}

/** Folders of `notebooks/` that hold a lesson, sorted. */
export async function lessonFolders(root: string): Promise<string[]> {
  const entries = await readdir(join(root, 'notebooks'), { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .filter((name) => existsSync(join(root, 'notebooks', name, 'lesson.md')))
    .sort();
}

/**
 * Reads the course in `root`.
 *
 * @throws CourseError when the syllabus or a lesson is wrong, or the two do not agree
 */
export async function readCourse(root: string): Promise<Course> {
  const syllabus = await readSyllabus(join(root, 'syllabus.md'));
  const folders = await lessonFolders(root);
  const lessons = await Promise.all(
    folders.map((folder) => readLesson(join(root, 'notebooks', folder, 'lesson.md'))),
  );
  const problems: Problem[] = [];
  const add = (file: string, line: number, code: Problem['code'], params: Problem['params']) =>
    problems.push({ file, line, column: 1, code, params });
  for (const [i, lesson] of lessons.entries()) {
    const folder = folders[i] ?? '';
    const file = `${folder}/lesson.md`;
    if (lesson.id !== folder) add(file, 1, 'folder-differs', { folder, id: lesson.id });
    const module = syllabus.modules.find((one) => one.id === folder);
    if (module === undefined) add('syllabus.md', 1, 'syllabus-lesson-unlisted', { lesson: folder });
    else if (module.title.en !== lesson.title && lesson.language === 'en') {
      const params = { field: 'title', lesson: lesson.title, syllabus: module.title.en };
      add(file, 1, 'syllabus-lesson-differs', params);
    } else if (!sameRoles(module.roles, lesson.roles)) {
      const [here, there] = [lesson.roles.join(', '), module.roles.join(', ')];
      add(file, 1, 'syllabus-lesson-differs', { field: 'roles', lesson: here, syllabus: there });
    }
  }
  for (const { id, status, line } of syllabus.modules) {
    if (status === 'ready' && !folders.includes(id)) {
      add('syllabus.md', line, 'syllabus-lesson-missing', { lesson: id });
    }
  }
  if (problems.length > 0) throw new CourseError(problems);
  return { root, syllabus, lessons };
}

const sameRoles = (some: readonly string[], others: readonly string[]): boolean =>
  some.length === others.length && some.every((role) => others.includes(role));
