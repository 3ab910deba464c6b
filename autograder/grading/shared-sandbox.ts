/**
 * The exercises of one submission in one sandbox: the quick way to find those that pass.
 *
 * Only a full pass counts here. Whatever does not pass, for whatever reason, is left to a sandbox of
 * its own, so no exercise can lose a point to another. None can gain one either: the rules for the
 * library are those of the exercise that is tested, looked at in each call, and all visible tests
 * come before the first hidden input.
 */
import { rulesOf } from '../judge/library-rules.js';
import { runTest } from '../judge/runner.js';
import type { Test } from '../judge/test.js';
import type { TestResult } from '../judge/verdict.js';
import {
  type GradingContext,
  type Judged,
  loadExercise,
  mostOutput,
  noticedBy,
  type RunnableExercise,
  seedOf,
  testsOf,
} from './judge-exercise.js';

/** Processor time for loading an exercise's cells and for one call; what needs more runs alone. */
const mostMs = { load: 1000, call: 250 };

interface Open extends RunnableExercise {
  visible: Test[];
  hidden: Test[];
  tests: TestResult[];
  output: string;
  noticed: string[];
}

/** The exercises all of whose tests passed. */
export async function judgeTogether(
  judge: GradingContext,
  student: string,
  asked: readonly RunnableExercise[],
): Promise<Map<string, Judged>> {
  const passed = new Map<string, Judged>();
  for (let left = asked; left.length > 0; ) {
    const round = await judgeRound(judge, student, left);
    for (const { exercise, tests, output, noticed } of round.passed) {
      const kept = output.slice(0, mostOutput);
      const names = [...new Set(noticed)];
      passed.set(exercise, { tests, output: kept, noticed: names, uncaught: [] });
    }
    left = round.unfinished;
  }
  return passed;
}

/** One sandbox, until all is run or its process has ended; the exercise that ended it is out. */
async function judgeRound(
  judge: GradingContext,
  student: string,
  asked: readonly RunnableExercise[],
): Promise<{ passed: Open[]; unfinished: RunnableExercise[] }> {
  let open = asked.map((prepared): Open => {
    const tests = testsOf(judge, prepared.exercise);
    const [visible, hidden] = [tests.filter((t) => t.visible), tests.filter((t) => !t.visible)];
    return { ...prepared, visible, hidden, tests: [], output: '', noticed: [] };
  });
  const sandbox = judge.sandboxes.take();

  /** Whether all of these tests passed. */
  const run = async (entry: Open, tests: readonly Test[]): Promise<boolean> => {
    const rules = rulesOf(judge.reference, entry.exercise);
    if ((await sandbox.restrict(rules)) !== undefined) return false;
    for (const test of tests) {
      const { result } = await runTest(test, sandbox, {
        exercise: entry.exercise,
        reference: (of) =>
          judge.reference.recorded?.(entry.exercise, of) ?? judge.reference.functions,
        seed: (of) => seedOf(judge, student, entry.exercise, of),
        locate: entry.compiled.locate,
        mostMs: mostMs.call,
        settles: test === tests.at(-1),
      });
      if (result.verdict !== 'passed') return false;
      entry.tests.push(result);
    }
    return true;
  };
  const steps: ((entry: Open) => Promise<boolean>)[] = [
    async (entry) => {
      const ended = await loadExercise(judge, sandbox, entry, { deadlineMs: mostMs.load });
      // An error that nobody caught comes a turn later.
      return ended === undefined && (await sandbox.settle()) === undefined;
    },
    (entry) => run(entry, entry.visible),
    (entry) => run(entry, entry.hidden),
  ];
  try {
    for (const [i, step] of steps.entries()) {
      const hidden = i === 2;
      if (hidden) sandbox.discardOutput();
      const kept: Open[] = [];
      for (const entry of open) {
        const right = await step(entry);
        // Whose it was, and when, is seen where each exercise runs alone.
        if (sandbox.takeUncaught().length > 0) return { passed: [], unfinished: [] };
        if (!hidden) entry.output += await sandbox.takeOutput();
        // What it reached for comes with the next answer: asked now, it is not the next exercise's.
        if (!right && !sandbox.hasEnded) await sandbox.settle();
        entry.noticed.push(...noticedBy(judge, entry.exercise, sandbox));
        if (right) {
          kept.push(entry);
        } else if (sandbox.hasEnded) {
          const done = hidden ? kept : [];
          const unfinished = open.filter((other) => other !== entry && !done.includes(other));
          return { passed: done, unfinished };
        }
      }
      open = kept;
    }
    return { passed: open, unfinished: [] };
  } finally {
    await sandbox.close();
  }
}
