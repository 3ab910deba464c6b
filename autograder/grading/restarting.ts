/**
 * A process that is started when it is needed and again when it has ended, and the one rule by which
 * something is asked again: an ending that nothing of what was asked can have caused is innocent.
 *
 * - It crashed before it had the request: asked again, `mostTries` times in all.
 * - It was ended for what others took: asked again once, with nothing beside it where there are others.
 * - What it was asked holds nothing of a student's (`isHarmless`): whatever ended it, `mostTries` times.
 *
 * Every other ending is that of the request. Once closed nothing is started again, and closing waits
 * for all that was started.
 */
import pLimit from 'p-limit';
import type { Answered, Process, RequestOptions, Stopped } from './process.js';

/** A process that ends before it has anything to do, so many times over, is no accident. */
export const mostTries = 3;

/** What is needed of a process. */
export type Running = Pick<Process, 'request' | 'close' | 'hasStopped' | 'keepShare'>;

export class ClosedError extends Error {
  readonly code = 'closed';

  constructor() {
    super('Expected no request after it was closed: open it again to go on.');
  }
}

/** Whether nothing of what was asked was looked at. */
export const crashedBefore = ({ reason, isUntaken }: Stopped): boolean =>
  reason === 'crash' && isUntaken === true;

export interface Harmless {
  /** What is asked holds nothing of a student's. Default: it may. */
  isHarmless?: boolean | undefined;
}

/** Asks until there is an answer or an ending that counts; `attempt` is given the ending before. */
export async function askByRule(
  attempt: (before: Stopped | undefined) => Promise<Answered | Stopped>,
  { isHarmless = false }: Harmless = {},
): Promise<Answered | Stopped> {
  let before: Stopped | undefined;
  for (let tries = 1, shared = 0; ; tries++) {
    const answer = await attempt(before);
    if (answer.kind === 'answered' || tries === mostTries) return answer;
    if (answer.isShared) shared++;
    const isShared = answer.isShared === true && shared === 1;
    if (!(isHarmless || isShared || crashedBefore(answer))) return answer;
    before = answer;
  }
}

export interface RestartingOptions extends Harmless {
  start(): Running;
  /** What each is asked before anything else. Default: nothing. */
  open?(process: Running): Promise<Answered | Stopped>;
  /** What went wrong when it cannot be opened. */
  failed?(stopped: Stopped): Error;
  /** What an open one is asked that has nothing to do, before it is ended. Default: nothing. */
  farewell?: unknown;
}

const couldNotStart = ({ reason }: Stopped): Error =>
  new Error(`The process could not start: ${reason}.`);

export class Restarting {
  readonly #options: RestartingOptions;
  readonly #all = new Set<Running>();
  readonly #one = pLimit(1);
  /** What is not settled yet. */
  readonly #pending = new Set<Promise<unknown>>();
  #process: Running | undefined;
  #opened: Promise<Answered | undefined> | undefined;
  #isOpen = false;
  #closing: Promise<void> | undefined;

  /** `isHarmless` is of what each is opened with. */
  constructor(options: RestartingOptions) {
    this.#options = options;
  }

  get isClosed(): boolean {
    return this.#closing !== undefined;
  }

  /** Starts it, where none runs: it is opened when that is asked for. */
  begin(): void {
    this.#running();
  }

  /**
   * Starts and opens it, where none is open.
   *
   * @returns what it answered when it was opened
   * @throws what `failed` gives; ClosedError
   */
  open(): Promise<Answered | undefined> {
    return this.#settling(this.#open());
  }

  /** The same, and waits for nothing: why it cannot be is said when it is asked. */
  prepare(): void {
    this.open().catch(() => {});
  }

  /** Asks once, in turn: it answers one request at a time. */
  once(value: unknown, options?: RequestOptions): Promise<Answered | Stopped> {
    return this.#settling(
      this.#one(async () => {
        await this.#open();
        const answer = await (this.#process as Running).request(value, options);
        if (answer.kind === 'stopped' && this.isClosed) throw new ClosedError();
        return answer;
      }),
    );
  }

  /** Asks by the rule above. */
  request(value: unknown, options: RequestOptions & Harmless = {}): Promise<Answered | Stopped> {
    return askByRule(() => this.once(value, options), options);
  }

  /** Ends what runs. Whoever waits for an answer gets a ClosedError. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    const { farewell } = this.#options;
    const isIdle = this.#one.activeCount + this.#one.pendingCount === 0;
    if (farewell !== undefined && isIdle && this.#isOpen) {
      await this.#process?.request(farewell).catch(() => {});
    }
    await Promise.all([...this.#all].map((process) => process.close()));
    await Promise.allSettled(this.#pending);
  }

  #running(): Running {
    if (this.isClosed) throw new ClosedError();
    if (this.#process?.hasStopped === false) return this.#process;
    const before = this.#process;
    if (before !== undefined) void before.close().then(() => this.#all.delete(before));
    this.#process = this.#options.start();
    this.#all.add(this.#process);
    return this.#process;
  }

  async #open(): Promise<Answered | undefined> {
    if (this.isClosed) throw new ClosedError();
    if (this.#opened === undefined || (this.#isOpen && this.#process?.hasStopped)) {
      this.#isOpen = false;
      const opened = this.#opening();
      this.#opened = opened;
      opened.catch(() => {
        if (this.#opened === opened) this.#opened = undefined;
      });
    }
    return this.#opened;
  }

  /** Opens it, or the one that is started in its place. */
  async #opening(): Promise<Answered | undefined> {
    const { open, failed = couldNotStart, isHarmless } = this.#options;
    this.#running();
    const answer = open && (await askByRule(async () => open(this.#running()), { isHarmless }));
    if (answer?.kind === 'stopped') throw this.isClosed ? new ClosedError() : failed(answer);
    this.#isOpen = true;
    return answer;
  }

  #settling<T>(promise: Promise<T>): Promise<T> {
    this.#pending.add(promise);
    const done = () => this.#pending.delete(promise);
    promise.then(done, done);
    return promise;
  }
}
