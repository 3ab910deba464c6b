/** The process that reads: the class's folder or archive, and one submission after the other. */
import { basename, dirname } from 'node:path';
import { packageRoot } from '../../src/package-root.js';
import type { ArtefactPlace } from '../submission/artefact.js';
import type { HandedOut } from '../submission/choose.js';
import { type FoundSubmission, findSubmissions } from '../submission/find.js';
import { serve } from './serve.js';
import { readSubmission, toBytes } from './submission.js';

let found: FoundSubmission[] = [];
let overlay: string | undefined;
let handedOut: Promise<readonly HandedOut[]> | undefined;

/** Read only where one student handed in several notebooks: few classes need it. */
function lessons(): Promise<readonly HandedOut[]> {
  handedOut ??= import('../course/overlay/lessons.js').then(({ lessonsOf }) =>
    lessonsOf(packageRoot(), overlay),
  );
  return handedOut;
}

serve({
  async find({
    folder,
    lesson,
    reference,
  }: {
    folder: string;
    lesson?: string;
    reference?: string;
  }) {
    overlay = reference;
    const { submissions, notices } = await findSubmissions(folder, lesson);
    found = submissions;
    const listed = found.map(({ student, file, attempt }) => ({ student, file, attempt }));
    return { value: { submissions: listed, notices } };
  },
  async file({ file }: { file: string }) {
    const student = basename(dirname(file)) || 'notebook';
    found = [{ student, file, notices: [] }];
    return { value: { submissions: [{ student, file }], notices: [] } };
  },
  async read({
    index,
    artefacts,
  }: {
    index: number;
    artefacts: (ArtefactPlace & { id: string })[];
  }) {
    const submission = await readSubmission(
      at(index),
      artefacts,
      (at(index).others ?? []).length > 0 ? await lessons() : [],
    );
    return { value: { lesson: submission.notebook?.lesson }, body: toBytes(submission) };
  },
});

function at(index: number): FoundSubmission {
  const one = found[index];
  if (one === undefined)
    throw new RangeError(`Expected one of ${found.length}. Received: ${index}`);
  return one;
}
