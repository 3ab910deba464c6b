/**
 * Classes of several lessons beside each other: a folder named as each lesson, with a class in one of
 * the layouts inside. With a notebook in each folder it is one student's workspace.
 */
import { hasNotebook, isPlain, type Layout, mayHold, readLayout, whole } from './layout.js';
import { below, type Tree } from './tree.js';

/**
 * @param lesson the lesson, or the assignment, to take where there are several; default: each
 * @param lessons names by which a folder holds the class of one lesson
 */
export async function readLessons(
  tree: Tree,
  lesson: string | undefined,
  lessons: readonly string[],
): Promise<Layout> {
  return (await byLesson(tree, lesson, lessons)) ?? readLayout(tree, lesson);
}

/** Folders that are named as lessons, each the class of that lesson; undefined where there are none. */
async function byLesson(
  tree: Tree,
  wanted: string | undefined,
  lessons: readonly string[],
): Promise<Layout | undefined> {
  const nodes = await tree.list([]);
  const [only, second] = nodes.filter(({ kind }) => kind === 'folder');
  const isWrapped =
    only !== undefined &&
    second === undefined &&
    !lessons.includes(only.name) &&
    !hasNotebook(nodes);
  const path = isWrapped ? [only.name] : [];
  const inside = isWrapped ? await tree.list(path) : nodes;
  const found: string[] = [];
  const students: string[] = [];
  const folders = inside.filter(({ kind }) => kind === 'folder');
  for (const { name } of folders) {
    const own = await tree.list([...path, name]).catch(() => []);
    // With a notebook that nobody's name is on, it is what a student has, whatever it is called.
    if (hasNotebook(own) && isPlain(own)) students.push(name);
    else if (own.length > 0 && lessons.includes(name)) found.push(name);
  }
  // Among students it is what the instructor has put there.
  if (found.length > 0 && students.length > found.length) return undefined;
  if (found.length === 0) {
    // One student's workspace, with a notebook in the folder of each lesson.
    const isWorkspace = folders.length > 1 && folders.every(({ name }) => lessons.includes(name));
    const student = tree.show(path).split(/[/\\]/).at(-1) ?? '';
    return isWorkspace && !hasNotebook(inside) && student !== ''
      ? { handed: [whole(student, path)], notices: [] }
      : undefined;
  }
  const layout: Layout = { handed: [], notices: [] };
  for (const { name, kind } of inside) {
    const isClass = found.includes(name);
    if (!isClass && (kind === 'folder' || mayHold(name))) {
      layout.notices.push({ code: 'outside-lessons', params: { name } });
    }
    if (!isClass || (wanted !== undefined && wanted !== name)) continue;
    const folder = [...path, name];
    const { handed, notices } = await readLayout(below(tree, folder), name);
    layout.notices.push(...notices);
    layout.handed.push(
      ...handed.map((one) => ({ ...one, path: [...folder, ...one.path], assignment: name })),
    );
  }
  return layout;
}
