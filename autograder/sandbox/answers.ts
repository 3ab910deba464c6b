/** What a sandbox and the judge say to each other, besides calls and their outcomes. */
import { z } from 'zod';
import type { Ended } from '../judge/ended.js';
import { maxHeaderBytes } from '../judge/frame.js';
import type { Issue } from '../judge/verdict.js';
import { longestUncaught, mostUncaught } from './uncaught.js';

export const loadedSchema = z.strictObject({
  type: z.literal('loaded'),
  id: z.number(),
  types: z.array(z.tuple([z.string().max(200), z.string().max(20)])).max(200),
});
export const idleSchema = z.strictObject({ type: z.literal('idle'), id: z.number() });

export const uncaughtSchema = z
  .array(
    z.strictObject({
      name: z.string().max(longestUncaught.name),
      message: z.string().max(longestUncaught.message),
      stack: z.string().max(longestUncaught.stack),
    }),
  )
  .max(mostUncaught);

export const syncedSchema = z.strictObject({
  type: z.literal('synced'),
  id: z.number(),
  noticed: z.array(z.string().max(100)).max(50),
  uncaught: uncaughtSchema,
});

const mb = 1024 * 1024;

/** Of a script that is too long to be sent; nothing has happened to the process. */
export function tooLarge(code: string): Ended {
  const size = Math.ceil((Buffer.byteLength(JSON.stringify(code)) / mb) * 10) / 10;
  const issue: Issue = { code: 'code-too-large', params: { mb: size, most: maxHeaderBytes / mb } };
  return { kind: 'ended', verdict: 'error', issue };
}
