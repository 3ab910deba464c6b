/**
 * One sandbox: a process behind walls, its pipe, its output and its limits.
 *
 * The judge's side. It never rejects for what the inside does: whatever happens there is an
 * `Ended` with the verdict that the parent itself saw reason for.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import type { Duplex } from 'node:stream';
import type { LibraryRules } from '../../src/backend/allowed.js';
import { answerCallback, isCallback, type OnCallback } from '../judge/callback.js';
import {
  type CallOptions,
  type CallOutcome,
  type Driver,
  encodeCall,
  readReply,
} from '../judge/driver.js';
import { type Ended, tampered, timedOut } from '../judge/ended.js';
import { encodeFrame, type Frame, FrameError, FrameReader } from '../judge/frame.js';
import type { ErrorValue, Value } from '../judge/value.js';
import type { Issue } from '../judge/verdict.js';
import { idleSchema, loadedSchema, syncedSchema, tooLarge } from './answers.js';
import type { Backend } from './backend.js';
import { breached, exited } from './exit-verdict.js';
import type { Limits } from './limits.js';
import { type Meter, startMeter } from './meter.js';
import { PrintedOutput } from './printed.js';
import type { Runtime } from './runtime.js';
import { mostUncaught, type UncaughtText } from './uncaught.js';
import { type Usage, watch } from './watch.js';

export interface SandboxOptions {
  backend: Backend;
  runtime: Runtime;
  limits: Limits;
}

/** Code that only waits may take this many times its deadline in wall time. */
const wallFactor = 10;

/** Wall time in which an unused sandbox ends by itself, in ms. */
const unusedMs = 5000;

/** Wall time of a call from which on its processor time is counted, in ms. */
const graceMs = 50;

export interface Sandbox extends Driver {
  /** Whether its process is gone; a pre-started one may end before it is used. */
  readonly hasEnded: boolean;
  /**
   * Evaluates a script of the student and gives the types of what it exports; what was loaded before
   * stays. `rules` hold from here on.
   */
  load(
    code: string,
    rules: LibraryRules,
    deadlineMs: number,
    passedOr?: PassedOr,
  ): Promise<{ types: ReadonlyMap<string, string> } | { error: ErrorValue } | Ended>;
  /** What was loaded may use what `rules` say, from here on. */
  restrict(rules: LibraryRules): Promise<Ended | undefined>;
  /**
   * What the driver saw student code reach for since it was last asked: names of functions that it may not use
   * and of Node's modules. The process says so itself, so it decides nothing and may be anything.
   */
  takeNoticed(): string[];
  /** Errors that nobody caught, since it was last asked; as little to be believed. */
  takeUncaught(): UncaughtText[];
  /** What was printed and kept since it was last taken. */
  takeOutput(): Promise<string>;
  /** Drops what is kept, and keeps nothing from now on. */
  discardOutput(): void;
}

/**
 * Which of the two functions that it is given `passedOr` gives. A notebook knows whether the student's has
 * passed; one exercise's sandbox does not.
 */
export type PassedOr = 'yours' | 'library';

/** Starts a process behind walls. It answers once its first frame is sent. */
export function startSandbox(options: SandboxOptions): Sandbox {
  return new SandboxProcess(options);
}

class SandboxProcess implements Sandbox {
  readonly #child: ChildProcess;
  readonly #pipe: Duplex;
  readonly #reader = new FrameReader();
  readonly #limits: Limits;
  readonly #exit: Promise<void>;
  /** From the first frame on: before it there is nothing to watch. */
  #watch: ReturnType<typeof watch> | undefined;
  readonly #meter: Meter;
  #waiting: ((answer: Frame | Ended) => void) | undefined;
  /** The call in progress, whose callbacks are answered. */
  #calling: { id: number; onCallback: OnCallback | undefined } | undefined;
  #ended: Ended | undefined;
  #nextId = 0;
  #answered = false;
  #stopped = false;
  #noticed = new Set<string>();
  #uncaught: UncaughtText[] = [];
  readonly #output = new PrintedOutput();

  constructor({ backend, runtime, limits }: SandboxOptions) {
    this.#limits = limits;
    this.#meter = startMeter(backend.command(runtime, limits), limits);
    this.#child = spawn(this.#meter.file, this.#meter.args, {
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
      // A process group of its own: `kill(0)` reaches all of a group, in other namespaces too.
      detached: true,
      env: {},
      cwd: '/',
    });
    this.#pipe = this.#child.stdio[3] as Duplex;
    this.#exit = new Promise((resolve) => {
      this.#child.once('error', (error) => {
        this.#end({
          kind: 'ended',
          verdict: 'not-run',
          issue: { code: 'sandbox-failed', params: { message: error.message } },
        });
        resolve();
      });
      this.#child.once('close', (code, signal) => {
        const peak = Math.max(this.#watch?.peak.memoryMb ?? 0, this.#usage().memoryMb);
        this.#end(exited(this.#limits, peak, code, signal));
        resolve();
      });
    });
    this.#pipe.on('data', (chunk: Buffer) => this.#receive(chunk));
    // Writing to a process that has ended; that it has is told by `close`.
    this.#pipe.on('error', () => {});
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.on('data', (chunk: Buffer) => this.#print(chunk));
    }
  }

  async load(
    code: string,
    rules: LibraryRules,
    deadlineMs: number,
    passedOr?: PassedOr,
  ): Promise<{ types: ReadonlyMap<string, string> } | { error: ErrorValue } | Ended> {
    const id = this.#nextId++;
    let frame: Uint8Array;
    try {
      frame = encodeFrame({ type: 'load', id, code, rules, passedOr: passedOr ?? 'yours' });
    } catch (error) {
      if (error instanceof FrameError) return tooLarge(code);
      throw error;
    }
    const answer = await this.#ask(frame, deadlineMs);
    if ('kind' in answer) return answer;
    const loaded = loadedSchema.safeParse(answer.header);
    if (loaded.success && loaded.data.id === id) return { types: new Map(loaded.data.types) };
    const outcome = this.#reply(answer, id);
    if (outcome.kind === 'threw') return { error: outcome.error };
    return outcome.kind === 'ended' ? outcome : this.#kill(tampered('frame-out-of-turn'));
  }

  async call(
    fn: string,
    args: readonly Value[],
    deadlineMs: number,
    options: CallOptions = {},
  ): Promise<CallOutcome> {
    const id = this.#nextId++;
    this.#calling = { id, onCallback: options.onCallback };
    const answer = await this.#ask(encodeCall(id, fn, args, options), deadlineMs);
    return 'kind' in answer ? answer : this.#reply(answer, id);
  }

  settle(): Promise<Ended | undefined> {
    return this.#sync({});
  }

  restrict(rules: LibraryRules): Promise<Ended | undefined> {
    return this.#sync({ rules });
  }

  async #sync(header: { rules?: LibraryRules }): Promise<Ended | undefined> {
    if (this.#ended !== undefined) return this.#ended;
    const id = this.#nextId++;
    const answer = await this.#ask(encodeFrame({ type: 'sync', id, ...header }), 1000);
    if ('kind' in answer) return answer;
    const synced = syncedSchema.safeParse(answer.header);
    if (synced.success && synced.data.id === id) {
      for (const name of synced.data.noticed) this.#noticed.add(name);
      this.#uncaught.push(...synced.data.uncaught.slice(0, mostUncaught - this.#uncaught.length));
      return undefined;
    }
    return this.#kill(tampered('frame-out-of-turn'));
  }

  get hasEnded(): boolean {
    return this.#ended !== undefined;
  }

  takeNoticed(): string[] {
    const names = [...this.#noticed];
    this.#noticed.clear();
    return names;
  }

  takeUncaught(): UncaughtText[] {
    return this.#uncaught.splice(0);
  }

  async takeOutput(): Promise<string> {
    // What was printed before the last answer is in the pipe: let the loop read it.
    for (let i = 0; i < 3; i++) await new Promise((resolve) => setImmediate(resolve));
    return this.#output.take();
  }

  discardOutput(): void {
    this.#output.discard();
  }

  async close(): Promise<void> {
    this.#watch?.stop();
    this.#pipe.destroy();
    const isAlive = this.#child.exitCode === null && this.#child.signalCode === null;
    if (isAlive && !this.#answered) {
      // Killed while it makes its walls, bubblewrap leaves a child that waits for it for ever. No
      // student code has run yet: the closed pipe ends the driver as soon as it reads from it.
      const timer = setTimeout(() => this.#stop(), unusedMs);
      await this.#exit;
      clearTimeout(timer);
    } else if (isAlive) {
      this.#stop();
    }
    await this.#exit;
    await this.#meter.end();
  }

  #reply(frame: Frame, id: number): CallOutcome {
    const idle = idleSchema.safeParse(frame.header);
    if (idle.success && idle.data.id === id) {
      return this.#kill({
        kind: 'ended',
        verdict: 'timeout',
        issue: { code: 'never-settles', params: {} },
      });
    }
    const outcome = readReply(frame, id);
    if (outcome.kind === 'ended') this.#kill(outcome);
    return outcome;
  }

  /**
   * Sends a frame and waits for the next one.
   *
   * The deadline counts processor time, so that a busy machine does not fail a right answer; wall
   * time has its own, wider limit for code that only waits.
   */
  #ask(bytes: Uint8Array, deadlineMs: number): Promise<Frame | Ended> {
    if (this.#ended !== undefined) return Promise.resolve(this.#ended);
    this.#watch ??= watch(
      () => this.#usage(),
      this.#limits,
      (breach) => this.#kill(breached(this.#limits, breach)),
    );
    return new Promise((resolve) => {
      const begun = performance.now();
      let cpuBefore: number | undefined;
      const look = (): void => {
        const used = this.#usage().cpuMs;
        cpuBefore ??= used;
        const waited = performance.now() - begun;
        if (used - cpuBefore >= deadlineMs || waited >= deadlineMs * wallFactor) {
          this.#kill(timedOut(Math.round(deadlineMs)));
        } else timer = setTimeout(look, Math.max(20, deadlineMs - (used - cpuBefore)));
      };
      // Most answers are there before it: they cost no look at /proc at all.
      let timer = setTimeout(look, graceMs);
      this.#waiting = (answer) => {
        clearTimeout(timer);
        this.#waiting = undefined;
        resolve(answer);
      };
      this.#pipe.write(bytes);
    });
  }

  #receive(chunk: Buffer): void {
    if (this.#ended !== undefined) return;
    try {
      for (const frame of this.#reader.push(chunk)) {
        if (this.#waiting === undefined) {
          this.#kill(tampered('frame-out-of-turn'));
          return;
        }
        if (this.#calling !== undefined && isCallback(frame)) {
          const { id, onCallback } = this.#calling;
          const answer = answerCallback(frame, id, onCallback);
          if ('kind' in answer) {
            this.#kill(answer);
            return;
          }
          if (answer.reply !== undefined) this.#pipe.write(answer.reply);
          continue;
        }
        this.#calling = undefined;
        this.#answered = true;
        this.#waiting(frame);
      }
    } catch (error) {
      if (!(error instanceof FrameError)) throw error;
      this.#kill(tampered('malformed-frame'));
    }
  }

  #print(chunk: Buffer): void {
    this.#output.add(chunk);
    if (this.#output.bytes > this.#limits.outputKb * 1024) {
      const issue: Issue = { code: 'output-limit', params: { kb: this.#limits.outputKb } };
      this.#kill({ kind: 'ended', verdict: 'error', issue });
    }
  }

  #kill(ended: Ended): Ended {
    this.#end(ended);
    this.#stop();
    return ended;
  }

  /** Once: a second kill would meet the guard while it cleans up under the sandbox's own uid. */
  #stop(): void {
    if (this.#stopped) return;
    this.#stopped = true;
    this.#meter.stop(this.#child);
  }

  #usage(): Usage {
    return this.#meter.usage(this.#child.pid ?? 0);
  }

  #end(ended: Ended): void {
    this.#ended ??= ended;
    this.#watch?.stop();
    this.#waiting?.(this.#ended);
  }
}
