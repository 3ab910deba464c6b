/**
 * An untrusted `.ipynb` (nbformat 3 or 4) as a list of code cells.
 *
 * Only sources are used, and the ids and marks that hint at which exercise a cell is; outputs,
 * kernelspec and every other metadata are never read. A file of up to 256 MB is read piece by piece
 * (`skim.ts`), so that outputs cost time and no memory; a cell that is too large is left out alone.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { fileKind, headBytes } from './file-kind.js';
import { declaredNames, type LeftOut, tooLarge } from './large-cells.js';
import { NotebookError } from './notebook-error.js';
import { plainFileChunks } from './plain-file.js';
import { NotebookSkimmer } from './skim.js';
import { skimCaps } from './skim-rules.js';
import { Utf8Text } from './utf8-text.js';

export { NotebookError } from './notebook-error.js';
export { isForeignLink } from './plain-file.js';

export const maxNotebookBytes = 256 * 1024 * 1024;
const maxCells = skimCaps.cells;

export interface CodeCell {
  /** 1-based among the code cells, as a student counts them. */
  number: number;
  id: string | undefined;
  source: string;
  /** The exercise that the cell's metadata or first line names; a hint only. */
  marker?: string | undefined;
  /** A cell of another type that was read as code; its number is not among those a student sees. */
  retyped?: true;
  /** It is too large: its source is empty here. */
  leftOut?: LeftOut;
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
  /** `metadata.gradus.version`: of the lesson when it was handed out. */
  version?: number | undefined;
}

const source = z.union([z.string(), z.array(z.string()).transform((lines) => lines.join(''))]);
/** The size of a source that was cut. */
const cut = z.number().default(0);
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
    gradus: z
      .object({ lesson: hint, version: z.int().min(1).optional().catch(undefined) })
      .optional()
      .catch(undefined),
  })
  .optional()
  .catch(undefined);

const format = z.object({ nbformat: z.union([z.literal(3), z.literal(4)]) });
const cell4 = z
  .object({ cell_type: z.string(), id, metadata: cellMetadata, source, '#source': cut })
  .transform(({ '#source': cut, ...cell }) => ({ ...cell, cut }));
const notebook4 = z.object({ metadata: notebookMetadata, cells: z.array(cell4).max(maxCells) });
/** Code stands in `input`, other text in `source`, and cells in worksheets; there were no ids. */
const cell3 = z
  .object({
    cell_type: z.string(),
    metadata: cellMetadata,
    input: source.optional(),
    source: source.optional(),
    '#input': cut,
    '#source': cut,
  })
  .transform((cell) => {
    const key = cell.cell_type === 'code' ? 'input' : 'source';
    const { cell_type, metadata } = cell;
    return { cell_type, metadata, id: undefined, source: cell[key] ?? '', cut: cell[`#${key}`] };
  });
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
  .refine(({ cells }) => cells.length <= maxCells, { params: { tooMany: true } });

type RawCell = z.infer<typeof cell4>;

/** A file's bytes: all at once, or piece by piece. */
export type NotebookBytes = () => Promise<Uint8Array> | AsyncIterable<Uint8Array>;

/**
 * Reads a notebook file without following links or waiting on a pipe.
 *
 * @throws NotebookError when it is no plain file, too large, or no notebook of nbformat 3 or 4
 */
export async function readNotebook(
  file: string,
  bytes: NotebookBytes = () => plainFileChunks(file, maxNotebookBytes),
): Promise<{ notebook: Notebook; hash: string }> {
  const hash = createHash('sha256');
  const reader = new NotebookReader();
  for await (const chunk of piecesOf(bytes())) {
    hash.update(chunk);
    reader.push(chunk);
  }
  const digest = hash.digest('hex');
  try {
    return { notebook: reader.end(), hash: digest };
  } catch (error) {
    if (error instanceof NotebookError) error.hash = digest;
    throw error;
  }
}

async function* piecesOf(
  bytes: Promise<Uint8Array> | AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  if (bytes instanceof Promise) yield await bytes;
  else yield* bytes;
}

/** Parses the bytes of a notebook. */
export function parseNotebook(bytes: Uint8Array): Notebook {
  const reader = new NotebookReader();
  reader.push(bytes);
  return reader.end();
}

/** A notebook in the making: what is wrong with the bytes is told when all have come. */
class NotebookReader {
  readonly #text = new Utf8Text();
  readonly #skimmer = new NotebookSkimmer();
  #head = Buffer.alloc(0);
  #isBlank = true;
  #size = 0;
  #error: NotebookError | undefined;

  push(chunk: Uint8Array): void {
    this.#size += chunk.length;
    if (this.#head.length < headBytes) {
      this.#head = Buffer.concat([this.#head, chunk.subarray(0, headBytes - this.#head.length)]);
    }
    this.#take(() => this.#text.push(chunk));
  }

  /** @throws NotebookError */
  end(): Notebook {
    this.#take(() => this.#text.end());
    if (this.#size === 0) throw new NotebookError('empty');
    if (this.#isBlank && this.#error === undefined) throw new NotebookError('blank');
    try {
      if (this.#error !== undefined) throw this.#error;
      return notebookIn(JSON.parse(this.#skimmer.end()));
    } catch (error) {
      // What is no JSON may be something else that has a name.
      const kind = fileKind(this.#head);
      if (kind !== undefined) throw new NotebookError(kind);
      throw error;
    }
  }

  #take(text: () => Buffer): void {
    if (this.#error !== undefined) return;
    try {
      const bytes = text();
      this.#isBlank &&= !bytes.some((byte) => byte > 0x20 || byte === 0);
      this.#skimmer.push(bytes);
    } catch (error) {
      if (!(error instanceof NotebookError)) throw error;
      this.#error = error;
    }
  }
}

function notebookIn(json: unknown): Notebook {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw new NotebookError('no-object');
  }
  const found = format.safeParse(json);
  if (!found.success) {
    const version = (json as { nbformat?: unknown }).nbformat;
    if (typeof version !== 'number') throw new NotebookError('no-notebook', 'nbformat');
    throw new NotebookError('nbformat', String(version));
  }
  const parsed = (found.data.nbformat === 3 ? notebook3 : notebook4).safeParse(json);
  if (!parsed.success) throw noNotebook(parsed.error);
  const { cells: raw, metadata } = parsed.data;
  const { lesson, version } = metadata?.gradus ?? {};
  return { ...sorted(raw), lesson, ...(version !== undefined && { version }) };
}

/** Code cells, and others; sources that are too large are left out. */
function sorted(raw: readonly RawCell[]): Pick<Notebook, 'cells' | 'texts'> {
  const isCode = ({ cell_type }: RawCell): boolean => cell_type === 'code';
  const code = leftOutOf(raw.filter(isCode));
  const other = leftOutOf(raw.filter((cell) => !isCode(cell)));
  const cells: CodeCell[] = [];
  const texts: TextCell[] = [];
  for (const cell of raw) {
    const { id, metadata } = cell;
    const size = (isCode(cell) ? code : other).get(cell);
    const source = size === undefined ? cell.source : '';
    const marker = metadata?.gradus?.exercise ?? markIn(metadata?.tags, cell.source);
    if (!isCode(cell)) texts.push({ after: cells.length, id, source, marker });
    else {
      const own: CodeCell = { number: cells.length + 1, id, source, marker };
      if (size !== undefined) own.leftOut = { bytes: size, names: declaredNames(cell.source) };
      cells.push(own);
    }
  }
  return { cells, texts };
}

/** The sizes of those that are left out. */
function leftOutOf(cells: readonly RawCell[]): Map<RawCell, number> {
  const sizes = cells.map(({ source, cut }) => (cut > 0 ? cut : Buffer.byteLength(source)));
  const isCut = new Set(cells.flatMap(({ cut }, i) => (cut > 0 ? [i] : [])));
  const out = [...tooLarge(sizes, isCut)];
  return new Map(out.map((i) => [cells[i] as RawCell, sizes[i] ?? 0]));
}

/** The tag `exercise:softmax`, or the first line `// exercise: softmax`. */
function markIn(tags: readonly string[] = [], source: string): string | undefined {
  const tag = tags.find((text) => text.startsWith('exercise:'));
  if (tag !== undefined) return tag.slice('exercise:'.length);
  const [first = ''] = source.slice(0, 300).trimStart().split('\n', 1);
  return /^\/\/ *exercise: *([\p{L}_$][\p{L}\d_$]*)\s*$/u.exec(first)?.[1];
}

function noNotebook({ issues: [issue] }: z.ZodError): NotebookError {
  const isList = issue?.code === 'too_big' && issue.path.at(-1) === 'cells';
  const isSum = issue?.code === 'custom';
  if (isList || isSum) return new NotebookError('too-many-cells', String(maxCells));
  const detail = issue?.path.length ? issue.path.join('.') : '';
  return new NotebookError('no-notebook', detail);
}
