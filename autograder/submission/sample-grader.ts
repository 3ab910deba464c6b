/** For tests: grades notebooks of the second lesson that are made from a right one. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pLimit from 'p-limit';
import { packageRoot } from '../../src/package-root.js';
import { readLesson } from '../course/index.js';
import { type Grader, gradeExercises } from '../grading/grade-submission.js';
import { loadLessonReference } from '../reference/load-private.js';
import type { ExerciseGrade } from '../results/types.js';
import { chooseBackend } from '../sandbox/choose-backend.js';
import { defaultLimits } from '../sandbox/limits.js';
import { PreStarted } from '../sandbox/pre-started.js';
import { prepareRuntime } from '../sandbox/runtime.js';
import { startSandbox } from '../sandbox/sandbox.js';
import { parseNotebook } from './notebook.js';
import { parseCells } from './slice.js';
import { createTypeChecker, type TypeDiagnostic } from './type-check.js';

const right = fileURLToPath(
  new URL('../../test/example-class/submissions/ada/lesson.ipynb', import.meta.url),
);

export interface SampleGrader {
  /**
   * Grades the right notebook with cells put before its first and behind its last one, and with
   * other answers.
   */
  grade(edits: {
    before?: string[];
    behind?: string[];
    answers?: Record<string, string>;
    /** As if the types could not be checked in time. */
    unchecked?: boolean;
  }): Promise<{ score: number; points: number; exercises: ExerciseGrade[] }>;
  close(): Promise<void>;
}

export async function startSampleGrader(): Promise<SampleGrader> {
  const path = join(packageRoot(), 'notebooks/02-a-network-from-scratch/lesson.md');
  const lesson = await readLesson(path);
  const reference = await loadLessonReference(lesson, undefined);
  const runtime = await prepareRuntime();
  const backend = await chooseBackend('auto', runtime);
  const sandboxes = new PreStarted(
    () => startSandbox({ backend, runtime, limits: defaultLimits }),
    2,
  );
  const secret = Buffer.alloc(32, 5);
  const grader: Grader = {
    judge: { reference, sandboxes, limits: defaultLimits, secret },
    limit: pLimit(2),
    isolate: 'submission',
  };
  const check = createTypeChecker(packageRoot());

  return {
    async grade({ before = [], behind = [], answers = {}, unchecked = false }) {
      const json = JSON.parse(readFileSync(right, 'utf8'));
      for (const [exercise, source] of Object.entries(answers)) {
        const cell = json.cells.find(({ id }: { id: string }) => id === `exercise-${exercise}`);
        cell.source = source;
      }
      const code = (source: string): object => ({ cell_type: 'code', metadata: {}, source });
      json.cells.unshift(...before.map(code));
      json.cells.push(...behind.map(code));
      const notebook = parseNotebook(Buffer.from(JSON.stringify(json)));
      const found: TypeDiagnostic[] | undefined = unchecked
        ? undefined
        : check([parseCells(notebook)])[0];
      const exercises = await gradeExercises(
        grader,
        { student: 'ada', file: right, notices: [], notebook, hash: '' },
        { lesson, exercises: lesson.exercises, diagnostics: Promise.resolve(found) },
      );
      const total = (key: 'score' | 'points'): number =>
        exercises.reduce((sum, exercise) => sum + exercise[key], 0);
      return { score: total('score'), points: total('points'), exercises };
    },
    close: () => sandboxes.close(),
  };
}
