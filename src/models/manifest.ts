/** `manifest.json` of a model's folder: what the model is, and what belongs to it. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { ModelFileError } from '../backend/model-file-error.js';
import { messages } from '../messages/index.js';

export const MANIFEST = 'manifest.json';

/** Raised when a reader of before would misread a folder. */
export const FORMAT = 1;

const size = z.int().min(0);
const tensors = z.array(
  z.strictObject({
    name: z.string().min(1),
    shape: z.array(size),
    dtype: z.enum(['float32', 'int32', 'bool']),
  }),
);
/** What goes in or comes out; null where the size is that of the batch, or of a text. */
const places = z.array(z.strictObject({ shape: z.array(size.nullable()), dtype: z.string() }));
const numbers = z.array(z.number()).min(1);

export const manifestSchema = z.strictObject({
  format: z.literal(FORMAT),
  /** The version of gradus that wrote it. */
  gradus: z.string().min(1),
  id: z.string().min(1),
  task: z.string().min(1),
  options: z.record(z.string(), z.json()),
  inputs: places,
  outputs: places,
  /** The name of each class. */
  labels: z.array(z.string()).min(1).optional(),
  vocabulary: z
    .strictObject({ kind: z.enum(['characters', 'words']), tokens: z.array(z.string()).min(1) })
    .optional(),
  /** As `tokenizer.json` has it. */
  tokenizer: z.record(z.string(), z.unknown()).optional(),
  scaler: z
    .strictObject({ mean: numbers, deviation: z.array(z.number().positive()).min(1) })
    .optional(),
  /** Layers that TensorFlow.js alone does not know; without any, a web page loads `model.json`. */
  unknownToTensorFlowJs: z.array(z.string()),
  weights: z.strictObject({
    // One name, no path: a manifest can never name a file outside its folder.
    file: z.string().regex(/^weights-[0-9a-f]{16}\.bin$/),
    bytes: size,
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    tensors,
  }),
});

export type Manifest = z.infer<typeof manifestSchema>;

/** The value at a path of a manifest, short enough for a message. */
function shownAt(manifest: unknown, path: readonly PropertyKey[]): string {
  const value = path.reduce<unknown>((owner, key) => Reflect.get(Object(owner), key), manifest);
  const text = JSON.stringify(value) ?? 'undefined';
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

/** The first field that does not fit, and what it holds. */
export function misfit(error: z.ZodError, manifest: unknown): { field: string; given: string } {
  const [issue] = error.issues;
  const keys = issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
  const at = [...(issue?.path ?? []), ...keys];
  return { field: at.map(String).join('.') || MANIFEST, given: shownAt(manifest, at) };
}

/**
 * Reads and checks the manifest of a model's folder.
 *
 * @throws ModelFileError when it is missing, no manifest, or of a newer version
 */
export async function readManifest(folder: string): Promise<Manifest> {
  const { folder: say } = messages().models;
  const path = join(folder, MANIFEST);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
    const absent = code === 'ENOENT' || code === 'ENOTDIR';
    const message = absent ? say.noManifest({ path }) : say.notRead({ path, reason: code });
    throw new ModelFileError(message, path, { cause });
  }
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch (cause) {
    throw new ModelFileError(say.notJson({ path }), path, { cause });
  }
  const format: unknown = Reflect.get(Object(given), 'format');
  if (typeof format === 'number' && format > FORMAT) {
    const by = shownAt(given, ['gradus']);
    throw new ModelFileError(say.newer({ path, format, known: FORMAT, by }), path);
  }
  const parsed = manifestSchema.safeParse(given);
  if (parsed.success) return parsed.data;
  const message = say.field({ path, ...misfit(parsed.error, given) });
  throw new ModelFileError(message, path);
}
