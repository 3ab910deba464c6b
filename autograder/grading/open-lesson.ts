/**
 * A lesson that is ready to be graded, and the one way in which a submission is: a class, `check` and
 * whatever else has one to grade goes through here.
 */
import type { Language } from '../../src/messages/index.js';
import { packageVersion } from '../../src/package-root.js';
import { recordFrame } from '../results/record.js';
import type { Results, StudentResult } from '../results/results.js';
import { seedId } from '../results/seed-id.js';
import type { Asked, GraderConfig } from './grader.js';
import { lessonInfo } from './lesson-info.js';
import type { MemoryBudget } from './memory-budget.js';
import { titlesOf } from './titles.js';
import { type Graded, type Job, type Pages, startWorkers } from './workers.js';

export interface OpenLesson {
  /** What results of the lesson say beside the students, who are none here. */
  results: Results;
  /** Grades one submission; whatever it does to the process is its verdict. */
  grade(job: Job): Promise<Graded>;
  /** What a student and the instructor are shown of a record, by the names of files. */
  pages(record: StudentResult, asked: Asked, language: Language): Promise<Pages>;
  close(): Promise<void>;
}

export interface OpenLessonOptions extends Omit<GraderConfig, 'sandboxes'> {
  /** Sandboxes at the same time. */
  jobs: number;
  /** Submissions at the same time, each in a process of its own. Default `jobs`. */
  processes?: number;
  /** What the processes may take together. Default: a share for each. */
  budget?: MemoryBudget | undefined;
}

/**
 * Loads the reference, chooses the walls, starts the processes.
 *
 * @throws whatever keeps them from grading at all: no sandbox, a wrong reference
 */
export async function openLesson(options: OpenLessonOptions): Promise<OpenLesson> {
  const { lesson, reference, secret, sandbox, isolate, jobs, processes = jobs, budget } = options;
  const count = Math.max(1, Math.min(jobs, processes));
  const sandboxes = Math.max(1, Math.floor(jobs / count));
  const config = { lesson, reference, secret, sandbox, isolate, sandboxes };
  const workers = await startWorkers(config, count, budget);
  const titles = await titlesOf(lesson);
  const results = recordFrame({
    graderVersion: packageVersion(),
    lesson: lessonInfo(lesson, titles),
    referenceHash: workers.referenceHash,
    seedId: secret === undefined ? '' : seedId(secret),
    isolation: workers.isolation,
  });
  return {
    results,
    async grade(job) {
      const graded = await workers.grade(job);
      const exercises = graded.record.exercises.map((one) => ({
        ...one,
        title: titles.parts[one.exercise] ?? one.title,
      }));
      return { ...graded, record: { ...graded.record, exercises } };
    },
    pages(record, asked, language) {
      const { student, file, attempt } = record;
      const submission = { student, file, attempt };
      return workers.pages({ results, record, language, submission, asked });
    },
    close: () => workers.close(),
  };
}
