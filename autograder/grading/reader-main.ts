/** The process that reads: the class's folder or archive, and one submission after the other. */
import { basename, dirname } from 'node:path';
import { packageRoot } from '../../src/package-root.js';
import { lessonsNamed, type Named, ofLesson } from '../submission/by-lesson.js';
import type { HandedOut } from '../submission/choose.js';
import { type FoundSubmission, findIn, findSubmissions } from '../submission/find.js';
import { memoryTree } from '../submission/memory-tree.js';
import { split } from './frames.js';
import type { HandedInRequest } from './read-handed-in.js';
import type { FindRequest, ReadRequest } from './reader.js';
import { serve } from './serve.js';
import { readSubmission, toBytes } from './submission.js';

let found: FoundSubmission[] = [];
let reference: string | undefined;
/** By submission, once it was asked for. */
const named = new Map<number, Named[]>();
const handedOut = new Map<string, Promise<HandedOut>>();

/** One lesson as it was handed out, to know an untouched copy by: few classes need it. */
function lessonOf(id: string): Promise<HandedOut> {
  const known = handedOut.get(id) ?? readLessonOf(id);
  handedOut.set(id, known);
  return known;
}

async function readLessonOf(id: string): Promise<HandedOut> {
  const { listLessons, readListed } = await import('../course/lessons.js');
  const listed = (await listLessons(packageRoot(), reference)).find((one) => one.id === id);
  if (listed === undefined) throw new RangeError(`Expected a lesson. Received: ${id}`);
  return readListed(listed);
}

async function namedIn(index: number, known: readonly string[]): Promise<Named[]> {
  const before = named.get(index) ?? (await lessonsNamed(at(index), known));
  named.set(index, before);
  return before;
}

serve({
  async find(request: FindRequest) {
    reference = request.reference;
    const { folder, lesson, lessons } = request;
    const { submissions, notices } = await findSubmissions(folder, lesson, lessons);
    found = submissions;
    const listed = found.map(({ student, file, attempt, assignment }) => ({
      student,
      file,
      attempt,
      assignment,
    }));
    return { value: { submissions: listed, notices } };
  },
  async file({ file }: { file: string }) {
    const student = basename(dirname(file)) || 'notebook';
    found = [{ student, file, notices: [] }];
    return { value: { submissions: [{ student, file }], notices: [] } };
  },
  async handedIn(request: HandedInRequest, body: Uint8Array) {
    const { student, attempt, names, lengths, artefacts, lesson } = request;
    reference = request.reference;
    const bytes = split(body, lengths);
    const files = new Map(names.map((name, i) => [name, bytes[i] as Uint8Array]));
    const one = await findIn(memoryTree(files), student);
    const lessons = (one.others ?? []).length > 0 ? [await lessonOf(lesson)] : [];
    const submission = await readSubmission({ ...one, attempt }, artefacts, lessons);
    const value = { student, file: submission.file, attempt };
    return { value, body: toBytes(submission) };
  },
  async survey({ index, known }: { index: number; known: readonly string[] }) {
    const lessons = (await namedIn(index, known)).flatMap((one) =>
      typeof one === 'object' ? [one.lesson] : [],
    );
    return { value: { lessons: [...new Set(lessons)] } };
  },
  async problem({ index }: { index: number }) {
    const { notices } = await readSubmission(at(index));
    return { value: { notices } };
  },
  async read({ index, artefacts, lesson, known }: ReadRequest) {
    let one = at(index);
    if (known !== undefined && lesson !== undefined) {
      one = await ofLesson(one, await namedIn(index, known), await lessonOf(lesson));
    }
    const isOneOfSeveral = (one.others ?? []).length > 0 && lesson !== undefined;
    const lessons = isOneOfSeveral ? [await lessonOf(lesson)] : [];
    const submission = await readSubmission(one, artefacts, lessons);
    return { body: toBytes(submission) };
  },
});

function at(index: number): FoundSubmission {
  const one = found[index];
  if (one === undefined)
    throw new RangeError(`Expected one of ${found.length}. Received: ${index}`);
  return one;
}
