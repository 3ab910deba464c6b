/**
 * `results.json`: the instructor's record of one grading of one class, everything in it.
 *
 * Equal input gives equal bytes: the keys stand in the schema's order, students are sorted by
 * folder name, and there are no dates, times or absolute paths. Times stand in `times.json`, what
 * student code printed in `outputs.json`.
 */
import { z } from 'zod';
import { verdicts } from '../judge/verdict.js';

export const schemaVersion = 1;

const points = z.number().min(0);
const hash = z.string().regex(/^[0-9a-f]*$/);
const params = z.record(z.string(), z.union([z.string(), z.number()]));

const placeSchema = z.strictObject({
  cell: z.int().min(0),
  line: z.int().min(0),
  column: z.int().min(0),
  text: z.string(),
});

const noticeSchema = z.strictObject({
  code: z.string(),
  params,
  place: placeSchema.optional(),
});

const issueSchema = z.strictObject({
  code: z.string(),
  params,
  expected: z.string().optional(),
  got: z.string().optional(),
  index: z.array(z.int()).optional(),
  /** A string when not finite: JSON has no NaN. */
  maxError: z.union([z.number(), z.string()]).optional(),
  /** What has probably been done. */
  guess: z.string().optional(),
  /** The same, found by the values alone. */
  likely: z.strictObject({ code: z.string(), params }).optional(),
  place: placeSchema.optional(),
});

const testSchema = z.strictObject({
  /** Stable over versions: `softmax/rows-sum-to-one`. */
  id: z.string(),
  name: z.string(),
  kind: z.string(),
  visible: z.boolean(),
  points,
  score: points,
  verdict: z.enum(verdicts),
  issue: issueSchema.optional(),
  hint: z.string().optional(),
  /**
   * What the test called last, as code: of a visible test that did not pass, since its inputs are
   * drawn for each student.
   */
  input: z.string().optional(),
});

const exerciseSchema = z.strictObject({
  exercise: z.string(),
  title: z.string(),
  points,
  score: points,
  notices: z.array(noticeSchema),
  tests: z.array(testSchema),
  /**
   * What the student's code printed in the visible part. It stands in `outputs.json`: how much a
   * process printed before it was killed differs from run to run.
   */
  output: z.string().default(''),
});

export const studentSchema = z.strictObject({
  /** Folder name. */
  student: z.string(),
  /** Base name of the student's pages. */
  page: z.string().regex(/^[a-z0-9-]+$/),
  lesson: z.string(),
  lessonVersion: z.string(),
  file: z.string(),
  submissionHash: hash,
  attempt: z.int().min(1),
  points,
  score: points,
  graderFailure: z.string().optional(),
  notices: z.array(noticeSchema),
  exercises: z.array(exerciseSchema),
});

export const resultsSchema = z.strictObject({
  schemaVersion: z.literal(schemaVersion),
  graderVersion: z.string(),
  lesson: z.strictObject({
    id: z.string(),
    title: z.string(),
    version: z.string(),
    points,
    exercises: z.array(z.strictObject({ exercise: z.string(), title: z.string(), points })),
  }),
  referenceHash: hash,
  seedId: z.string(),
  isolation: z.strictObject({
    backend: z.enum(['bubblewrap', 'unshare', 'podman', 'docker', 'plain-uid', 'none']),
    mechanism: z.string(),
    unsafe: z.boolean(),
    limits: z.record(z.string(), z.number()),
  }),
  students: z.array(studentSchema),
});

/** One student's part of it, as it is written when they are graded. */
export const recordSchema = resultsSchema
  .omit({ students: true })
  .extend({ student: studentSchema });

export type Results = z.infer<typeof resultsSchema>;
export type StudentResult = Results['students'][number];
export type ExerciseResult = StudentResult['exercises'][number];
export type TestOutcome = ExerciseResult['tests'][number];
export type IssueRecord = NonNullable<TestOutcome['issue']>;
export type NoticeRecord = ExerciseResult['notices'][number];

/** By student (folder name) and exercise; only where something was printed. */
export const outputsSchema = z.strictObject({
  schemaVersion: z.literal(schemaVersion),
  outputs: z.record(z.string(), z.record(z.string(), z.string())),
});

export const timesSchema = z.strictObject({
  schemaVersion: z.literal(schemaVersion),
  totalMs: z.number(),
  students: z.record(
    z.string(),
    z.strictObject({ totalMs: z.number(), tests: z.record(z.string(), z.number()) }),
  ),
});
