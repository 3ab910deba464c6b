/** The manifest of a bundled data set: `datasets/<name>/manifest.json`, checked when it is read. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

export const imageManifestSchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  title: z.string().min(1),
  description: z.string().min(1),
  kind: z.literal('image-classification'),
  examples: z.int().positive(),
  /** Rows and columns of one picture. */
  imageShape: z.tuple([z.int().positive(), z.int().positive()]),
  /** The largest raw pixel; loading divides by it. */
  maxPixel: z.number().positive(),
  classes: z.array(z.string().min(1)).min(2),
  file: z.strictObject({
    // One path segment: a manifest can never name a file outside its folder.
    path: z.string().regex(/^[\w-][\w.-]*$/),
    format: z.literal('csv.gz'),
    bytes: z.int().positive(),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
  }),
  source: z.string().min(1),
  licence: z.string().min(1),
});

export type ImageManifest = z.infer<typeof imageManifestSchema>;

/**
 * Reads and checks `manifest.json` in a data set's folder.
 *
 * @throws Error naming the file and the fields that are wrong
 */
export async function readManifest(folder: string): Promise<ImageManifest> {
  const path = join(folder, 'manifest.json');
  const parsed = imageManifestSchema.safeParse(JSON.parse(await readFile(path, 'utf8')));
  if (!parsed.success) {
    throw new Error(`${path} is not a valid manifest:\n${z.prettifyError(parsed.error)}`);
  }
  return parsed.data;
}
