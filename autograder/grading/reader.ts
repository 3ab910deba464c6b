/**
 * Reading a class in a process of its own, which is started again when a submission ends it.
 *
 * What it reads comes back as bytes that nobody looks into before they are in the process that
 * grades.
 */
import pLimit from 'p-limit';
import { z } from 'zod';
import type { ArtefactMeta } from '../course/index.js';
import { noticeSchema } from '../results/results.js';
import { type Notice, UsageError } from '../results/types.js';
import type { ArtefactPlace } from '../submission/artefact.js';
import { type Answered, entryOf, Process, type ProcessLimits, type Stopped } from './process.js';
import { Restarting } from './restarting.js';
import { type Listed, listedSchema } from './submission.js';

/** An archive of a class lies in memory while it is read. */
export const readerLimits: ProcessLimits = {
  memoryMb: 768,
  heapMb: 384,
  cpuMs: 10_000,
  silentMs: 60_000,
  shareMb: 150,
};

export const readerEntry = entryOf('reader-main');

/** Of artefacts what the process that reads needs. */
export const placesOf = (artefacts: readonly ArtefactMeta[]): (ArtefactPlace & { id: string })[] =>
  artefacts.map(({ id, path, kind, maxKb }) => ({ id, path, kind, maxKb }));

/** Submissions that are read for their types and again to be graded are kept between the two. */
const mostKeptBytes = 8 * 1024 * 1024;

const foundSchema = z.object({
  submissions: z.array(listedSchema),
  notices: z.array(noticeSchema),
});
const noticesSchema = z.object({ notices: z.array(noticeSchema) });
const surveySchema = z.object({ lessons: z.array(z.string().max(200)) });

/** What `find` is asked. */
export interface FindRequest {
  folder: string;
  /** The assignment to take where there are several. */
  lesson?: string;
  /** Names of lessons, by which folders are known. */
  lessons: readonly string[];
  reference?: string;
}

/** What is to be read: a class, or one notebook. */
export type Source = ({ type: 'find' } & FindRequest) | { type: 'file'; file: string };

/** What `read` is asked. */
export interface ReadRequest {
  index: number;
  artefacts: readonly (ArtefactPlace & { id: string })[];
  /** The lesson that it is read for. */
  lesson?: string;
  /** The lessons that a notebook may name, where several are graded. */
  known?: readonly string[];
}

/** A class; `lesson` is the assignment to take where there are several. */
export const classSource = (
  folder: string,
  lesson?: string,
  reference?: string,
  lessons: readonly string[] = [],
): Source => ({
  type: 'find',
  folder,
  lessons,
  ...(lesson !== undefined && { lesson }),
  ...(reference !== undefined && { reference }),
});

/** For which lesson a submission is read. */
export interface ReadFor {
  artefacts: readonly ArtefactMeta[];
  lesson?: string;
  /** Where several lessons are graded: those that a notebook may name. */
  known?: readonly string[];
}

export interface Reader {
  submissions: readonly Listed[];
  /** What concerns nobody's submission. */
  notices: Notice[];
  /** The known lessons that a student's notebooks are of, by what they say. */
  lessonsOf(index: number, known: readonly string[]): Promise<readonly string[]>;
  /** What there is to say of a submission whose lesson is not known. */
  noticesOf(index: number): Promise<Notice[]>;
  /** The submission as bytes for `fromBytes`, or how its reading ended. */
  read(index: number, what: ReadFor): Promise<Uint8Array | Stopped>;
  close(): Promise<void>;
}

/**
 * Lists what was handed in.
 *
 * @throws UsageError when nothing can be read there, or it takes too long
 */
export async function startReader(source: Source): Promise<Reader> {
  /** Whatever ended the reading once would do so again. */
  const stopped = new Map<number, Stopped>();
  const one = pLimit(1);
  const kept = new Map<string, Uint8Array>();
  let keptBytes = 0;
  const keyOf = (index: number, { lesson }: ReadFor): string => `${index} ${lesson ?? ''}`;
  /** Each is asked for twice at most. */
  const taken = (key: string): Uint8Array | undefined => {
    const bytes = kept.get(key);
    kept.delete(key);
    keptBytes -= bytes?.byteLength ?? 0;
    return bytes;
  };
  const keep = (key: string, bytes: Uint8Array): void => {
    if (keptBytes + bytes.byteLength > mostKeptBytes) return;
    kept.set(key, bytes);
    keptBytes += bytes.byteLength;
  };

  const process = new Restarting({
    start: () => new Process(readerEntry, readerLimits),
    async open(started) {
      // Folders and directories of archives, however many: more than one submission may take.
      const answer = await started.request(source, { cpuMs: 60_000 });
      // The archive of a class is the instructor's, however large.
      if (answer.kind === 'answered') started.keepShare();
      return answer;
    },
    failed({ reason, limit }) {
      const folder = source.type === 'find' ? source.folder : source.file;
      return new UsageError('class-stopped', { folder, reason, limit });
    },
  });
  const ask = async (index: number, request: object): Promise<Answered | Stopped> => {
    const before = stopped.get(index);
    if (before !== undefined) return before;
    const answer = await process.request({ ...request, index });
    if (answer.kind === 'answered') return answer;
    const told: Stopped = { ...answer, stage: 'read' };
    stopped.set(index, told);
    return told;
  };

  try {
    const { submissions, notices } = foundSchema.parse((await process.open())?.value);
    return {
      submissions,
      notices,
      async lessonsOf(index, known) {
        const answer = await one(() => ask(index, { type: 'survey', known }));
        return answer.kind === 'answered' ? surveySchema.parse(answer.value).lessons : [];
      },
      async noticesOf(index) {
        const answer = await one(() => ask(index, { type: 'problem' }));
        return answer.kind === 'answered' ? noticesSchema.parse(answer.value).notices : [];
      },
      async read(index, what) {
        const { artefacts, lesson, known } = what;
        const before = artefacts.length === 0 ? taken(keyOf(index, what)) : undefined;
        if (before !== undefined) return before;
        const request = { type: 'read', artefacts: placesOf(artefacts), lesson, known };
        const answer = await one(() => ask(index, request));
        if (answer.kind === 'stopped') return answer;
        if (artefacts.length === 0) keep(keyOf(index, what), answer.body);
        return answer.body;
      },
      close: () => process.close(),
    };
  } catch (error) {
    await process.close();
    throw error;
  }
}
