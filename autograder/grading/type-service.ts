/**
 * Type checking beside the grading, in a process of its own, many notebooks at a time: most of the
 * work is to bind the library's types, so a batch costs a quarter of its notebooks one by one.
 *
 * Types can be made to compute without end. When a batch takes too long, each of its notebooks is
 * checked alone; one that still takes too long is not checked. All that a class may lose that way
 * has an end as well: after it, the notebooks of a batch that takes too long are not checked, and
 * after three times as much none is.
 */
import { z } from 'zod';
import { join, split } from './frames.js';
import { Process, type ProcessLimits } from './process.js';

const limits: ProcessLimits = { memoryMb: 700, heapMb: 448, cpuMs: 20_000, silentMs: 120_000 };

export interface TypeService {
  /** Diagnostics as bytes for `diagnosticsFrom`; none where the types were not checked. */
  check(index: number): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** What the service needs of a process. */
export type Checking = Pick<Process, 'request' | 'close' | 'hasStopped'>;

export interface TypeServiceOptions {
  /** Where modules are resolved from (where `node_modules/gradus` lies). */
  root: string;
  /** How many notebooks there are; they are checked in this order. */
  count: number;
  /** The bytes of a submission; undefined when it cannot be read. */
  read(index: number): Promise<Uint8Array | undefined>;
  /** Most notebooks of a batch. Default 16. */
  batchSize?: number;
  /** Processor time of a batch, in ms. Default 20 s. */
  batchMs?: number;
  /** Processor time of a notebook alone, in ms; the library's types are bound in it. Default 10 s. */
  aloneMs?: number;
  /** What a class may lose to notebooks that take too long, in ms. Default two minutes. */
  budgetMs?: number;
  /** Starts the process. */
  start?: () => Checking;
}

/** The first batch is small: nobody can be graded to the end before it is there. */
const firstBatch = 2;
const mostBytes = 8 * 1024 * 1024;
const none = new Uint8Array();
const lengthsSchema = z.object({ lengths: z.array(z.int().min(0)) });

function startProcess(): Checking {
  const built = !import.meta.url.endsWith('.ts');
  return new Process(new URL(built ? './type-main.js' : './type-main.ts', import.meta.url), limits);
}

interface Deferred {
  promise: Promise<Uint8Array>;
  resolve(bytes: Uint8Array): void;
}

function deferred(): Deferred {
  let resolve = (_bytes: Uint8Array): void => {};
  const promise = new Promise<Uint8Array>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

/** Begins to check at once. */
export function startTypeService(options: TypeServiceOptions): TypeService {
  const { root, count, read, start = startProcess } = options;
  const { batchSize = 16, batchMs = 20_000, aloneMs = 10_000, budgetMs = 120_000 } = options;
  let running: Checking | undefined;
  let isClosed = false;
  let lostMs = 0;
  const answers = Array.from({ length: count }, () => deferred());

  /** The diagnostics of each; undefined when that ended the process. */
  const ask = async (
    batch: readonly Uint8Array[],
    cpuMs: number,
  ): Promise<Uint8Array[] | undefined> => {
    if (isClosed || batch.length === 0) return undefined;
    if (running === undefined || running.hasStopped) running = start();
    const { lengths, body } = join(batch);
    const begun = performance.now();
    try {
      const answer = await running.request({ type: 'check', root, lengths }, { body, cpuMs });
      if (answer.kind === 'answered') {
        return split(answer.body, lengthsSchema.parse(answer.value).lengths);
      }
    } catch {
      // The checker itself failed on it.
    }
    lostMs += performance.now() - begun;
    return undefined;
  };

  const work = async (): Promise<void> => {
    for (let at = 0; at < count && !isClosed; ) {
      const size = at === 0 ? firstBatch : batchSize;
      const batch: { index: number; bytes: Uint8Array }[] = [];
      let total = 0;
      for (; at < count && batch.length < size && total < mostBytes; at++) {
        const bytes = lostMs > 3 * budgetMs ? undefined : await read(at);
        if (bytes === undefined) answers[at]?.resolve(none);
        else batch.push({ index: at, bytes });
        total += bytes?.byteLength ?? 0;
      }
      const found = await ask(
        batch.map(({ bytes }) => bytes),
        batchMs,
      );
      for (const [i, { index, bytes }] of batch.entries()) {
        const retry = found === undefined && batch.length > 1 && lostMs <= budgetMs;
        const alone = retry ? await ask([bytes], aloneMs) : undefined;
        answers[index]?.resolve(found?.[i] ?? alone?.[0] ?? none);
      }
    }
    for (const answer of answers) answer.resolve(none);
  };
  void work().catch(() => {
    for (const answer of answers) answer.resolve(none);
  });

  return {
    check: (index) => answers[index]?.promise ?? Promise.resolve(none),
    async close() {
      isClosed = true;
      await running?.close();
    },
  };
}
