/** Reading submissions that come as values, each by itself, in a process that may be ended. */
import type { ArtefactMeta } from '../course/index.js';
import type { ArtefactPlace } from '../submission/artefact.js';
import { join } from './frames.js';
import { Process, type Stopped } from './process.js';
import { placesOf, readerEntry, readerLimits } from './reader.js';
import { Restarting } from './restarting.js';
import { type Listed, listedSchema } from './submission.js';

/** What one student handed in. */
export interface HandedIn {
  student: string;
  /** 1 for the first. Default 1. */
  attempt?: number;
  /** The files by their path, with `/` between folders: the notebook and what lies beside it. */
  files: Readonly<Record<string, Uint8Array>>;
}

/** What the process is asked; the bytes of the files follow. */
export interface HandedInRequest {
  student: string;
  attempt: number;
  names: readonly string[];
  lengths: readonly number[];
  artefacts: readonly (ArtefactPlace & { id: string })[];
  lesson: string;
  reference?: string;
}

export interface HandedInReader {
  /** The submission as bytes for `fromBytes`, or how its reading ended. */
  read(handedIn: HandedIn): Promise<{ submission: Listed; read: Uint8Array | Stopped }>;
  close(): Promise<void>;
}

export function startHandedInReader(
  lesson: { id: string; artefacts: readonly ArtefactMeta[] },
  reference?: string,
): HandedInReader {
  const process = new Restarting({ start: () => new Process(readerEntry, readerLimits) });
  const artefacts = placesOf(lesson.artefacts);
  const where = { artefacts, lesson: lesson.id, reference };
  return {
    async read({ student, attempt = 1, files }) {
      const names = Object.keys(files);
      const { lengths, body } = join(Object.values(files));
      const request = { type: 'handedIn', student, attempt, names, lengths, ...where };
      const answer = await process.request(request, { body });
      if (answer.kind === 'answered') {
        return { submission: listedSchema.parse(answer.value), read: answer.body };
      }
      return { submission: { student, attempt }, read: { ...answer, stage: 'read' } };
    },
    close: () => process.close(),
  };
}
