/**
 * An untrusted `.ipynb` (nbformat 3 or 4) as a list of code cells.
 *
 * Only sources are used, and the ids and marks that hint at which exercise a cell is; outputs,
 * kernelspec and every other metadata are never read.
 */
import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
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
  /** The exercise that the cell's metadata or first line names; a hint only. */
  marker?: string | undefined;
  /** A cell of another type that was read as code; its number is not among those a student sees. */
  retyped?: true;
}

/** A cell of another type, which may be an exercise whose type was changed by accident. */
export interface TextCell {
  /** How many code cells stand before it. */
  after: number;
  id: string | undefined;
  source: string;
  marker?: string | undefined;
}

export interface Notebook {
  cells: CodeCell[];
  /** Markdown and raw cells. */
  texts: TextCell[];
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

const source = z
  .union([z.string(), z.array(z.string()).transform((lines) => lines.join(''))])
  .pipe(z.string().max(maxCellCharacters));
const hint = z.string().max(200);
const id = z.string().max(64).optional().catch(undefined);
const cellMetadata = z
  .object({
    gradus: z.object({ exercise: hint }).optional().catch(undefined),
    tags: z.array(hint).max(100).optional().catch(undefined),
  })
  .optional()
  .catch(undefined);
const notebookMetadata = z
  .object({
    gradus: z.object({ lesson: hint }).optional().catch(undefined),
  })
  .optional()
  .catch(undefined);

const format = z.object({ nbformat: z.union([z.literal(3), z.literal(4)]) });
const cell4 = z.object({ cell_type: z.string(), id, metadata: cellMetadata, source });
const notebook4 = z.object({ metadata: notebookMetadata, cells: z.array(cell4).max(maxCells) });
/** Code stands in `input`, other text in `source`, and cells in worksheets; there were no ids. */
const cell3 = z
  .object({
    cell_type: z.string(),
    metadata: cellMetadata,
    input: source.optional(),
    source: source.optional(),
  })
  .transform(({ cell_type, metadata, input, source }) => ({
    cell_type,
    metadata,
    id: undefined,
    source: (cell_type === 'code' ? input : source) ?? '',
  }));
const notebook3 = z
  .object({
    metadata: notebookMetadata,
    worksheets: z.array(z.object({ cells: z.array(cell3).max(maxCells) })).max(maxCells),
  })
  .transform(({ metadata, worksheets }) => ({
    metadata,
    cells: worksheets.flatMap(({ cells }) => cells),
  }))
  // Once more over all worksheets.
  .refine(({ cells }) => cells.length <= maxCells, { path: ['worksheets'] });

/**
 * Reads a notebook file without following links or waiting on a pipe.
 *
 * @throws NotebookError when it is no plain file, too large, or no notebook of nbformat 3 or 4
 */
export async function readNotebook(
  file: string,
  read: () => Promise<Buffer> = () => readPlainFile(file),
): Promise<{ notebook: Notebook; hash: string }> {
  const bytes = await read();
  const hash = createHash('sha256').update(bytes).digest('hex');
  try {
    return { notebook: parseNotebook(bytes), hash };
  } catch (error) {
    if (error instanceof NotebookError) error.hash = hash;
    throw error;
  }
}

/**
 * The bytes of a plain file; a link, a pipe, a device or a folder is refused.
 *
 * A file with further hard links (`nlink` > 1) is taken where it belongs to the owner of its folder,
 * as in a copy made with `cp -al`; a file of somebody else, linked into the folder from outside, is
 * refused.
 */
export async function readPlainFile(file: string, maxBytes = maxNotebookBytes): Promise<Buffer> {
  let handle: Awaited<ReturnType<typeof open>>;
  try {
    handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new NotebookError(code === 'ELOOP' ? 'link' : 'unreadable', code ?? '');
  }
  try {
    const found = await handle.stat();
    if (!found.isFile()) throw new NotebookError('no-file');
    if (isForeignLink(found, await stat(dirname(file)))) throw new NotebookError('hard-link');
    if (found.size > maxBytes) {
      throw new NotebookError('too-large', String(Math.ceil(found.size / 1024 / 1024)));
    }
    const bytes = Buffer.alloc(found.size);
    const { bytesRead } = await handle.read(bytes, 0, found.size, 0);
    return bytes.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** A hard link, in a folder, to a file of another user than the folder's. */
export const isForeignLink = (
  file: { nlink: number; uid: number },
  folder: { uid: number },
): boolean => file.nlink > 1 && file.uid !== folder.uid;

/** Parses the bytes of a notebook. */
export function parseNotebook(bytes: Buffer): Notebook {
  if (nesting(bytes) > maxNesting) throw new NotebookError('too-deep', String(maxNesting));
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new NotebookError('no-json');
  }
  const found = format.safeParse(json);
  if (!found.success) throw noNotebook(found.error);
  const parsed = (found.data.nbformat === 3 ? notebook3 : notebook4).safeParse(json);
  if (!parsed.success) throw noNotebook(parsed.error);
  const cells: CodeCell[] = [];
  const texts: TextCell[] = [];
  for (const { cell_type, id, metadata, source } of parsed.data.cells) {
    const marker = metadata?.gradus?.exercise ?? markIn(metadata?.tags, source);
    if (cell_type === 'code') cells.push({ number: cells.length + 1, id, source, marker });
    else texts.push({ after: cells.length, id, source, marker });
  }
  return { cells, texts, lesson: parsed.data.metadata?.gradus?.lesson };
}

/** The tag `exercise:softmax`, or the first line `// exercise: softmax`. */
function markIn(tags: readonly string[] = [], source: string): string | undefined {
  const tag = tags.find((text) => text.startsWith('exercise:'));
  if (tag !== undefined) return tag.slice('exercise:'.length);
  const [first = ''] = source.slice(0, 300).trimStart().split('\n', 1);
  return /^\/\/ *exercise: *([\p{L}_$][\p{L}\d_$]*)\s*$/u.exec(first)?.[1];
}

function noNotebook({ issues: [issue] }: z.ZodError): NotebookError {
  const detail = issue ? `${issue.path.join('.')}: ${issue.message}` : '';
  return new NotebookError('no-notebook', detail);
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
