/** A submission as it was read: what goes from the process that reads to those that grade. */
import { deserialize, serialize } from 'node:v8';
import { z } from 'zod';
import type { HandedInArtefact } from '../judge/artefact.js';
import type { Notice } from '../results/types.js';
import { type ArtefactPlace, readArtefact } from '../submission/artefact.js';
import { type HandedOut, readHandedIn } from '../submission/choose.js';
import type { FoundSubmission } from '../submission/find.js';
import { largeCellNotices } from '../submission/large-cells.js';
import { type Notebook, NotebookError } from '../submission/notebook.js';

/** What is known of a submission before its bytes are read. */
export const listedSchema = z.object({
  student: z.string(),
  /** Where the notebook is, as it is told; undefined when there is none. */
  file: z.string().optional(),
  attempt: z.int().optional(),
  /** What it was handed in for, where the folders tell of several assignments or lessons. */
  assignment: z.string().optional(),
});
export type Listed = z.infer<typeof listedSchema>;

export interface ReadSubmission extends Pick<FoundSubmission, 'student' | 'file' | 'attempt'> {
  notebook?: Notebook;
  /** sha256 of the file; empty when there was none to read. */
  hash: string;
  notices: Notice[];
  /** What was found of each artefact, by id. */
  artefacts?: ReadonlyMap<string, HandedInArtefact>;
}

/**
 * Reads one submission. What cannot be read is a notice, never an exception.
 *
 * @param lessons by which an untouched copy is known where there are several notebooks
 */
export async function readSubmission(
  found: FoundSubmission,
  places: readonly (ArtefactPlace & { id: string })[] = [],
  lessons: readonly HandedOut[] = [],
): Promise<ReadSubmission> {
  const { student, file, attempt, beside } = found;
  const artefacts = new Map<string, HandedInArtefact>();
  for (const place of places) artefacts.set(place.id, await readArtefact(beside, place));
  const read = { student, file, notices: found.notices, hash: '', artefacts };
  const submission = attempt === undefined ? read : { ...read, attempt };
  if (file === undefined) return submission;
  try {
    const { found: taken, notebook, hash } = await readHandedIn({ ...found, file }, lessons);
    const notices = [...taken.notices, ...largeCellNotices(notebook.cells)];
    return { ...submission, file: taken.file, notices, notebook, hash };
  } catch (error) {
    // Whatever it is, it is this submission's: the class goes on.
    const problem =
      error instanceof NotebookError ? error : new NotebookError('unreadable', String(error));
    const params = { reason: problem.reason, detail: problem.detail };
    const notice: Notice = { code: 'unreadable-notebook', params };
    return { ...submission, hash: problem.hash, notices: [...found.notices, notice] };
  }
}

/** As bytes, which the process in between relays and does not look into. */
export const toBytes = (submission: ReadSubmission): Uint8Array => serialize(submission);
export const fromBytes = (bytes: Uint8Array): ReadSubmission => deserialize(bytes);
