/**
 * A child process that may be ended at any time: whatever touches a student's bytes runs in one.
 *
 * It answers one request at a time. Each request has limits of time and memory, which this side
 * holds: it asks nothing of the child. When the child ends, the answer is how and where it ended.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import type { Duplex } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { FrameError } from '../judge/frame.js';
import { failureFrom, failureSchema } from './failure.js';
import { encode, type Frame, frameReader } from './frames.js';
import { type Member, MemoryBudget } from './memory-budget.js';
import { groupUsage, processesBelow, startOf } from './process-tree.js';

export interface ProcessLimits {
  /** Resident memory of the process and its helpers, sandboxes apart, in MB. */
  memoryMb: number;
  /** V8's own heap, in MB. */
  heapMb: number;
  /** Processor time between two signs of life, in ms, where `stages` names no other. */
  cpuMs: number;
  /** The same for stages that may take longer. */
  stages?: Readonly<Record<string, number>>;
  /** Wall time between two signs of life, in ms: for what waits and does nothing. */
  silentMs: number;
  /** What it may always take of the memory that all have together, in MB. */
  shareMb: number;
  /** What it does can be done again: it is ended before others when memory is short. Default: no. */
  isExpendable?: boolean;
}

/** The child is gone, and this is why. */
export interface Stopped {
  kind: 'stopped';
  reason: 'time' | 'memory' | 'crash';
  /** What it was doing, by its own last word. */
  stage: string;
  /** The limit it went over: seconds or MB; 0 for a crash. */
  limit: number;
  /** All processes together were over their budget, and this one had to go. */
  isShared?: true;
  /** It had not begun with what it was asked: nothing of that can have ended it. */
  isUntaken?: true;
}

export interface Answered {
  kind: 'answered';
  /** Parsed JSON, to be checked by whoever asked. */
  value: unknown;
  body: Uint8Array;
}

export interface RequestOptions {
  body?: Uint8Array | undefined;
  /** Bytes that follow when they are there; until then the child may be silent. */
  later?: Promise<Uint8Array> | undefined;
  /** Processor time between two signs of life, where the limits name none for the stage. */
  cpuMs?: number | undefined;
  /** What it is asked to do, until it says so itself. Default: start. */
  stage?: string | undefined;
  /** Told what it does next, by its own word. */
  onStage?: ((stage: string) => void) | undefined;
}

// Run from sources, as under vitest, every process holds a compiler more than a built one.
const fromSources = import.meta.url.endsWith('.ts');
/** The module beside this one that a child runs: `worker-main`. */
export const entryOf = (name: string): URL =>
  new URL(`./${name}.${fromSources ? 'ts' : 'js'}`, import.meta.url);

/** All that this command starts. */
const shared = new MemoryBudget(fromSources ? { roomMb: 1000 } : {});

const lookMs = 50;
/** Of a process that holds much already, in MB. */
const roomMb = 75;
/** Sandboxes end with the process that started them; what is left after this is killed. */
const orphanMs = 500;

const messageSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('taken'), id: z.number() }),
  z.strictObject({ type: z.literal('stage'), stage: z.string().max(40) }),
  z.strictObject({ type: z.literal('answer'), id: z.number(), value: z.unknown() }),
  z.strictObject({ type: z.literal('failed'), id: z.number(), error: failureSchema }),
]);

/**
 * The leader of the child's process group. When this process is gone, however it ended, its pipe is
 * closed, and the whole group with whatever helps the child is killed.
 */
const guard = '"$@" 4<&- & exec 3<&-; read -r _ <&4; kill -KILL 0';

interface Request {
  id: number;
  options: RequestOptions;
  resolve: (answer: Answered | Stopped) => void;
  reject: (error: Error) => void;
  /** Something is owed to it. */
  owed: boolean;
  /** The child has it, and begins. */
  isTaken: boolean;
}

export class Process {
  readonly #child: ChildProcess;
  readonly #pipe: Duplex;
  readonly #limits: ProcessLimits;
  readonly #budget: MemoryBudget;
  readonly #reader = frameReader();
  #request: Request | undefined;
  #timer: NodeJS.Timeout | undefined;
  #nextId = 0;
  #stage = 'start';
  #alive = { at: 0, cpuMs: 0 };
  #stopped: Stopped | undefined;
  #complaint = '';
  #orphans: Promise<void> = Promise.resolve();
  readonly #exit: Promise<void>;
  readonly #member: Member;

  /**
   * @param entry the module that calls `serve`
   * @param budget what it shares with other processes; default: with all that this one starts
   */
  constructor(entry: URL, limits: ProcessLimits, budget = shared) {
    this.#limits = limits;
    this.#budget = budget;
    this.#member = {
      memoryMb: 0,
      shareMb: limits.shareMb,
      isBusy: false,
      isExpendable: limits.isExpendable ?? false,
      end: (limit) => this.#stop('memory', limit, true),
    };
    budget.join(this.#member);
    const [file, args] = commandOf(entry, limits.heapMb);
    this.#child = spawn(file, args, {
      stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
    });
    this.#exit = new Promise((resolve) => {
      this.#child.once('exit', () => resolve());
      this.#child.once('error', () => resolve());
    });
    this.#pipe = this.#child.stdio[3] as Duplex;
    this.#pipe.on('data', (chunk: Buffer) => this.#receive(chunk));
    this.#pipe.on('error', () => {});
    (this.#child.stdio[4] as Duplex).on('error', () => {});
    this.#child.stderr?.on('data', (chunk: Buffer) => {
      if (process.env.GRADUS_DEBUG) process.stderr.write(chunk);
      this.#complaint = (this.#complaint + chunk.toString('latin1')).slice(-4096);
    });
    this.#child.on('error', () => this.#stop('crash', 0));
    // What V8 says of its end comes on another pipe.
    this.#pipe.on('close', () => setTimeout(() => this.#crashed(), 20));
  }

  get hasStopped(): boolean {
    return this.#stopped !== undefined;
  }

  /**
   * Asks for something. @returns what it answered, or how it ended before it did
   *
   * @throws the error that the child's handler threw
   */
  request(value: unknown, options: RequestOptions = {}): Promise<Answered | Stopped> {
    if (this.#stopped !== undefined) return Promise.resolve({ ...this.#stopped, isUntaken: true });
    if (this.#request !== undefined) throw new Error('Expected one request at a time.');
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      const owed = options.later !== undefined;
      const request = { id, options, resolve, reject, owed, isTaken: false };
      this.#request = request;
      this.#member.isBusy = true;
      this.#stage = options.stage ?? 'start';
      this.#sign();
      this.#timer = setInterval(() => this.#look(), lookMs);
      this.#pipe.write(encode({ type: 'request', id, value }, options.body));
      if (options.later !== undefined) void this.#follow(request, options.later);
    });
  }

  /** What it holds now counts as its share, with room to work: not one submission asked for it. */
  keepShare(): void {
    const { memoryMb } = this.#usage();
    this.#member.shareMb = Math.max(this.#limits.shareMb, memoryMb + roomMb);
  }

  /** Ends it, and everything it started; waits until they are gone. */
  async close(): Promise<void> {
    this.#stop('crash', 0);
    await Promise.all([this.#exit, this.#orphans]);
  }

  async #follow(request: Request, later: Promise<Uint8Array>): Promise<void> {
    const bytes = await later.catch(() => new Uint8Array());
    if (this.#request !== request) return;
    request.owed = false;
    this.#alive.at = performance.now();
    this.#pipe.write(encode({ type: 'later', id: request.id }, bytes));
  }

  #sign(): void {
    this.#alive = { at: performance.now(), cpuMs: this.#usage().cpuMs };
  }

  #usage(): { cpuMs: number; memoryMb: number } {
    return groupUsage(this.#child.pid ?? 0);
  }

  #look(): void {
    const { memoryMb, cpuMs } = this.#usage();
    if (this.#request === undefined) return;
    this.#member.memoryMb = memoryMb;
    const { options, owed } = this.#request;
    const mostMs = this.#limits.stages?.[this.#stage] ?? options.cpuMs ?? this.#limits.cpuMs;
    const silent = performance.now() - this.#alive.at;
    if (memoryMb > this.#limits.memoryMb) this.#stop('memory', this.#limits.memoryMb);
    else if (cpuMs - this.#alive.cpuMs > mostMs) this.#stop('time', mostMs / 1000);
    else if (!owed && silent > this.#limits.silentMs)
      this.#stop('time', this.#limits.silentMs / 1000);
    else this.#budget.hold();
  }

  #receive(chunk: Buffer): void {
    try {
      for (const frame of this.#reader.push(chunk)) this.#take(frame);
    } catch (error) {
      if (!(error instanceof FrameError || error instanceof z.ZodError)) throw error;
      this.#stop('crash', 0);
    }
  }

  #take(frame: Frame): void {
    const message = messageSchema.parse(frame.header);
    const request = this.#request;
    if (message.type === 'taken') {
      if (request?.id === message.id) request.isTaken = true;
      return;
    }
    if (message.type === 'stage') {
      this.#stage = message.stage;
      this.#sign();
      request?.options.onStage?.(message.stage);
      return;
    }
    if (request === undefined || message.id !== request.id) return;
    this.#done();
    if (message.type === 'failed') request.reject(failureFrom(message.error));
    else request.resolve({ kind: 'answered', value: message.value, body: frame.body });
  }

  #done(): void {
    clearInterval(this.#timer);
    this.#request = undefined;
    this.#member.isBusy = false;
  }

  #crashed(): void {
    const isMemory = /heap out of memory|Array buffer allocation failed|out of memory/i.test(
      this.#complaint,
    );
    this.#stop(isMemory ? 'memory' : 'crash', isMemory ? this.#limits.heapMb : 0);
  }

  #stop(reason: Stopped['reason'], limit: number, isShared = false): void {
    if (this.#stopped !== undefined) return;
    const how = { reason, stage: this.#stage, limit };
    this.#stopped = { kind: 'stopped', ...how, ...(isShared && { isShared: true }) };
    this.#budget.leave(this.#member);
    const pid = this.#child.pid;
    if (pid !== undefined) {
      this.#orphans = endOrphans(processesBelow(pid));
      killGroup(pid);
    }
    for (const stream of [this.#pipe, this.#child.stdio[4] as Duplex, this.#child.stderr]) {
      stream?.destroy();
    }
    const request = this.#request;
    this.#done();
    request?.resolve({ ...this.#stopped, ...(!request.isTaken && { isUntaken: true }) });
  }
}

/** Whether a large file is CommonJS is not found out by parsing it: packages say it, or it is. */
const formatFlags = process.allowedNodeEnvironmentFlags.has('--experimental-detect-module')
  ? ['--no-experimental-detect-module']
  : [];

/**
 * These processes live for seconds and run much code a few times: to optimise less of it, later,
 * takes a fifth of their processor time away. Newer V8 does so by itself.
 */
const compilerFlags = process.versions.v8.startsWith('11.')
  ? ['--sparkplug', '--interrupt-budget=400000']
  : [];

function commandOf(entry: URL, heapMb: number): [file: string, args: string[]] {
  // Node 20 runs no TypeScript: from sources (under vitest) it is made JavaScript as it is loaded.
  const hooks = entry.href.endsWith('.ts')
    ? ['--import', new URL('./typescript-hooks.mjs', import.meta.url).href]
    : [];
  const heap = [`--max-old-space-size=${heapMb}`, '--max-semi-space-size=16', '--expose-gc'];
  const flags = ['--no-warnings', ...heap, ...compilerFlags];
  const args = [...flags, ...formatFlags, ...hooks, fileURLToPath(entry)];
  if (process.platform === 'win32') return [process.execPath, args];
  return ['/bin/sh', ['-c', guard, 'guard', process.execPath, ...args]];
}

function killGroup(pid: number): void {
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
  } catch {
    // ended meanwhile
  }
}

/** Kills what of these processes is still there after a while. */
function endOrphans(processes: readonly { pid: number; start: string }[]): Promise<void> {
  if (processes.length === 0) return Promise.resolve();
  return new Promise((resolve) => {
    setTimeout(() => {
      for (const { pid, start } of processes) {
        if (startOf(pid) === start) killQuietly(pid);
      }
      resolve();
    }, orphanMs);
  });
}

function killQuietly(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // ended meanwhile, or another user's
  }
}
