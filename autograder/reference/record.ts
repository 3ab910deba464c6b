/** The solution's answers to the visible tests, taken down at build: `gradus/judge` has no other. */
import { Encoder } from '../judge/codec.js';
import { isComparable, recordIssue } from '../judge/guess.js';
import { type InProcessOptions, runExercise } from '../judge/in-process.js';
import type { Recorded, RecordedGuess } from '../judge/recorded.js';
import type { MutantsByExercise } from '../judge/reference.js';
import type { RemoteFunctions, Test, TestsByExercise } from '../judge/test.js';
import type { Value } from '../judge/value.js';

/** Runs the visible tests with the solution and keeps what the reference answered. */
export async function recordReference(
  lesson: string,
  tests: TestsByExercise,
  options: Pick<InProcessOptions, 'solution' | 'tf'>,
  {
    allowed = {},
    quizzes = {},
    mutants = {},
  }: Partial<Pick<Recorded, 'allowed' | 'quizzes'>> & { mutants?: MutantsByExercise } = {},
): Promise<Recorded> {
  const answers: Recorded['answers'] = {};
  const hiddenPoints: Recorded['hiddenPoints'] = {};
  for (const [exercise, list] of Object.entries(tests)) {
    hiddenPoints[exercise] = list.reduce((sum, t) => sum + (t.visible ? 0 : t.points), 0);
    for (const test of list.filter((t) => t.visible)) {
      const key = `${exercise}/${test.id}`;
      const kept: Recorded['answers'][string] = [];
      const recording: Test = {
        ...test,
        run: (context) => test.run({ ...context, reference: recorder(context.reference, kept) }),
      };
      const [result] = await runExercise({
        exercise,
        tests: [recording],
        fn: options.solution[exercise],
        ...options,
      });
      if (result?.verdict !== 'passed') {
        throw new Error(
          `Expected the solution to pass ${key}. Received: ${result?.verdict} ${JSON.stringify(result?.issue?.params ?? {})}`,
        );
      }
      if (kept.length > 0) answers[key] = kept;
    }
  }
  const guesses = await recordGuesses(tests, mutants, options);
  return { schemaVersion: 1, lesson, answers, hiddenPoints, allowed, quizzes, guesses };
}

/** What typical mistakes come to on the visible tests: values and sentences, no code. */
async function recordGuesses(
  tests: TestsByExercise,
  mutants: MutantsByExercise,
  options: Pick<InProcessOptions, 'solution' | 'tf'>,
): Promise<Recorded['guesses']> {
  const guesses: Recorded['guesses'] = {};
  for (const [exercise, list] of Object.entries(mutants)) {
    const visible = (tests[exercise] ?? []).filter((test) => test.visible);
    const found: RecordedGuess[] = [];
    for (const { guess, fn } of list) {
      const results = await runExercise({ exercise, tests: visible, fn, ...options });
      const failures = Object.fromEntries(
        results.filter(isComparable).flatMap(({ id, issue }) => {
          const failure = issue && recordIssue(issue);
          return failure === undefined ? [] : [[id.slice(exercise.length + 1), failure] as const];
        }),
      );
      if (Object.keys(failures).length > 0) found.push({ guess, failures });
    }
    if (found.length > 0) guesses[exercise] = found;
  }
  return guesses;
}

function recorder(reference: RemoteFunctions, kept: Recorded['answers'][string]): RemoteFunctions {
  return new Proxy(Object.create(null), {
    get:
      (_target, fn: string) =>
      async (...args: Value[]): Promise<Value> => {
        const value = await reference[fn]?.(...args);
        const encoder = new Encoder();
        const node = encoder.encode(value);
        kept.push({ fn, value: node, body: Buffer.concat(encoder.chunks).toString('base64') });
        return value;
      },
  });
}
