/**
 * Which of several notebooks of one student is graded, by what is in them.
 *
 * The rule: one that can be read before one that cannot; of those, the one in which most exercises
 * were worked on; of equals, `lesson.ipynb`, then the first by name. So an untouched copy never takes
 * the place of the solved one, under whatever name a browser or Jupyter saved it. An exercise was
 * worked on where its name is declared otherwise than as handed out. The others are named.
 */
import { type FoundNotebook, type FoundSubmission, severalNotebooks } from './find.js';
import { type Notebook, NotebookError, readNotebook } from './notebook.js';

/** What is told about a lesson's exercises as they were handed out. */
export interface HandedOut {
  id: string;
  exercises: readonly { id: string; starter: string }[];
}

export interface ReadNotebook {
  found: FoundSubmission;
  notebook: Notebook;
  hash: string;
}

/** @throws NotebookError of the likeliest, where none can be read */
export async function readHandedIn(
  found: FoundSubmission & { file: string },
  lessons: readonly HandedOut[],
): Promise<ReadNotebook> {
  const { others = [], file } = found;
  const own = () => readNotebook(file, found.chunks ?? found.read);
  if (others.length === 0) return { found, ...(await own()) };
  let first: NotebookError | undefined;
  let best: { worked: number; at: number; notebook: Notebook; hash: string } | undefined;
  // One after the other: only the best is kept.
  for (const [at, read] of [own, ...others.map(readOther)].entries()) {
    try {
      const { notebook, hash } = await read();
      const worked = workedOn(notebook, lessons);
      if (best === undefined || worked > best.worked) best = { worked, at, notebook, hash };
    } catch (error) {
      if (!(error instanceof NotebookError)) throw error;
      first ??= error;
    }
  }
  if (best === undefined) throw first ?? new NotebookError('unreadable');
  const { at, notebook, hash } = best;
  return { found: at === 0 ? found : taking(found, at - 1), notebook, hash };
}

const readOther = (other: FoundNotebook) => () => readNotebook(other.file, other.chunks);

/** The submission with another of its notebooks in the place of the likeliest. */
function taking(found: FoundSubmission & { file: string }, at: number): FoundSubmission {
  const { others = [], file } = found;
  const chosen = others[at];
  if (chosen === undefined) return found;
  const left = [file, ...others.filter((_, i) => i !== at).map((other) => other.file)];
  const notice = severalNotebooks(
    [nameIn(chosen.file)],
    left.map((name) => [nameIn(name)]),
  );
  const { read: _, ...rest } = found;
  return {
    ...rest,
    ...chosen,
    notices: found.notices.map((one) => (one.code === notice.code ? notice : one)),
  };
}

const nameIn = (file: string): string => file.slice(file.lastIndexOf('/') + 1);

/** How many exercises are declared otherwise than as handed out. */
export function workedOn(notebook: Notebook, lessons: readonly HandedOut[]): number {
  const own = lessons.find(({ id }) => id === notebook.lesson);
  const exercises = own?.exercises ?? lessons.flatMap(({ exercises }) => exercises);
  const code = plain(notebook.cells.map(({ source }) => source).join('\n'));
  const large = new Set(notebook.cells.flatMap(({ leftOut }) => leftOut?.names ?? []));
  return exercises.filter(({ id, starter }) => {
    const handedOut = plain(starter);
    const rest = handedOut === '' ? code : code.replaceAll(handedOut, '\n');
    return large.has(id) || declares(rest, id);
  }).length;
}

/** Without blanks, which editors change. */
const plain = (source: string): string => source.replaceAll(/\s+/g, '');

function declares(code: string, name: string): boolean {
  return ['function', 'function*', 'class', 'const', 'let', 'var'].some((word) => {
    for (let at = code.indexOf(word + name); at >= 0; at = code.indexOf(word + name, at + 1)) {
      if (!/[\w$]/.test(code[at + word.length + name.length] ?? '')) return true;
    }
    return false;
  });
}
