/** `numbers.json` beside a lesson, as `gradus numbers` writes it. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';

export const recordedSchema = z.strictObject({
  schemaVersion: z.literal(2),
  lesson: z.string(),
  /** How to make the file anew. */
  command: z.string(),
  /** Of the course when the lesson ran; `-dirty` behind it where files were changed. */
  commit: z.string(),
  machine: z.strictObject({
    cpu: z.string(),
    cores: z.int(),
    memoryGb: z.number(),
    system: z.string(),
    node: z.string(),
  }),
  /** That TensorFlow.js computed with; `none` where the lesson makes no tensor. */
  backend: z.strictObject({ name: z.string(), device: z.string() }),
  at: z.iso.datetime(),
  /** Of the cells that ran. */
  code: z.string(),
  seeds: z.array(z.int()).min(1),
  /** A run of the solved lesson in the kernel, one for each seed. */
  seconds: z.array(z.number()),
  /** One value for each seed. */
  numbers: z.record(z.string(), z.array(z.number())),
});
export type Recorded = z.infer<typeof recordedSchema>;

/** Where the recorded numbers of a lesson lie. */
export const recordedPath = (lessonPath: string): string =>
  join(dirname(lessonPath), 'numbers.json');

/** What was recorded; `broken` where the file is not what `gradus numbers` writes. */
export async function readRecorded(lessonPath: string): Promise<Recorded | 'broken' | undefined> {
  const path = recordedPath(lessonPath);
  if (!existsSync(path)) return undefined;
  try {
    const recorded = recordedSchema.parse(JSON.parse(await readFile(path, 'utf8')));
    const count = recorded.seeds.length;
    const isWhole = Object.values(recorded.numbers).every(({ length }) => length === count);
    return isWhole ? recorded : 'broken';
  } catch {
    return 'broken';
  }
}
