/**
 * The processes that grade, each one submission at a time. One that has to be ended takes its
 * submission along and nothing else: the submission has a verdict, another process goes on.
 */
import { serialize } from 'node:v8';
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
import { poolOf } from './pool.js';
import { entryOf, Process, type ProcessLimits, type Stopped } from './process.js';
import { ClosedError, crashedBefore, Restarting } from './restarting.js';
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
const gradedSchema = z.object({
  record: studentSchema,
  times: z.record(z.string(), z.number()),
});
const pagesSchema = z.object({
  names: z.array(z.string().regex(/^(?:student|instructor)\/[a-z0-9-]+\.(?:json|html)$/)).max(8),
  lengths: z.array(z.int().min(0)).max(8),
});

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
  let { sandbox } = config;
  const made = Array.from(
    { length: count },
    () =>
      new Restarting({
        start: () => new Process(entry, limits, budget),
        open: (worker) =>
          worker.request({ type: 'open' }, { body: serialize({ ...config, sandbox }) }),
        isHarmless: true,
        failed: ({ reason }) => new Error(`The process that grades could not start: ${reason}.`),
        // Sandboxes that wait are closed by those who started them.
        farewell: { type: 'close' },
      }),
  ) as [Restarting, ...Restarting[]];
  const close = async (): Promise<void> => {
    await Promise.all(made.map((worker) => worker.close()));
  };

  try {
    for (const worker of made) worker.begin();
    const opened = openedSchema.parse((await made[0].open())?.value);
    // Which walls stand is known now.
    sandbox = opened.isolation.backend;
    // One process has one sandbox with student code at a time.
    const used = made.slice(0, opened.oneAtATime ? 1 : count);
    await Promise.all(made.slice(used.length).map((worker) => worker.close()));
    for (const worker of used) worker.prepare();
    const pool = poolOf(used);

    /** One verdict for the whole submission. */
    const decided = async (
      { submission, asked }: Pick<Job, 'submission' | 'asked'>,
      outcome: { verdict: Verdict; issue: Issue; notices: Notice[] },
    ): Promise<Graded> => {
      const request = { type: 'decided', submission, asked, hash: '', ...outcome };
      const answer = await pool.request(request, { isHarmless: true });
      if (answer.kind === 'answered') return gradedSchema.parse(answer.value);
      throw new Error(`The process that grades ended without a submission: ${answer.reason}.`);
    };
    /** The grader's own failure, on this submission: the others go on. */
    const failedBy = (job: Pick<Job, 'submission' | 'asked'>, message: string) => {
      const issue: Issue = { code: 'judge-failed', params: { message } };
      return decided(job, { verdict: 'error', issue, notices: [] });
    };
    const stoppedBy = (job: Pick<Job, 'submission' | 'asked'>, stopped: Stopped) => {
      const { reason, stage, limit } = stopped;
      if (crashedBefore(stopped)) return failedBy(job, 'The process ended before it began.');
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
          const answer = await pool.request(
            { type: 'grade', asked },
            { body: read, later: diagnostics, stage: 'prepare', onStage },
          );
          if (answer.kind === 'stopped') return await stoppedBy(job, answer);
          return gradedSchema.parse(answer.value);
        } catch (error) {
          if (error instanceof ClosedError) throw error;
          return failedBy(job, error instanceof Error ? error.message : String(error));
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
          const answer = await pool.request(request, { stage: 'report' });
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
