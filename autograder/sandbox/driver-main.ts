/**
 * The process inside the walls: reads a frame, calls the student's function, writes the answer.
 *
 * Bundled into one file and started from a V8 start-up snapshot. It shares its process with student
 * code, so nothing here is trusted by the judge; there is nothing here to steal either.
 */
import fs from 'node:fs';
import v8 from 'node:v8';
import vm from 'node:vm';
import { surviveUncaught } from '../../src/runtime/uncaught.js';
import type { CallbackLink } from '../judge/driver-callback.js';
import { DriverCore, encodeThrown } from '../judge/driver-core.js';
import { encodeFrame, type Frame, FrameReader } from '../judge/frame.js';
import { tensorAdapter } from '../judge/tensor-adapter.js';
import { guardBuiltins } from './engine-guard.js';
import type { PassedOr } from './sandbox.js';
import {
  givePassedOr,
  type LibraryRules,
  onRefusedUse,
  requireModule,
  restrict,
  tf,
} from './student-modules.js';
import { mostUncaught, type UncaughtText, uncaughtText } from './uncaught.js';
import { warmUp } from './warm-up.js';

/** TensorFlow.js stands above the student's frames; the default of 10 would cut theirs off. */
Error.stackTraceLimit = 60;

/** The pipe to the judge, both ways; container engines have one for each way. */
const pipe = 3;
let answers = pipe;

/** Taken before student code could put its own in place. */
const { setImmediate } = globalThis;
const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

interface LoadHeader {
  type: 'load';
  code: string;
  rules: LibraryRules;
  passedOr?: PassedOr;
}

function writeAll(bytes: Uint8Array): void {
  let offset = 0;
  while (offset < bytes.byteLength) {
    try {
      offset += fs.writeSync(answers, bytes, offset);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
    }
  }
}

const reader = new FrameReader();
const queue: Frame[] = [];

/** Blocks until the next frame is there; undefined when the judge has closed the pipe. */
function nextFrame(): Frame | undefined {
  const buffer = Buffer.alloc(64 * 1024);
  while (queue.length === 0) {
    const count = fs.readSync(pipe, buffer, 0, buffer.byteLength, null);
    if (count === 0) return undefined;
    queue.push(...reader.push(Uint8Array.from(buffer.subarray(0, count))));
  }
  return queue.shift();
}

/** How a callback reaches the judge: this process waits inside the student's call. */
const link: CallbackLink = {
  ask(bytes) {
    writeAll(bytes);
    return nextFrame() ?? process.exit(0);
  },
  tell: writeAll,
};

/** What student code was seen to reach for since it was last told: a hint, and no more than that. */
let noticed: string[] = [];
const mostNoticed = 50;
const notice = (name: string): void => {
  if (noticed.length < mostNoticed && !noticed.includes(name)) noticed.push(name);
};

/**
 * Errors that nobody caught (a promise that nobody awaits, a timer, an event): kept to be told with
 * the answers, which they do not change, as in a notebook.
 */
let uncaught: { error: unknown; promise?: unknown }[] = [];

function collectUncaught(): void {
  const keep = (error: unknown, promise?: unknown): void => {
    if (uncaught.length < mostUncaught) uncaught[uncaught.length] = { error, promise };
  };
  surviveUncaught(keep);
  // Awaited after all, only later.
  process.on('rejectionHandled', (promise) => {
    uncaught = uncaught.filter((entry) => entry.promise !== promise);
  });
}

function takeUncaught(): UncaughtText[] {
  const told = uncaught.map(({ error }) => uncaughtText(error));
  uncaught = [];
  return told;
}

/** Rules for student code from here on. */
let lift = (): void => {};
function apply(rules: LibraryRules): void {
  const before = lift;
  // The new ones first: at no moment are there none.
  lift = restrict(rules);
  before();
}

async function load({ code, rules, passedOr }: LoadHeader): Promise<Record<string, unknown>> {
  apply(rules);
  givePassedOr(passedOr);
  const script = new vm.Script(code, { filename: 'submission.js' });
  const run = script.runInThisContext() as (
    load: (name: string) => unknown,
    require: (name: string) => unknown,
  ) => Promise<Record<string, unknown>>;
  const require = (name: string): unknown => requireModule(name, notice);
  return run(require, require);
}

async function main(): Promise<void> {
  // Not where it is declared: that was run when the snapshot was built.
  if (process.argv[1] === 'two-pipes') answers = 4;
  // Behind chroot a sandbox starts at `/`, where it may write nothing.
  if (process.env.TMPDIR !== undefined) process.chdir(process.env.TMPDIR);
  const adapter = tensorAdapter(tf);
  onRefusedUse(notice);
  collectUncaught();
  guardBuiltins(notice);
  // Exercises of one submission are loaded one after the other, each in its own function's scope.
  const functions: Record<string, unknown> = Object.create(null);
  const core = new DriverCore(functions, adapter, link);
  let pending: number | undefined;
  // The loop has run dry while an answer is owed: the promise can never settle.
  process.on('beforeExit', () => {
    if (pending !== undefined) writeAll(encodeFrame({ type: 'idle', id: pending }));
    pending = undefined;
  });
  for (let frame = nextFrame(); frame !== undefined; frame = nextFrame()) {
    const header = frame.header as { type: string; id: number };
    pending = header.id;
    if (header.type === 'sync') {
      // What a test left behind (a timer's turn, a rejection nobody awaits) happens within it.
      await nextTurn();
      core.release();
      const { rules } = frame.header as { rules?: LibraryRules };
      if (rules !== undefined) apply(rules);
      writeAll(encodeFrame({ type: 'synced', id: header.id, noticed, uncaught: takeUncaught() }));
      noticed = [];
    } else if (header.type === 'load') {
      try {
        const loaded = await load(frame.header as LoadHeader);
        Object.assign(functions, loaded);
        const types = Object.entries(loaded).map(([name, value]) => [name, typeof value]);
        writeAll(encodeFrame({ type: 'loaded', id: header.id, types }));
      } catch (error) {
        writeAll(encodeFrame({ type: 'threw', id: header.id, error: encodeThrown(error) }));
      }
    } else {
      writeAll(await core.answer(frame));
    }
    pending = undefined;
  }
  process.exit(0);
}

/** Ends where the pipe is broken: there is nobody to answer any more. */
const start = (): void => void main().catch(() => process.exit(1));

if (v8.startupSnapshot.isBuildingSnapshot()) {
  void warmUp();
  v8.startupSnapshot.setDeserializeMainFunction(start);
} else {
  start();
}
