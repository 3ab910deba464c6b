/**
 * Reading a class in a process of its own, which is started again when a submission ends it.
 *
 * What it reads comes back as bytes that nobody looks into before they are in the process that
 * grades.
 */
import pLimit from 'p-limit';
import { z } from 'zod';
import type { ArtefactMeta } from '../course/index.js';
import { type Notice, UsageError } from '../gradebook/types.js';
import { type Answered, Process, type ProcessLimits, type Stopped } from './process.js';
import { type Listed, listedSchema } from './submission.js';

/** An archive of a class lies in memory while it is read. */
const limits: ProcessLimits = {
  memoryMb: 768,
  heapMb: 384,
  cpuMs: 10_000,
  silentMs: 60_000,
  shareMb: 150,
};

/** Submissions that are read for their types and again to be graded are kept between the two. */
const mostKeptBytes = 8 * 1024 * 1024;

const foundSchema = z.object({
  submissions: z.array(listedSchema),
  notices: z.array(
    z.object({ code: z.string(), params: z.record(z.string(), z.union([z.string(), z.number()])) }),
  ),
});
const readSchema = z.object({ lesson: z.string().max(200).optional() });

/** What is to be read: a class, or one notebook. */
export type Source =
  | { type: 'find'; folder: string; lesson?: string; reference?: string }
  | { type: 'file'; file: string };

/** A class; `lesson` is the assignment to take where there are several. */
export const classSource = (folder: string, lesson?: string, reference?: string): Source => ({
  type: 'find',
  folder,
  ...(lesson !== undefined && { lesson }),
  ...(reference !== undefined && { reference }),
});

export interface Reader {
  submissions: readonly Listed[];
  /** What concerns nobody's submission. */
  notices: Notice[];
  /** The lesson that the notebook names; undefined when it names none or cannot be read. */
  lessonOf(index: number): Promise<string | undefined>;
  /** The submission as bytes for `fromBytes`, or how its reading ended. */
  read(index: number, artefacts: readonly ArtefactMeta[]): Promise<Uint8Array | Stopped>;
  close(): Promise<void>;
}

/**
 * Lists what was handed in.
 *
 * @throws UsageError when nothing can be read there, or it takes too long
 */
export async function startReader(source: Source): Promise<Reader> {
  const entry = new URL(
    import.meta.url.endsWith('.ts') ? './reader-main.ts' : './reader-main.js',
    import.meta.url,
  );
  let running: Process | undefined;
  /** Whatever ended the reading once would do so again. */
  const stopped = new Map<number, Stopped>();
  const one = pLimit(1);
  const kept = new Map<number, Uint8Array>();
  let keptBytes = 0;
  /** Each is asked for twice at most. */
  const taken = (index: number): Uint8Array | undefined => {
    const bytes = kept.get(index);
    kept.delete(index);
    keptBytes -= bytes?.byteLength ?? 0;
    return bytes;
  };
  const keep = (index: number, bytes: Uint8Array): void => {
    if (keptBytes + bytes.byteLength > mostKeptBytes) return;
    kept.set(index, bytes);
    keptBytes += bytes.byteLength;
  };

  const list = async (): Promise<z.infer<typeof foundSchema>> => {
    running = new Process(entry, limits);
    // Folders and directories of archives, however many: more than one submission may take.
    const answer = await running.request(source, { cpuMs: 60_000 });
    if (answer.kind === 'answered') {
      // The archive of a class is the instructor's, however large.
      running.keepShare();
      return foundSchema.parse(answer.value);
    }
    const folder = source.type === 'find' ? source.folder : source.file;
    throw new UsageError('class-stopped', { folder, reason: answer.reason, limit: answer.limit });
  };
  const ask = async (
    index: number,
    artefacts: readonly ArtefactMeta[],
    isAgain = false,
  ): Promise<Answered | Stopped> => {
    const before = stopped.get(index);
    if (before !== undefined) return before;
    if (running === undefined || running.hasStopped) await list();
    const places = artefacts.map(({ id, path, kind, maxKb }) => ({ id, path, kind, maxKb }));
    const answer = await (running as Process).request({ type: 'read', index, artefacts: places });
    if (answer.kind === 'answered') return answer;
    // For what others took at the time it is not to blame: once more.
    if (answer.isShared && !isAgain) return ask(index, artefacts, true);
    const told: Stopped = { ...answer, stage: 'read' };
    stopped.set(index, told);
    return told;
  };

  try {
    const { submissions, notices } = await list();
    return {
      submissions,
      notices,
      async lessonOf(index) {
        const answer = await one(() => ask(index, []));
        return answer.kind === 'answered' ? readSchema.parse(answer.value).lesson : undefined;
      },
      async read(index, artefacts) {
        const before = artefacts.length === 0 ? taken(index) : undefined;
        if (before !== undefined) return before;
        const answer = await one(() => ask(index, artefacts));
        if (answer.kind === 'stopped') return answer;
        if (artefacts.length === 0) keep(index, answer.body);
        return answer.body;
      },
      close: async () => running?.close(),
    };
  } catch (error) {
    await running?.close();
    throw error;
  }
}
