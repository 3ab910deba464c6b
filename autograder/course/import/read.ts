/**
 * An untrusted `.ipynb` with everything in it but outputs.
 *
 * The reader of submissions keeps sources alone, and leaves out what is too large. Here a part that
 * was left out would be lost to the author, so a file is read whole or refused.
 */
import { z } from 'zod';
import { fileKind, headBytes } from '../../submission/file-kind.js';
import { maxNotebookBytes } from '../../submission/notebook.js';
import { NotebookError } from '../../submission/notebook-error.js';
import { plainFileChunks } from '../../submission/plain-file.js';
import { Utf8Text } from '../../submission/utf8-text.js';

/** Of an author's notebook; a lesson has about a hundred. */
const maxCells = 5000;
/** JSON deeper than this would exhaust the stack of what writes it again. */
const maxDepth = 500;

export type Json = Record<string, unknown>;

/** A cell as nbformat 4 has it. */
export interface ImportedCell {
  kind: 'code' | 'markdown' | 'raw';
  source: string;
  /** Every other key as it stood: id, metadata, attachments. */
  rest: Json;
  /** What a run left of a code cell, where it was asked for: outputs and count. */
  ran?: Json;
}

export interface ImportedNotebook {
  cells: ImportedCell[];
  /** Every key of the notebook but its cells: metadata, nbformat, nbformat_minor. */
  rest: Json;
}

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const object = z.custom<Json>(isObject);
const source = z.union([z.string(), z.array(z.string()).transform((parts) => parts.join(''))]);
const metadata = object.optional();
const format = z.object({ nbformat: z.union([z.literal(3), z.literal(4)]) });
const kinds = z.enum(['code', 'markdown', 'raw']);
const cell4 = z.object({ cell_type: kinds, source: source.default(''), metadata });
const notebook4 = z.object({ cells: z.array(object).max(maxCells), metadata });
const cell3 = z.object({
  cell_type: z.enum(['code', 'markdown', 'raw', 'heading', 'html']),
  source: source.optional(),
  input: source.optional(),
  level: z.int().min(1).max(6).default(1),
  metadata,
});
const sheet3 = z.object({ cells: z.array(object).default([]), metadata });
const notebook3 = z.object({ worksheets: z.array(sheet3).max(maxCells), metadata });

export interface ReadOptions {
  /** Keep what a run left of code cells. Default false. */
  runs?: boolean;
}

/** Reads a file. @throws NotebookError when it is no plain file, too large, or no notebook */
export async function readImported(
  file: string,
  options: ReadOptions = {},
): Promise<ImportedNotebook> {
  const text = new Utf8Text();
  const pieces: Buffer[] = [];
  for await (const chunk of plainFileChunks(file, maxNotebookBytes)) pieces.push(text.push(chunk));
  pieces.push(text.end());
  return parseImported(Buffer.concat(pieces).toString(), options);
}

/** Reads a notebook's text. @throws NotebookError */
export function parseImported(text: string, { runs = false }: ReadOptions = {}): ImportedNotebook {
  const json = parseJson(text);
  if (!isObject(json)) throw new NotebookError('no-object');
  const found = format.safeParse(json);
  if (!found.success) {
    if (typeof json.nbformat !== 'number') throw new NotebookError('no-notebook', 'nbformat');
    throw new NotebookError('nbformat', String(json.nbformat));
  }
  const { cells: _cells, worksheets: _worksheets, ...rest } = json;
  return found.data.nbformat === 3 ? upgraded(json, rest) : current(json, rest, runs);
}

function parseJson(text: string): unknown {
  if (text === '') throw new NotebookError('empty');
  if (text.trim() === '') throw new NotebookError('blank');
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    const kind = fileKind(Buffer.from(text.slice(0, headBytes)));
    if (kind !== undefined) throw new NotebookError(kind);
    throw new NotebookError('no-json', '1');
  }
  let level: unknown[] = [json];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > maxDepth) throw new NotebookError('too-deep', String(maxDepth));
    level = level.flatMap((value) =>
      typeof value === 'object' && value !== null ? Object.values(value) : [],
    );
  }
  return json;
}

function current(json: Json, rest: Json, runs: boolean): ImportedNotebook {
  const { cells } = valid(notebook4, json);
  return {
    rest,
    cells: cells.map((cell, i) => {
      const { cell_type: kind, source } = valid(cell4, cell, ['cells', i]);
      // Attachments and ids stay; outputs and the count of a run are made anew by a run.
      const { cell_type: _1, source: _2, outputs, execution_count, ...others } = cell;
      const ran = runs && kind === 'code' ? { ran: { outputs, execution_count } } : {};
      return { kind, source, rest: others, ...ran };
    }),
  };
}

/** nbformat 3 as nbformat's own upgrade makes 4 of it: worksheets joined, headings as Markdown. */
function upgraded(json: Json, rest: Json): ImportedNotebook {
  const { worksheets } = valid(notebook3, json);
  const cells = worksheets.flatMap((sheet, s) =>
    sheet.cells.map((cell, i) => upgradedCell(cell, ['worksheets', s, 'cells', i])),
  );
  if (cells.length > maxCells) throw new NotebookError('too-many-cells', String(maxCells));
  const before = isObject(rest.metadata) ? rest.metadata : {};
  const sheets = worksheets.map(({ cells, metadata = {} }) => ({ cells: cells.length, metadata }));
  const isPlain = sheets.length < 2 && sheets.every((one) => Object.keys(one.metadata).length < 1);
  const metadata = { ...before, orig_nbformat: 3, ...(!isPlain && { worksheets: sheets }) };
  return { cells, rest: { ...rest, metadata, nbformat: 4, nbformat_minor: 4 } };
}

function upgradedCell(cell: Json, path: (string | number)[]): ImportedCell {
  const { cell_type: type, level, ...found } = valid(cell3, cell, path);
  const { cell_type: _1, source: _2, input: _3, outputs: _4, prompt_number: _5, ...others } = cell;
  const { metadata: _6, level: _7, language, collapsed, ...unknown } = others;
  const metadata = {
    ...found.metadata,
    ...(collapsed !== undefined && { collapsed }),
    ...(language !== undefined && { language }),
  };
  const rest = { ...unknown, metadata };
  if (type === 'code') return { kind: 'code', source: found.input ?? found.source ?? '', rest };
  const text = found.source ?? found.input ?? '';
  if (type === 'raw') return { kind: 'raw', source: text, rest };
  const source = type === 'heading' ? `${'#'.repeat(level)} ${text.replace(/\n/g, ' ')}` : text;
  return { kind: 'markdown', source, rest };
}

function valid<S extends z.ZodType>(
  schema: S,
  value: unknown,
  path: readonly (string | number)[] = [],
): z.infer<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  if (issue?.code === 'too_big' && issue.path.at(-1) !== 'level') {
    throw new NotebookError('too-many-cells', String(maxCells));
  }
  throw new NotebookError('no-notebook', [...path, ...(issue?.path ?? [])].join('.'));
}
