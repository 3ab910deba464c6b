/**
 * Which version of a lesson a notebook holds: hashes of its cells as they were handed out.
 *
 * They stand in the notebook's metadata, which JupyterLab keeps. So it can be told, years later and
 * without the old version, what its reader has changed.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';

export interface Content {
  /** Of all cells together: the version. */
  content: string;
  /** Cell id → hash of its source. */
  cells: Record<string, string>;
}

const short = (text: string): string =>
  createHash('sha256').update(text).digest('hex').slice(0, 12);

/** The same for what differs in line ends and in blanks at the end of lines: editors change those. */
export const sourceHash = (source: string): string =>
  short(
    source
      .replace(/\r\n?/g, '\n')
      .replace(/[ \t]+$/gm, '')
      .trimEnd(),
  );

export function contentOf(cells: readonly { id: string; source: string }[]): Content {
  const entries = cells.map(({ id, source }) => [id, sourceHash(source)] as const);
  const content = short(entries.map((entry) => entry.join(' ')).join('\n'));
  return { content, cells: Object.fromEntries(entries) };
}

const hash = z.string().regex(/^[0-9a-f]{12}$/);

/** What a notebook says of its edition, as far as it is there: those of earlier days name less. */
const handedOutSchema = z.object({
  lesson: z.string().max(200).optional().catch(undefined),
  language: z.enum(['en', 'zh']).optional().catch(undefined),
  version: z.int().optional().catch(undefined),
  content: hash.optional().catch(undefined),
  cells: z
    .record(z.string().max(64), hash)
    .refine((cells) => Object.keys(cells).length <= 5000)
    .optional()
    .catch(undefined),
});
export type HandedOut = z.infer<typeof handedOutSchema>;

/** @param metadata of a notebook, as anybody may have written it */
export function handedOutOf(metadata: unknown): HandedOut {
  const own = z
    .object({ gradus: z.looseObject({}).optional().catch(undefined), gradus_cells: z.unknown() })
    .partial()
    .safeParse(metadata);
  const { gradus, gradus_cells: cells } = own.data ?? {};
  return handedOutSchema.parse({ ...gradus, cells });
}
