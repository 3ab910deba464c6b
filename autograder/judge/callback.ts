/** The judge's side of a callback: checks the frame, runs the judge's function, encodes its answer. */
import { z } from 'zod';
import { Decoder, Encoder } from './codec.js';
import { type Ended, tampered } from './ended.js';
import { Failure } from './failure.js';
import { encodeFrame, type Frame } from './frame.js';
import type { Value } from './value.js';

/** Student code called a callback, or a promise that one answered by has settled. */
export interface CallbackUse {
  handle: number;
  settled: boolean;
  args: readonly Value[];
  /** Bytes that came over the pipe for it. */
  size: number;
}

/** Answers a use. A throw ends the test: a `Failure` with its verdict, anything else as the judge's own. */
export type OnCallback = (use: CallbackUse) => Value;

const count = z.number().int().nonnegative();
const useSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('callback'),
    id: count,
    handle: count,
    args: z.array(z.unknown()).max(64),
  }),
  z.strictObject({ type: z.literal('settled'), id: count, handle: count }),
]);

/** Whether a frame says that it is about a callback; nothing else of it is checked. */
export function isCallback({ header }: Frame): boolean {
  if (typeof header !== 'object' || header === null || !('type' in header)) return false;
  return header.type === 'callback' || header.type === 'settled';
}

/** The reply to a callback frame of call `callId`, if it wants one, or how the test ends. */
export function answerCallback(
  frame: Frame,
  callId: number,
  onCallback: OnCallback | undefined,
): { reply: Uint8Array | undefined } | Ended {
  const parsed = useSchema.safeParse(frame.header);
  if (!parsed.success) return tampered('unknown-frame');
  const use = parsed.data;
  if (use.id !== callId || onCallback === undefined) return tampered('callback-out-of-turn');
  const settled = use.type === 'settled';
  let args: Value[] = [];
  try {
    const decoder = new Decoder(frame.body);
    if (use.type === 'callback') args = use.args.map((node) => decoder.decode(node));
  } catch {
    return tampered('malformed-callback');
  }
  try {
    const value = onCallback({ handle: use.handle, settled, args, size: frame.size });
    if (settled) return { reply: undefined };
    const encoder = new Encoder();
    const node = encoder.encode(value);
    const reply = { type: 'callback-value', id: callId, value: node };
    return { reply: encodeFrame(reply, encoder.chunks) };
  } catch (error) {
    if (error instanceof Failure) {
      return { kind: 'ended', verdict: error.verdict, issue: error.issue };
    }
    const message = error instanceof Error ? error.message : String(error);
    return {
      kind: 'ended',
      verdict: 'error',
      issue: { code: 'judge-failed', params: { message } },
    };
  }
}
