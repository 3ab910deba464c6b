/**
 * The processes that grade, each one submission at a time. One that has to be ended takes its
 * submission along and nothing else: the submission has a verdict, another process goes on.
 */
import { serialize } from 'node:v8';
import pLimit from 'p-limit';
import { z } from 'zod';
import type { Language } from '../../src/messages/index.js';
import type { Issue, Verdict } from '../judge/verdict.js';
import {
  type Results,
  resultsSchema,
  type StudentResult,
  studentSchema,
} from '../results/results.js';
import type { Isolation, Notice } from '../results/types.js';
import { split } from './frames.js';
import type { Asked, GraderConfig } from './grader.js';
import type { MemoryBudget } from './memory-budget.js';
import { type Answered, entryOf, Process, type ProcessLimits, type Stopped } from './process.js';
import type { Listed } from './submission.js';

const limits: ProcessLimits = {
  memoryMb: 448,
  heapMb: 256,
  cpuMs: 10_000,
  // To guess at a wrong answer, typical wrong solutions are run: trainings among them.
  stages: { start: 60_000, test: 60_000 },
  // An exercise whose every test waits for nothing takes its two minutes.
  silentMs: 200_000,
  shareMb: 175,
};

/** Ready to grade. */
export interface Workers {
  isolation: Isolation;
  referenceHash: string;
  /** Grades one submission, whatever it does to the process. */
  grade(job: Job): Promise<Graded>;
  /** The pages of one student by name; the record comes back with them, in case it ended the process. */
  pages(job: PagesJob): Promise<Pages>;
  close(): Promise<void>;
}

export interface Job {
  submission: Listed;
  asked: Asked;
  /** As it was read, or how its reading ended. */
  read: Uint8Array | Stopped;
  /** Type diagnostics, which may come later. */
  diagnostics: Promise<Uint8Array>;
  /** Told of each stage of it: `prepare`, `test` for each sandbox, `report`. */
  onStage?: (stage: string) => void;
}

export interface Graded {
  record: StudentResult;
  /** Wall-clock ms by test. */
  times: Record<string, number>;
}

export interface PagesJob {
  /** The results without students. */
  results: Results;
  record: StudentResult;
  language: Language;
  /** What to ask for when its pages cannot be made. */
  submission: Listed;
  asked: Asked;
}

export interface Pages {
  record: StudentResult;
  files: ReadonlyMap<string, Uint8Array>;
}

const openedSchema = z.object({
  /** Sandboxes must not run side by side behind these walls. */
  oneAtATime: z.boolean(),
  isolation: resultsSchema.shape.isolation,
  referenceHash: resultsSchema.shape.referenceHash,
});
type Opened = z.infer<typeof openedSchema> & { worker: Process };
const gradedSchema = z.object({
  record: studentSchema,
  times: z.record(z.string(), z.number()),
});
const pagesSchema = z.object({
  names: z.array(z.string().regex(/^(?:student|instructor)\/[a-z0-9-]+\.(?:json|html)$/)).max(8),
  lengths: z.array(z.int().min(0)).max(8),
});

/** A process that ends before it has anything to do, so many times over, is no accident. */
const mostTries = 3;

const verdictOf = {
  time: 'timeout',
  memory: 'out-of-memory',
  crash: 'error',
} as const satisfies Record<Stopped['reason'], Verdict>;

/**
 * Starts `count` processes.
 *
 * @throws whatever keeps them from grading at all: no sandbox, a wrong reference
 */
export async function startWorkers(
  config: GraderConfig,
  count: number,
  budget?: MemoryBudget,
): Promise<Workers> {
  const entry = entryOf('worker-main');
  const all = new Set<Process>();
  let isClosing = false;
  const start = (): Process => {
    // Closing ends those that start too, and they would be started again.
    if (isClosing) throw new Error('Expected no request once the processes that grade are closed.');
    const made = new Process(entry, limits, budget);
    all.add(made);
    return made;
  };
  const open = async (worker: Process, sandbox = config.sandbox): Promise<Opened> => {
    for (let tries = 1, made = worker; ; tries++) {
      const answer = await made.request(
        { type: 'open' },
        { body: serialize({ ...config, sandbox }) },
      );
      if (answer.kind === 'answered') {
        return { worker: made, ...openedSchema.parse(answer.value) };
      }
      // Ended by the machine, or for what others took: it had no submission yet.
      if (tries === mostTries) {
        throw new Error(`The process that grades could not start: ${answer.reason}.`);
      }
      made = start();
    }
  };
  const close = async (): Promise<void> => {
    isClosing = true;
    const running = [...all].filter((worker) => !worker.hasStopped);
    // Sandboxes that wait are closed by those who started them.
    const ask = async (worker: Process): Promise<unknown> => worker.request({ type: 'close' });
    await Promise.all(running.map((worker) => ask(worker).catch(() => {})));
    await Promise.all([...all].map((worker) => worker.close()));
  };

  const [first, ...others] = Array.from({ length: count }, start) as [Process, ...Process[]];
  try {
    const opened = await open(first);
    const ready: Promise<Process>[] = [Promise.resolve(opened.worker)];
    // Which walls stand is known now.
    const another = async (worker = start()): Promise<Process> =>
      (await open(worker, opened.isolation.backend)).worker;
    // One process has one sandbox with student code at a time.
    const atOnce = opened.oneAtATime ? 1 : count;
    const unused = others.splice(atOnce - 1);
    await Promise.all(unused.map((worker) => worker.close()));
    for (const worker of unused) all.delete(worker);
    ready.push(...others.map((worker) => another(worker)));
    for (const worker of ready) worker.catch(() => {});
    const limit = pLimit(atOnce);

    /** Asks whichever is free. */
    const use = (ask: (worker: Process) => Promise<Answered | Stopped>) =>
      limit(async () => {
        let worker = await (ready.shift() ?? another());
        // One may have been ended while it had nothing to do: by the machine, for want of memory.
        if (worker.hasStopped) worker = await another();
        return ask(worker).finally(() => {
          if (!worker.hasStopped) {
            ready.push(Promise.resolve(worker));
            return;
          }
          void worker.close().then(() => all.delete(worker));
          const next = another();
          next.catch(() => {});
          ready.push(next);
        });
      });
    const alone = pLimit(1);
    /** The same with nothing beside it: what others take at the time decides no verdict. */
    const useAlone = (ask: Parameters<typeof use>[0]) =>
      alone(async () => {
        let release = (): void => {};
        const gate = new Promise<void>((resolve) => {
          release = resolve;
        });
        const places = Array.from(
          { length: atOnce - 1 },
          () =>
            new Promise<void>((taken) => {
              void limit(() => {
                taken();
                return gate;
              });
            }),
        );
        try {
          await Promise.all(places);
          return await use(ask);
        } finally {
          release();
        }
      });
    const useFairly = async (ask: Parameters<typeof use>[0]): Promise<Answered | Stopped> => {
      const answer = await use(ask);
      return answer.kind === 'stopped' && answer.isShared ? useAlone(ask) : answer;
    };
    /** One verdict for the whole submission. */
    const decided = async (
      { submission, asked }: Pick<Job, 'submission' | 'asked'>,
      outcome: { verdict: Verdict; issue: Issue; notices: Notice[] },
    ): Promise<Graded> => {
      const request = { type: 'decided', submission, asked, hash: '', ...outcome };
      for (let tries = 1; ; tries++) {
        const answer = await use((worker) => worker.request(request));
        if (answer.kind === 'answered') return gradedSchema.parse(answer.value);
        if (tries < mostTries) continue;
        throw new Error(`The process that grades ended without a submission: ${answer.reason}.`);
      }
    };
    const stoppedBy = (job: Pick<Job, 'submission' | 'asked'>, stopped: Stopped) => {
      const { reason, stage, limit } = stopped;
      const issue = { code: 'grading-stopped', params: { reason, stage, limit } } as const;
      return decided(job, { verdict: verdictOf[reason], issue, notices: [issue] });
    };

    return {
      isolation: opened.isolation,
      referenceHash: opened.referenceHash,
      async grade(job) {
        const { asked, read, diagnostics, onStage } = job;
        if ('kind' in read) return stoppedBy(job, read);
        try {
          const answer = await useFairly((worker) =>
            worker.request(
              { type: 'grade', asked },
              { body: read, later: diagnostics, stage: 'prepare', onStage },
            ),
          );
          if (answer.kind === 'stopped') return await stoppedBy(job, answer);
          return gradedSchema.parse(answer.value);
        } catch (error) {
          // The grader's own failure, on this submission: the others go on.
          const message = error instanceof Error ? error.message : String(error);
          const issue: Issue = { code: 'judge-failed', params: { message } };
          return decided(job, { verdict: 'error', issue, notices: [] });
        }
      },
      async pages(job) {
        const make = async (record: StudentResult): Promise<Pages | Stopped> => {
          const request = {
            type: 'pages',
            results: job.results,
            student: record,
            language: job.language,
          };
          const answer = await useFairly((worker) => worker.request(request, { stage: 'report' }));
          if (answer.kind === 'stopped') return answer;
          const { names, lengths } = pagesSchema.parse(answer.value);
          const texts = split(answer.body, lengths);
          return { record, files: new Map(names.map((name, i) => [name, texts[i] as Uint8Array])) };
        };
        const made = await make(job.record);
        if (!('kind' in made)) return made;
        const again = await make((await stoppedBy(job, made)).record);
        if (!('kind' in again)) return again;
        throw new Error(`The pages of ${job.record.page} could not be made: ${again.reason}.`);
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
