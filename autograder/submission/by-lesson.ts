/**
 * Which of a student's notebooks answers a lesson, where several lessons are graded.
 *
 * A notebook is of the lesson that its metadata names, else of the one whose name a folder above it
 * has. For a lesson those count that are of it; where there are none, those of no known lesson; where
 * there are none either, one of another lesson in which an exercise of this one was worked on. So a
 * mark that was lost, or a notebook that was copied, costs no points.
 */
import { type HandedOut, readHandedIn, workedOn } from './choose.js';
import { type FoundNotebook, type FoundSubmission, severalNotebooks, shownName } from './find.js';
import { maxNotebookBytes, NotebookError, readNotebook } from './notebook.js';
import { plainFileChunks } from './plain-file.js';

/** What a notebook says it is of: a known lesson, none of them, or it cannot be read. */
export type Named = { lesson: string } | 'none' | 'unreadable';

/** Of each notebook that a student handed in, the likeliest first. */
export async function lessonsNamed(
  found: FoundSubmission,
  known: readonly string[],
): Promise<Named[]> {
  const named: Named[] = [];
  for (const { file, chunks } of notebooksOf(found)) {
    try {
      const { notebook } = await readNotebook(file, chunks);
      const lesson = known.includes(notebook.lesson ?? '')
        ? notebook.lesson
        : file.split(/[/\\]/).findLast((segment) => known.includes(segment));
      named.push(lesson === undefined ? 'none' : { lesson });
    } catch (error) {
      if (!(error instanceof NotebookError)) throw error;
      named.push('unreadable');
    }
  }
  return named;
}

/** The submission with only those of its notebooks that may answer the lesson. */
export async function ofLesson(
  found: FoundSubmission,
  named: readonly Named[],
  lesson: HandedOut,
): Promise<FoundSubmission> {
  const notebooks = notebooksOf(found);
  const where = (is: (named: Named) => boolean): FoundNotebook[] =>
    notebooks.filter((_, i) => is(named[i] ?? 'unreadable'));
  const own = where((one) => typeof one === 'object' && one.lesson === lesson.id);
  const unnamed = where((one) => one === 'none');
  if (own.length > 0) return taking(found, own);
  if (unnamed.length > 0) {
    const notice = { code: 'unknown-lesson', params: { lesson: lesson.id } } as const;
    const taken = taking(found, unnamed);
    return { ...taken, notices: [...taken.notices, notice] };
  }
  const others = where((one) => typeof one === 'object');
  if (others.length > 0) {
    const taken = taking(found, others);
    const { notebook } = await readHandedIn({ ...taken, file: taken.file ?? '' }, [lesson]);
    if (workedOn(notebook, [lesson]) > 0) return taken;
  }
  const broken = where((one) => one === 'unreadable');
  // It may have been of this lesson.
  if (broken.length > 0 || notebooks.length === 0) return taking(found, broken);
  const { student, attempt, beside, notices } = taking(found, []);
  const holds = others.map(({ file }) => shownName(file.slice(file.lastIndexOf('/') + 1)));
  const params = { lesson: lesson.id, holds: holds.join(', ') };
  return {
    student,
    file: undefined,
    ...(attempt !== undefined && { attempt }),
    ...(beside !== undefined && { beside }),
    notices: [...notices, { code: 'other-lessons', params }],
  };
}

/** The likeliest, then the others. */
function notebooksOf(found: FoundSubmission): FoundNotebook[] {
  const { file, chunks, read, beside, others = [] } = found;
  if (file === undefined) return [];
  const bytes = async function* () {
    if (read === undefined) yield* plainFileChunks(file, maxNotebookBytes);
    else yield await read();
  };
  const own = { file, chunks: chunks ?? bytes, ...(beside !== undefined && { beside }) };
  return [own, ...others];
}

/** The submission with these of its notebooks. */
function taking(found: FoundSubmission, notebooks: readonly FoundNotebook[]): FoundSubmission {
  const notices = found.notices.filter(({ code }) => code !== 'several-notebooks');
  const [first, ...others] = notebooks;
  const { read, others: _, ...rest } = found;
  if (first === undefined) return { ...rest, notices };
  const nameOf = ({ file }: FoundNotebook): string[] => [file.slice(file.lastIndexOf('/') + 1)];
  if (others.length > 0) notices.push(severalNotebooks(nameOf(first), others.map(nameOf)));
  return {
    ...rest,
    ...first,
    ...(first.file === found.file && read !== undefined && { read }),
    ...(others.length > 0 && { others }),
    notices,
  };
}
