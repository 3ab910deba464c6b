/**
 * The reference's answers to the visible tests, recorded at build.
 *
 * The student's package checks with these, so that it holds no solution. An answer is found by test
 * and by the order of calls in it: without a class secret a visible test draws the same inputs on
 * every run. When graded it draws others, and the solution itself answers.
 */
import { z } from 'zod';
import { Decoder, Encoder } from './codec.js';
import { type InProcessOptions, runExercise } from './in-process.js';
import type { RemoteFunctions, Test, TestsByExercise } from './test.js';
import type { Value } from './value.js';

const answerSchema = z.strictObject({ fn: z.string(), value: z.unknown(), body: z.base64() });
export const recordedSchema = z.strictObject({
  schemaVersion: z.literal(1),
  lesson: z.string(),
  /** By test id, e.g. `softmax/rows-sum-to-one`. */
  answers: z.record(z.string(), z.array(answerSchema)),
  /** Points that hidden tests give, by exercise. */
  hiddenPoints: z.record(z.string(), z.number()),
  /** What of the library each exercise may use, where that is not the usual set. */
  allowed: z.record(
    z.string(),
    z.strictObject({
      allow: z.array(z.string()).optional(),
      deny: z.array(z.string()).optional(),
    }),
  ),
});
export type Recorded = z.infer<typeof recordedSchema>;

/** Answers of the recorded reference to one test, in order. */
export function recordedReference(
  recorded: Recorded,
  exercise: string,
  test: Test,
): RemoteFunctions {
  const answers = recorded.answers[`${exercise}/${test.id}`] ?? [];
  let next = 0;
  return new Proxy(Object.create(null), {
    get: (_target, fn: string) => async (): Promise<Value> => {
      const answer = answers[next++];
      if (answer === undefined || answer.fn !== fn) {
        throw new Error(
          `No recorded answer ${next} of ${fn} for ${exercise}/${test.id}: run the build again`,
        );
      }
      return new Decoder(Buffer.from(answer.body, 'base64')).decode(answer.value);
    },
  });
}

/** Runs the visible tests with the solution and keeps what the reference answered. */
export async function recordReference(
  lesson: string,
  tests: TestsByExercise,
  options: Pick<InProcessOptions, 'solution' | 'tf'>,
  allowed: Recorded['allowed'] = {},
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
  return { schemaVersion: 1, lesson, answers, hiddenPoints, allowed };
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
