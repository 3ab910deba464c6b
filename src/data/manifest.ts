/** The manifest of a data set: `datasets/<name>/manifest.json`, checked when it is read. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const text = z.string().min(1);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const size = z.int().positive();
// One path segment: a manifest can never name a file outside its folder.
const fileName = z.string().regex(/^[\w-][\w.-]*$/);

/** Where a file may be had, and how it is wrapped there. */
const sourceSchema = z.strictObject({
  url: z.url({ protocol: /^https?$/ }),
  packing: z.literal('gzip').optional(),
  /** A zip, and the path of the file in it. */
  member: text.optional(),
});

const fileSchema = z.strictObject({
  path: fileName,
  format: z.enum([
    ...['pixel-rows', 'idx', 'uint8', 'image-notes', 'csv', 'tsv', 'json', 'lines', 'text'],
    ...['int16', 'wav-zip', 'image-zip', 'voc-zip', 'dat'],
  ] as const),
  /** Where a set has several files: which part of it this is, and which of pictures or labels. */
  split: text.optional(),
  part: z.enum(['images', 'labels', 'ratings', 'items']).optional(),
  /** The same for all examples of this file, among the details. */
  values: z.record(text, text).optional(),
  /** In a JSON of several lists, the list of each split. */
  records: z.record(text, text).optional(),
  /** Exactly, or at most where no checksum of the file itself is known. */
  bytes: size,
  sha256: sha256.optional(),
  /**
   * What is in it. Of a zip: the files that match, their bytes together, and the digest of the list
   * of their digests and names (as `sha256sum` prints it, sorted by name).
   */
  unpacked: z
    .strictObject({
      bytes: size,
      sha256: sha256.optional(),
      files: size.optional(),
      match: text.optional(),
    })
    .optional(),
  urls: z.array(sourceSchema).optional(),
  /** Where it lies in a mirror, from the mirror's base on. */
  mirror: z.strictObject({ path: text, packing: z.literal('gzip').optional() }).optional(),
});

const counts = z.record(text, z.array(z.int().nonnegative()));

const common = {
  name: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  title: text,
  description: text,
  provided: z.discriminatedUnion('by', [
    z.strictObject({ by: z.literal('bundled') }),
    z.strictObject({ by: z.literal('generated'), generator: text, seed: z.int() }),
    z.strictObject({ by: z.literal('download') }),
  ]),
  origin: text,
  /** An SPDX expression, the file with its text, and what of the set is under which. */
  licence: z.strictObject({ id: text, file: z.literal('LICENSE'), note: text.optional() }),
  citation: text,
  /** Examples of each part; `all` where the set has no parts. */
  splits: z.record(text, size),
  /** Examples of each class, by part, in the order of `classes`. */
  classCounts: counts.optional(),
  files: z.array(fileSchema),
};

const imageShape = z.tuple([size, size, size]);
const classes = z.array(text).min(2);
const fields = z.record(text, z.union([text, z.int().nonnegative()]));

const columnSchema = z.strictObject({
  name: text,
  type: z.enum(['number', 'category']),
  unit: text.optional(),
  values: z.array(text).min(1).optional(),
  /** The file has the places in `values`, not the values. */
  coded: z.boolean().optional(),
});

const imagesSchema = z.strictObject({
  ...common,
  kind: z.literal('images'),
  imageShape,
  /** The largest raw pixel; loading divides by it. */
  maxPixel: z.number().positive(),
  classes: classes.optional(),
  attributes: z.array(text).optional(),
  attributeCounts: counts.optional(),
  details: z.record(text, text).optional(),
});

const tableSchema = z.strictObject({
  ...common,
  kind: z.literal('table'),
  /** Whether the first line names the columns, is something else, or is data. */
  header: z.enum(['names', 'skip', 'none']).optional(),
  columns: z.array(columnSchema).min(1),
  target: text,
  /** What stands for a missing value. */
  missing: z.array(z.string()).optional(),
});

const textsSchema = z.strictObject({
  ...common,
  kind: z.literal('texts'),
  language: text,
  classes: classes.optional(),
  /** The file has the places in `classes`, not the classes. */
  coded: z.boolean().optional(),
  /** Where text, label and details stand in a record: a column or a key. */
  fields,
});

const pairsSchema = z.strictObject({
  ...common,
  kind: z.literal('pairs'),
  languages: z.tuple([text, text]),
  classes: classes.optional(),
  fields,
});

const sequencesSchema = z.strictObject({
  ...common,
  kind: z.literal('sequences'),
  length: size,
  classes,
});

const seriesSchema = z.strictObject({
  ...common,
  kind: z.literal('series'),
  time: z.discriminatedUnion('from', [
    z.strictObject({ from: z.enum(['date', 'quarter']), columns: z.array(text).min(1) }),
    z.strictObject({ from: z.literal('rate'), hertz: z.number().positive() }),
  ]),
  every: text,
  columns: z.array(columnSchema).min(1),
});

const audioSchema = z.strictObject({
  ...common,
  kind: z.literal('audio'),
  sampleRate: size,
  language: text,
  classes,
  /** What the name of a recording says, between underscores; `class` is the place in `classes`. */
  nameParts: z.array(text).min(1),
});

const ratingsSchema = z.strictObject({
  ...common,
  kind: z.literal('ratings'),
  scale: z.tuple([z.number(), z.number()]),
  /** Only users and items that have as many ratings. */
  core: size.optional(),
  /** Where they are made: how many there are. */
  users: size.optional(),
  items: size.optional(),
});

const boxesSchema = z.strictObject({
  ...common,
  kind: z.literal('boxes'),
  imageShape,
  classes,
});

export const manifestSchema = z.discriminatedUnion('kind', [
  imagesSchema,
  tableSchema,
  textsSchema,
  pairsSchema,
  sequencesSchema,
  seriesSchema,
  audioSchema,
  ratingsSchema,
  boxesSchema,
]);

export type Manifest = z.infer<typeof manifestSchema>;
export type ManifestFile = z.infer<typeof fileSchema>;
export type ManifestColumn = z.infer<typeof columnSchema>;
export type ManifestOf<Kind extends Manifest['kind']> = Extract<Manifest, { kind: Kind }>;

/**
 * Reads and checks `manifest.json` in a data set's folder.
 *
 * @throws Error naming the file and the fields that are wrong
 */
export async function readManifest(folder: string): Promise<Manifest> {
  const path = join(folder, 'manifest.json');
  const parsed = manifestSchema.safeParse(JSON.parse(await readFile(path, 'utf8')));
  if (!parsed.success) {
    throw new Error(`${path} is not a valid manifest:\n${z.prettifyError(parsed.error)}`);
  }
  return parsed.data;
}
