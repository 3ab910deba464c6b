/**
 * What answers a call: decodes the arguments, calls the function, awaits it, encodes the answer.
 *
 * The same code runs in the sandbox, in a notebook's kernel and over the reference solution, so
 * that a value means the same in all three.
 */
import { CodecError, Decoder, Encoder, type TensorAdapter } from './codec.js';
import { encodeFrame, type Frame } from './frame.js';
import { ErrorValue } from './value.js';

export interface CallHeader {
  type: 'call';
  id: number;
  fn: string;
  args: unknown[];
}

/** Answers one call frame with one reply frame. Never rejects for anything the function does. */
export async function answerCall(
  frame: Frame,
  functions: Readonly<Record<string, unknown>>,
  adapter: TensorAdapter,
): Promise<Uint8Array> {
  const { id, fn, args } = frame.header as CallHeader;
  const decoder = new Decoder(frame.body, adapter);
  const values = args.map((node) => decoder.decode(node));
  try {
    const target = functions[fn];
    if (typeof target !== 'function') throw new TypeError(`${fn} is not a function`);
    const answer: unknown = await (target as (...args: unknown[]) => unknown)(...values);
    const encoder = new Encoder(adapter);
    const value = encoder.encode(answer);
    const after = values.map((argument) => encodeArgument(encoder, argument));
    const reply = encodeFrame({ type: 'value', id, value, args: after }, encoder.chunks);
    disposeAll(answer, values);
    return reply;
  } catch (error) {
    if (error instanceof CodecError) {
      return encodeFrame({ type: 'unencodable', id, code: error.code, message: error.message });
    }
    return encodeFrame({ type: 'threw', id, error: encodeThrown(error) });
  }
}

/** An error of student code as a node; getters and odd `throw` values included. */
export function encodeThrown(error: unknown): unknown {
  try {
    if (error instanceof Error) return new Encoder().encode(error);
    return new Encoder().encode(new ErrorValue('thrown value', String(error), ''));
  } catch {
    return ['e', 'Error', 'the thrown value could not be read', ''];
  }
}

function encodeArgument(encoder: Encoder, argument: unknown): unknown {
  try {
    return encoder.encode(argument);
  } catch (error) {
    const message = error instanceof CodecError ? error.message : 'could not be read';
    return ['e', 'Disposed', message, ''];
  }
}

/** Frees what one call left behind, so that a long run does not grow. */
function disposeAll(...values: unknown[]): void {
  for (const value of values) {
    if (Array.isArray(value)) disposeAll(...value);
    else if (typeof value === 'object' && value !== null) {
      const tensor = value as { dispose?: unknown; isDisposed?: unknown };
      if (typeof tensor.dispose === 'function' && tensor.isDisposed === false) tensor.dispose();
      else if (Object.getPrototypeOf(value) === Object.prototype)
        disposeAll(...Object.values(value));
    }
  }
}
