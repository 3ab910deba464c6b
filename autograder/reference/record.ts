/** The solution's answers to the visible tests, taken down at build: `gradus/judge` has no other. */
import { Encoder } from '../judge/codec.js';
import { type InProcessOptions, runExercise } from '../judge/in-process.js';
import type { Recorded } from '../judge/recorded.js';
import type { RemoteFunctions, Test, TestsByExercise } from '../judge/test.js';
import type { Value } from '../judge/value.js';

/** Runs the visible tests with the solution and keeps what the reference answered. */
export async function recordReference(
  lesson: string,
  tests: TestsByExercise,
  options: Pick<InProcessOptions, 'solution' | 'tf'>,
  { allowed = {}, quizzes = {} }: Partial<Pick<Recorded, 'allowed' | 'quizzes'>> = {},
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
  return { schemaVersion: 1, lesson, answers, hiddenPoints, allowed, quizzes };
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
