/**
 * An untrusted `.ipynb` as a list of code cells.
 *
 * Only the sources of code cells are used, and the ids and tags that say which exercise a cell is;
 * outputs, kernelspec and every other metadata are never read.
 */
import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { z } from 'zod';

export const maxNotebookBytes = 16 * 1024 * 1024;
const maxNesting = 64;
const maxCells = 2000;
const maxCellCharacters = 200_000;

export interface CodeCell {
  /** 1-based among the code cells, as a student counts them. */
  number: number;
  id: string | undefined;
  source: string;
}

export interface Notebook {
  cells: CodeCell[];
  /** `metadata.gradus.lesson`, a hint only. */
  lesson: string | undefined;
}

/** Why a file is no notebook; `reason` is a code of the message catalogue. */
export class NotebookError extends Error {
  constructor(
    readonly reason: string,
    readonly detail = '',
    /** sha256 of the file where it could be read. */
    public hash = '',
  ) {
    super(`${reason} ${detail}`.trim());
  }
}

const source = z.union([z.string(), z.array(z.string()).transform((lines) => lines.join(''))]);
const notebookSchema = z.object({
  nbformat: z.literal(4),
  metadata: z
    .object({
      gradus: z
        .object({ lesson: z.string().max(200) })
        .optional()
        .catch(undefined),
    })
    .optional()
    .catch(undefined),
  cells: z
    .array(
      z.object({
        cell_type: z.string(),
        id: z.string().max(64).optional().catch(undefined),
        source: source.pipe(z.string().max(maxCellCharacters)),
      }),
    )
    .max(maxCells),
});

/**
 * Reads a notebook file without following links or waiting on a pipe.
 *
 * @throws NotebookError when it is no plain file, too large, or no notebook of nbformat 4
 */
export async function readNotebook(file: string): Promise<{ notebook: Notebook; hash: string }> {
  const bytes = await readPlainFile(file);
  const hash = createHash('sha256').update(bytes).digest('hex');
  try {
    return { notebook: parseNotebook(bytes), hash };
  } catch (error) {
    if (error instanceof NotebookError) error.hash = hash;
    throw error;
  }
}

/** The bytes of a plain file; a link, a pipe, a device or a folder is refused. */
export async function readPlainFile(file: string): Promise<Buffer> {
  let handle: Awaited<ReturnType<typeof open>>;
  try {
    handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new NotebookError(code === 'ELOOP' ? 'link' : 'unreadable', code ?? '');
  }
  try {
    const stat = await handle.stat();
    if (!stat.isFile()) throw new NotebookError('no-file');
    if (stat.size > maxNotebookBytes) {
      throw new NotebookError('too-large', String(Math.ceil(stat.size / 1024 / 1024)));
    }
    const bytes = Buffer.alloc(stat.size);
    const { bytesRead } = await handle.read(bytes, 0, stat.size, 0);
    return bytes.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** Parses the bytes of a notebook. */
export function parseNotebook(bytes: Buffer): Notebook {
  if (nesting(bytes) > maxNesting) throw new NotebookError('too-deep', String(maxNesting));
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new NotebookError('no-json');
  }
  const parsed = notebookSchema.safeParse(json);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new NotebookError(
      'no-notebook',
      issue ? `${issue.path.join('.')}: ${issue.message}` : '',
    );
  }
  const cells: CodeCell[] = [];
  for (const cell of parsed.data.cells) {
    if (cell.cell_type !== 'code') continue;
    cells.push({ number: cells.length + 1, id: cell.id, source: cell.source });
  }
  return { cells, lesson: parsed.data.metadata?.gradus?.lesson };
}

/** How deep brackets nest, strings apart; one pass, before anything recursive sees the text. */
function nesting(bytes: Buffer): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i];
    if (inString) {
      if (byte === 0x5c) i++;
      else if (byte === 0x22) inString = false;
    } else if (byte === 0x22) inString = true;
    else if (byte === 0x5b || byte === 0x7b) deepest = Math.max(deepest, ++depth);
    else if (byte === 0x5d || byte === 0x7d) depth--;
  }
  return deepest;
}
