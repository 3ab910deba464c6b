/** The judge's side of a driver: sends a call, checks the reply, never believes more than a value. */
import { z } from 'zod';
import type { OnCallback } from './callback.js';
import { Decoder, Encoder } from './codec.js';
import type { Operation } from './driver-core.js';
import { type Ended, tampered } from './ended.js';
import { encodeFrame, type Frame } from './frame.js';
import { ErrorValue, type Value } from './value.js';

export type CallOutcome =
  /** `left`: tensors beside the answer; `frames`: calls of `tf.nextFrame`; both as the process says. */
  | { kind: 'value'; value: Value; args: Value[]; left?: number; frames?: number }
  | { kind: 'threw'; error: ErrorValue }
  | { kind: 'unencodable'; message: string }
  | Ended;

/** What a call is other than that of a function by name. */
export interface CallOptions {
  op?: Operation;
  /** What the driver holds, for `method`, `get` and `apply`. */
  handle?: number;
  /** Answers callbacks while the call lasts; without it each is a breach. */
  onCallback?: OnCallback;
}

export interface Driver {
  /** Calls a function by name. Never rejects. `deadlineMs` counts from now. */
  call(
    fn: string,
    args: readonly Value[],
    deadlineMs: number,
    options?: CallOptions,
  ): Promise<CallOutcome>;
  /** Between two tests: what is held is released; anything still in the pipe belonged to the test that ends here. */
  settle(): Promise<Ended | undefined>;
  close(): Promise<void>;
}

const id = z.number().int().nonnegative();
const replySchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('value'),
    id,
    value: z.unknown(),
    args: z.array(z.unknown()).max(64),
    left: z.int().nonnegative().optional(),
    frames: z.int().nonnegative().optional(),
  }),
  z.strictObject({ type: z.literal('threw'), id, error: z.unknown() }),
  z.strictObject({
    type: z.literal('unencodable'),
    id,
    code: z.string().max(20),
    message: z.string().max(400),
  }),
]);

/** Encodes a call. Throws `CodecError` when the judge's own arguments are over a cap. */
export function encodeCall(
  callId: number,
  fn: string,
  args: readonly Value[],
  { op = 'call', handle }: CallOptions = {},
): Uint8Array {
  const encoder = new Encoder();
  const nodes = args.map((argument) => encoder.encode(argument));
  return encodeFrame({ type: 'call', id: callId, op, fn, handle, args: nodes }, encoder.chunks);
}

/** Reads the reply to call `callId`. What is not exactly that is a breach. */
export function readReply(frame: Frame, callId: number): CallOutcome {
  const parsed = replySchema.safeParse(frame.header);
  if (!parsed.success) return tampered('unknown-frame');
  const reply = parsed.data;
  if (reply.id !== callId) return tampered('frame-out-of-turn');
  try {
    const decoder = new Decoder(frame.body);
    if (reply.type === 'unencodable') return { kind: 'unencodable', message: reply.message };
    if (reply.type === 'threw') {
      const error = decoder.decode(reply.error);
      return error instanceof ErrorValue ? { kind: 'threw', error } : tampered('malformed-error');
    }
    return {
      kind: 'value',
      value: decoder.decode(reply.value),
      args: reply.args.map((node) => decoder.decode(node)),
      ...(reply.left === undefined ? {} : { left: reply.left }),
      ...(reply.frames === undefined ? {} : { frames: reply.frames }),
    };
  } catch {
    return tampered('malformed-value');
  }
}
