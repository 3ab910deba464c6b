import type { ArtefactReason, NotebookReason } from '../../src/messages/index.js';

/** Why a file that was handed in was not read. */
export type FileReason = NotebookReason | ArtefactReason;

/** Why a file is no notebook; the reason selects the sentence in the catalogue. */
export class NotebookError extends Error {
  constructor(
    readonly reason: FileReason,
    /** What the sentence is filled with: a line, a size in MB, an encoding. */
    readonly detail = '',
    /** sha256 of the file where it could be read. */
    public hash = '',
  ) {
    super(`${reason} ${detail}`.trim());
  }
}

/** A size as messages give it: `0.3`, `60`. */
export const inMb = (bytes: number): string => {
  const mb = bytes / 1024 / 1024;
  return mb < 10 ? mb.toFixed(1) : String(Math.ceil(mb));
};
