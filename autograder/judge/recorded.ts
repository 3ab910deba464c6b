/**
 * The reference's answers to the visible tests, recorded at build (`reference/record.ts`).
 *
 * The student's package checks with these, so that it holds no solution. An answer is found by test
 * and by the order of calls in it: without a class secret a visible test draws the same inputs on
 * every run. When graded it draws others, and the solution itself answers.
 */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { Decoder } from './codec.js';
import { libraryRulesSchema } from './library-rules.js';
import { referenceFolder } from './reference-folder.js';
import type { RemoteFunctions, Test } from './test.js';
import type { Value } from './value.js';

const answerSchema = z.strictObject({ fn: z.string(), value: z.unknown(), body: z.base64() });
const words = z.union([z.string(), z.strictObject({ en: z.string(), zh: z.string() })]);
/** What a typical wrong solution failed with on a visible test: the value it gave, never its code. */
const failureSchema = z.strictObject({
  code: z.string(),
  params: z.record(z.string(), z.union([words, z.number()])),
  got: z.strictObject({ value: z.unknown(), body: z.base64() }).optional(),
});
const guessSchema = z.strictObject({
  /** What a student with this result has probably done. */
  guess: words,
  /** By test, e.g. `rows-sum-to-one`. */
  failures: z.record(z.string(), failureSchema),
});
const quizAnswerSchema = z.strictObject({ why: words, right: z.boolean() });
const recordedSchema = z.strictObject({
  schemaVersion: z.literal(1),
  lesson: z.string(),
  /** By test id, e.g. `softmax/rows-sum-to-one`. */
  answers: z.record(z.string(), z.array(answerSchema)),
  /** Points that hidden tests give, by exercise. */
  hiddenPoints: z.record(z.string(), z.number()),
  /** What of the library each exercise may use, where that is not the usual set. */
  allowed: z.record(z.string(), libraryRulesSchema),
  /** Answers of each question, in the order of their letters. */
  quizzes: z.record(z.string(), z.array(quizAnswerSchema)).default({}),
  /** Guesses at what went wrong, by exercise, in the order in which they are tried. */
  guesses: z.record(z.string(), z.array(guessSchema)).default({}),
});
export type Recorded = z.infer<typeof recordedSchema>;
export type RecordedGuess = z.infer<typeof guessSchema>;

/**
 * What the solution answered to the visible tests of a lesson, recorded at build.
 *
 * @returns undefined where there is none
 * @throws SyntaxError, ZodError where there is one that cannot be read
 */
export async function readRecorded(lesson: string): Promise<Recorded | undefined> {
  const file = new URL(`${lesson}/recorded.json`, referenceFolder);
  if (!existsSync(file)) return undefined;
  return recordedSchema.parse(JSON.parse(await readFile(file, 'utf8')));
}

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
