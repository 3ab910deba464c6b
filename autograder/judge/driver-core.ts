/**
 * What answers a call: decodes the arguments, calls the function, awaits it, encodes the answer.
 *
 * The same code runs in the sandbox, in a notebook's kernel and over the reference solution, so
 * that a value means the same in all three.
 */
import { CodecError, Decoder, type DriverHooks, Encoder, type TensorAdapter } from './codec.js';
import type { Usage } from './codec-types.js';
import { type CallbackLink, callbackMaker } from './driver-callback.js';
import { withGradients } from './driver-gradients.js';
import { makeModel, modelVariables } from './driver-model.js';
import { classNode, errorClassOf } from './error-class.js';
import { encodeFrame, type Frame, FrameError } from './frame.js';
import { HandleTable } from './handle-table.js';
import { makeHelper } from './helpers.js';
import { ErrorValue } from './value.js';

/**
 * What is done: a function or class by name, or something that the driver holds. `gradients` is a
 * call whose answer is differentiated.
 */
export type Operation = 'call' | 'gradients' | 'construct' | 'method' | 'get' | 'apply';

export interface CallHeader {
  type: 'call';
  id: number;
  /** Default `call`. */
  op?: Operation;
  /** Name of the function, class, method or property. */
  fn: string;
  /** What the driver holds, for `method`, `get` and `apply`. */
  handle?: number;
  args: unknown[];
}

/** Answers calls over one set of functions, and keeps what a test still needs between two of them. */
export class DriverCore {
  readonly #hooks: DriverHooks;
  readonly #handles = new HandleTable();
  readonly #functions: Readonly<Record<string, unknown>>;
  /** Freed when the test ends: an object may keep what it was given. */
  #kept: unknown[] = [];
  /** Weights of the models that the call in progress was given. */
  #weights: unknown[] = [];
  #current: number | undefined;

  constructor(
    functions: Readonly<Record<string, unknown>>,
    adapter: TensorAdapter,
    link?: CallbackLink,
  ) {
    this.#functions = functions;
    this.#hooks = {
      ...adapter,
      helper: makeHelper,
      model: (trainable, layers) => {
        const { model, tensors } = makeModel(trainable, layers);
        this.#weights.push(tensors);
        return model;
      },
      modelWeights: modelVariables,
      held: (handle) => this.#handles.get(handle).value,
    };
    if (link !== undefined) {
      this.#hooks.callback = callbackMaker(link, this.#hooks, {
        current: () => this.#current,
        keep: (value) => this.#kept.push(value),
      });
    }
  }

  /** Answers one call frame with one reply frame. Never rejects for anything the function does. */
  async answer(frame: Frame): Promise<Uint8Array> {
    const header = frame.header as CallHeader;
    const { id } = header;
    this.#current = id;
    const values: unknown[] = [];
    try {
      const decoder = new Decoder(frame.body, this.#hooks);
      for (const node of header.args) values.push(decoder.decode(node));
      const heldBefore = this.#handles.size;
      const before = this.#hooks.usage?.();
      const pending = this.#perform(header, values);
      // An instance is handed over as it is, even where its class has a method `then`.
      const answer: unknown = header.op === 'construct' ? pending : await pending;
      const used = usageOf(before, this.#hooks.usage?.(), answer, values);
      const encoder = new Encoder({ ...this.#hooks, hold: (v, o) => this.#handles.hold(v, o) });
      const value =
        header.op === 'construct'
          ? ['f', 'object', header.fn.slice(0, 200), this.#handles.hold(answer as object)]
          : encoder.encode(answer);
      const after = values.map((argument) => encodeArgument(encoder, argument));
      const reply = encodeFrame({ type: 'value', id, value, args: after, ...used }, encoder.chunks);
      const { op = 'call' } = header;
      const plain = (op === 'call' || op === 'gradients') && this.#handles.size === heldBefore;
      if (plain) disposeAll(answer, values, this.#weights);
      else this.#kept.push(answer, values, this.#weights);
      this.#weights = [];
      return reply;
    } catch (error) {
      // What the function has begun may still use them; they go when the test ends.
      this.#kept.push(values, this.#weights);
      this.#weights = [];
      if (error instanceof CodecError || error instanceof FrameError) {
        const { code, message } = error;
        return encodeFrame({ type: 'unencodable', id, code, message: message.slice(0, 400) });
      }
      return encodeFrame({ type: 'threw', id, error: encodeThrown(error) });
    } finally {
      this.#current = undefined;
    }
  }

  /** The test has ended: nothing is held any more. */
  release(): void {
    this.#handles.release();
    disposeAll(this.#kept, this.#weights);
    this.#kept = [];
    this.#weights = [];
  }

  #perform({ op = 'call', fn, handle = -1 }: CallHeader, values: unknown[]): unknown {
    if (op === 'call') return Reflect.apply(callable(this.#functions[fn], fn), undefined, values);
    if (op === 'gradients') {
      const called = callable(this.#functions[fn], fn);
      return withGradients(() => Reflect.apply(called, undefined, values), values);
    }
    if (op === 'construct') return Reflect.construct(callable(this.#functions[fn], fn), values);
    const { value, owner } = this.#handles.get(handle);
    if (op === 'apply') return Reflect.apply(callable(value, 'it'), owner, values);
    const property: unknown = Reflect.get(value, fn);
    return op === 'get' ? property : Reflect.apply(callable(property, fn), value, values);
  }
}

/** Answers one call where nothing outlives it. */
export async function answerCall(
  frame: Frame,
  functions: Readonly<Record<string, unknown>>,
  adapter: TensorAdapter,
): Promise<Uint8Array> {
  const core = new DriverCore(functions, adapter);
  try {
    return await core.answer(frame);
  } finally {
    core.release();
  }
}

type Callable = (...args: unknown[]) => unknown;

function callable(value: unknown, name: string): Callable {
  if (typeof value !== 'function') throw new TypeError(`${name} is not a function`);
  return value as Callable;
}

/** An error of student code as a node; getters and odd `throw` values included. */
export function encodeThrown(error: unknown): unknown {
  const builtin = errorClassOf(error);
  try {
    if (builtin !== undefined) return new Encoder().encode(error);
    return new Encoder().encode(new ErrorValue('thrown value', String(error), ''));
  } catch {
    return ['e', 'Error', 'the thrown value could not be read', '', ...classNode(builtin)];
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

/** What a call left beside its answer, and how often it let a frame be drawn. */
function usageOf(
  before: Usage | undefined,
  after: Usage | undefined,
  answer: unknown,
  args: readonly unknown[],
): { left?: number; frames?: number } {
  if (before === undefined || after === undefined) return {};
  const given = new Set(tensorsIn(args));
  const handedBack = new Set(tensorsIn(answer).filter((tensor) => !given.has(tensor)));
  const left = after.tensors - before.tensors - handedBack.size;
  return { left: Math.max(0, left), frames: after.frames - before.frames };
}

/** Parts of a value that are looked at: what has more holds no answer to an exercise. */
const mostParts = 10_000;

/** An object of values; those that came through the codec have no prototype at all. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** Live tensors of a value: those that `disposeAll` would free. */
function tensorsIn(value: unknown): object[] {
  const found: object[] = [];
  const seen = new Set<unknown>();
  const open = [value];
  while (open.length > 0 && seen.size < mostParts) {
    const part = open.pop();
    if (typeof part !== 'object' || part === null || seen.has(part)) continue;
    seen.add(part);
    if (Array.isArray(part)) {
      for (let i = 0; i < part.length && i < mostParts; i++) open.push(part[i]);
      continue;
    }
    const tensor = part as { dispose?: unknown; isDisposed?: unknown };
    if (typeof tensor.dispose === 'function' && tensor.isDisposed === false) found.push(part);
    else if (isPlain(part)) open.push(...Object.values(part));
  }
  return found;
}

/** Frees what one call left behind, so that a long run does not grow. */
function disposeAll(...values: unknown[]): void {
  for (const value of values) {
    if (Array.isArray(value)) disposeAll(...value);
    else if (typeof value === 'object' && value !== null) {
      const tensor = value as { dispose?: unknown; isDisposed?: unknown };
      if (typeof tensor.dispose === 'function' && tensor.isDisposed === false) tensor.dispose();
      else if (isPlain(value)) disposeAll(...Object.values(value));
    }
  }
}
