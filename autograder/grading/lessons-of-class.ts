/**
 * Which lessons a class is of, and whose submissions are graded for each.
 *
 * A lesson is graded when a folder of the class has its name, or a notebook that was handed in is of
 * it. Then everybody beside has a result in it, if only that nothing was handed in for it.
 */
import type { ListedLesson } from '../course/lessons.js';
import { UsageError } from '../results/types.js';
import type { Reader } from './reader.js';
import type { Listed } from './submission.js';

export interface ClassLesson {
  lesson: ListedLesson;
  /** Indices of submissions. */
  students: readonly number[];
  /** Where notebooks of other lessons lie among theirs: the lessons that they may name. */
  known?: readonly string[];
}

/** Submissions that were handed in for one thing; undefined where nothing tells of several. */
interface Group {
  assignment: string | undefined;
  students: number[];
}

type Surveyed = Pick<Reader, 'submissions' | 'lessonsOf'>;

/**
 * @param listed the lessons that there are; a name is looked up among them, never used as a path
 * @param wanted the only one to grade
 * @throws UsageError `unknown-lesson`, `several-assignments`
 */
export async function lessonsOfClass(
  reader: Surveyed,
  listed: readonly ListedLesson[],
  wanted?: string,
): Promise<ClassLesson[]> {
  const known = listed.map(({ id }) => id);
  const unknown = () =>
    new UsageError('unknown-lesson', { lesson: wanted ?? '', known: known.join(', ') });
  if (wanted !== undefined && !known.includes(wanted)) throw unknown();
  const groups = groupsOf(reader.submissions);
  const one = wanted ?? (known.length === 1 ? known[0] : undefined);
  const named = await Promise.all(
    groups.map(async (group) => {
      const { assignment } = group;
      if (assignment !== undefined && known.includes(assignment)) return [assignment];
      // Of one lesson there is nothing to choose.
      if (one !== undefined && groups.length === 1) return [one];
      return survey(reader, group, known);
    }),
  );
  if (one !== undefined && named.every((lessons) => lessons.length === 0)) {
    for (const lessons of named) lessons.push(one);
  }
  const found = listed.flatMap((lesson): ClassLesson[] => {
    if (wanted !== undefined && lesson.id !== wanted) return [];
    const own = groups.filter((_, i) => named[i]?.includes(lesson.id));
    if (own.length === 0) return [];
    requireOneEach(reader.submissions, own);
    const isMixed = named.some((lessons) => lessons.length > 1 && lessons.includes(lesson.id));
    const students = own.flatMap((group) => group.students);
    return [{ lesson, students, ...(isMixed && { known }) }];
  });
  if (found.length === 0) throw unknown();
  return found;
}

function groupsOf(submissions: readonly Listed[]): Group[] {
  const groups = new Map<string | undefined, Group>();
  for (const [index, { assignment }] of submissions.entries()) {
    const group = groups.get(assignment) ?? { assignment, students: [] };
    group.students.push(index);
    groups.set(assignment, group);
  }
  return [...groups.values()];
}

/** The lessons that notebooks of the group are of. */
async function survey(
  { lessonsOf }: Surveyed,
  { students }: Group,
  known: readonly string[],
): Promise<string[]> {
  const named = new Set<string>();
  for (const index of students) for (const id of await lessonsOf(index, known)) named.add(id);
  return [...named].sort();
}

/** Two assignments of one lesson would give a student two results in it. */
function requireOneEach(submissions: readonly Listed[], groups: readonly Group[]): void {
  const students = groups.flatMap((group) => group.students.map((i) => submissions[i]?.student));
  if (new Set(students).size === students.length) return;
  const known = groups.flatMap(({ assignment }) => assignment ?? []);
  throw new UsageError('several-assignments', { known: known.join(', ') });
}
