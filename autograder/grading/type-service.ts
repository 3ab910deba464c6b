/**
 * Type checking beside the grading, in a process of its own, many notebooks at a time: most of the
 * work is to bind the library's types, so a batch costs a quarter of its notebooks one by one.
 *
 * Types can be made to compute without end. The notebook at which the process had to be ended is not
 * checked, the others of its batch are checked again without it; where it is not known, each alone.
 * What a class may lose that way has an end: after a while each notebook has less time, then none.
 */
import pLimit from 'p-limit';
import { z } from 'zod';
import { join, split } from './frames.js';
import { entryOf, Process, type ProcessLimits } from './process.js';
import { Restarting } from './restarting.js';

const limits: ProcessLimits = {
  memoryMb: 640,
  heapMb: 448,
  cpuMs: 10_000,
  // The library's types are read and bound here.
  stages: { start: 30_000, bind: 30_000 },
  silentMs: 120_000,
  shareMb: 300,
  isExpendable: true,
};

/** Processor time of one notebook, in ms, when a class has lost much; a right one needs a tenth. */
const shortMs = 3000;

export interface TypeService {
  /** Diagnostics as bytes for `diagnosticsFrom`; none where the types were not checked. */
  check(index: number): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** What the service needs of a process that is started again when it has ended. */
export type Checking = Pick<Restarting, 'request' | 'close'>;

export interface TypeServiceOptions {
  /** Where modules are resolved from (where `node_modules/gradus` lies). */
  root: string;
  /** How many notebooks there are; they are checked in this order. */
  count: number;
  /** The bytes of a submission; undefined when it cannot be read. */
  read(index: number): Promise<Uint8Array | undefined>;
  /** Most notebooks of a batch. Default 16. */
  batchSize?: number;
  /** What a class may lose to notebooks that take too long, in ms. Default two minutes. */
  budgetMs?: number;
  /** What checks, as `startChecking` gives it. */
  checking: Checking;
}

/** The first batches are small: nobody can be graded to the end before they are there. */
const firstBatches = [2];
/** Times its budget, after which a class has no notebook checked any more. */
const mostLost = 3;
const mostBytes = 8 * 1024 * 1024;
const none = new Uint8Array();
const lengthsSchema = z.object({ lengths: z.array(z.int().min(0)) });

/**
 * Starts a process that reads and binds the library's types at once: before it is known what there
 * is to check.
 */
export function startChecking(root: string): Checking {
  const checking = new Restarting({
    start: () => new Process(entryOf('type-main'), limits),
    open: (process) => process.request({ type: 'bind', root }),
    isHarmless: true,
  });
  checking.prepare();
  return checking;
}

interface Asked {
  index: number;
  bytes: Uint8Array;
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
  const { root, count, read, checking, batchSize = 16, budgetMs = 120_000 } = options;
  let isClosed = false;
  let lostMs = 0;
  const answers = Array.from({ length: count }, () => deferred());

  /** The diagnostics of each, or at which of them the process ended; -1 where that is not known. */
  const ask = async (batch: readonly Asked[]): Promise<Uint8Array[] | number> => {
    if (isClosed) return -1;
    const { lengths, body } = join(batch.map(({ bytes }) => bytes));
    const cpuMs = lostMs > budgetMs ? shortMs : undefined;
    const begun = performance.now();
    let culprit = -1;
    try {
      const answer = await checking.request({ type: 'check', root, lengths }, { body, cpuMs });
      if (answer.kind === 'answered') {
        return split(answer.body, lengthsSchema.parse(answer.value).lengths);
      }
      culprit = Number(/^(?:parse|check) (\d+)$/.exec(answer.stage)?.[1] ?? -1);
    } catch {
      // The checker itself failed on it.
    }
    lostMs += performance.now() - begun;
    return culprit;
  };

  const checkBatch = async (batch: readonly Asked[]): Promise<void> => {
    if (batch.length === 0) return;
    const found = await ask(batch);
    if (typeof found !== 'number') {
      for (const [i, { index }] of batch.entries()) answers[index]?.resolve(found[i] ?? none);
    } else if (batch.length === 1 || lostMs > mostLost * budgetMs) {
      for (const { index } of batch) answers[index]?.resolve(none);
    } else if (found >= 0) {
      answers[batch[found]?.index ?? -1]?.resolve(none);
      await checkBatch(batch.filter((_, i) => i !== found));
    } else {
      for (const one of batch) await checkBatch([one]);
    }
  };

  const work = async (): Promise<void> => {
    const sizes = [...firstBatches];
    for (let at = 0; at < count && !isClosed; ) {
      const size = Math.min(batchSize, sizes.shift() ?? batchSize);
      const batch: Asked[] = [];
      let total = 0;
      for (; at < count && batch.length < size && total < mostBytes; at++) {
        const bytes = lostMs > mostLost * budgetMs ? undefined : await read(at);
        if (bytes === undefined) answers[at]?.resolve(none);
        else batch.push({ index: at, bytes });
        total += bytes?.byteLength ?? 0;
      }
      await checkBatch(batch);
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
      await checking.close();
    },
  };
}

/** For notebooks that come one by one, over a long time. */
export interface LastingChecks {
  /** Diagnostics as bytes for `diagnosticsFrom`; none where the types were not checked. */
  check(bytes: Uint8Array | undefined): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** Keeps one process for them, and starts another when it had to be ended. */
export function lastingChecks(root: string): LastingChecks {
  const checking = startChecking(root);
  const one = pLimit(1);
  const checkOne = (bytes: Uint8Array): Promise<Uint8Array> =>
    startTypeService({ root, count: 1, read: async () => bytes, checking }).check(0);
  return {
    check: (bytes) => (bytes === undefined ? Promise.resolve(none) : one(() => checkOne(bytes))),
    close: () => checking.close(),
  };
}
