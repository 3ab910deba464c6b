/**
 * What is written of a grading, as schemas: the one source of its types, its JSON, its versions and
 * the JSON Schema files in `schema/`.
 *
 * `results.json` is the instructor's record of one grading of one class, everything in it. Equal input
 * gives equal bytes: the keys stand in the schema's order, students are sorted by folder name, and
 * there are no dates, times or absolute paths. Times stand in `times.json`, what student code printed
 * in `outputs.json`.
 */
import { z } from 'zod';
import { verdicts } from '../judge/verdict.js';
import { guessCodes, issueCodes, noticeCodes } from './codes.js';

/**
 * 2: names, hints, guesses and values of sentences may be texts in both languages. 3: titles may too.
 */
export const schemaVersion = 3;
/** Those whose files fit the present schema, so that they are read as well. */
export const olderVersions: readonly unknown[] = [1, 2];
const version = z.literal(schemaVersion);

const points = z.number().min(0);
const hash = z.string().regex(/^[0-9a-f]*$/);
/** In both languages, so that a report in another one needs no reference; or a string for each. */
export const wordingSchema = z.union([z.string(), z.strictObject({ en: z.string(), zh: z.string() })]);
const params = z.record(z.string(), z.union([wordingSchema, z.number()]));

const placeSchema = z.strictObject({
  cell: z.int().min(0),
  line: z.int().min(0),
  column: z.int().min(0),
  text: z.string(),
});

/** Something worth telling that is no verdict. `code` selects the sentence in the catalogue. */
export const noticeSchema = z.strictObject({
  code: z.enum(noticeCodes),
  params,
  place: placeSchema.optional(),
});

const issueSchema = z.strictObject({
  code: z.enum(issueCodes),
  params,
  expected: z.string().optional(),
  got: z.string().optional(),
  index: z.array(z.int()).optional(),
  /** A string when not finite: JSON has no NaN. */
  maxError: z.union([z.number(), z.string()]).optional(),
  /** What has probably been done. */
  guess: wordingSchema.optional(),
  /** The same, found by the values alone. */
  likely: z.strictObject({ code: z.enum(guessCodes), params }).optional(),
  place: placeSchema.optional(),
});

const testSchema = z.strictObject({
  /** Stable over versions: `softmax/rows-sum-to-one`. */
  id: z.string(),
  name: wordingSchema,
  kind: z.string(),
  visible: z.boolean(),
  points,
  score: points,
  verdict: z.enum(verdicts),
  issue: issueSchema.optional(),
  hint: wordingSchema.optional(),
  /**
   * What the test called last, as code: of a visible test that did not pass, since its inputs are
   * drawn for each student.
   */
  input: z.string().optional(),
});

const exerciseSchema = z.strictObject({
  exercise: z.string(),
  title: wordingSchema,
  points,
  score: points,
  notices: z.array(noticeSchema),
  tests: z.array(testSchema),
  /**
   * What the student's code printed in the visible part (stdout and stderr), capped. It stands in
   * `outputs.json`: how much a process printed before it was killed differs from run to run.
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
  /** Base name of the notebook; empty when there was none. */
  file: z.string(),
  /** sha256 of the file; empty when there was no file to read. */
  submissionHash: hash,
  /** 1 for the first submission. */
  attempt: z.int().min(1),
  points,
  score: points,
  /** Set when the grader itself failed on this submission; its verdicts then do not count. */
  graderFailure: z.string().optional(),
  /** What concerns the whole notebook. */
  notices: z.array(noticeSchema),
  exercises: z.array(exerciseSchema),
});

const isolationSchema = z.strictObject({
  backend: z.enum(['bubblewrap', 'unshare', 'podman', 'docker', 'plain-uid', 'none']),
  /** How the walls were made, in words, e.g. `bubblewrap 0.8.0`. */
  mechanism: wordingSchema,
  /** True when student code ran without walls (`--unsafe-no-sandbox`). */
  unsafe: z.boolean(),
  /** Limits by name, with the unit in the name: `memoryMb`, `cpuMs`, `processes`. */
  limits: z.record(z.string(), z.number()),
});

export const resultsSchema = z.strictObject({
  schemaVersion: version,
  graderVersion: z.string(),
  lesson: z.strictObject({
    /** Folder name: `02-a-network-from-scratch`. */
    id: z.string(),
    title: wordingSchema,
    version: z.string(),
    points,
    exercises: z.array(z.strictObject({ exercise: z.string(), title: wordingSchema, points })),
  }),
  /** sha256 of the reference that judged. */
  referenceHash: hash,
  /** Names the class secret without telling it: see `seedId`. */
  seedId: z.string(),
  isolation: isolationSchema,
  students: z.array(studentSchema),
});

/** `instructor/<page>.json`: one student's part of it, written when they are graded. */
export const recordSchema = resultsSchema
  .omit({ students: true })
  .extend({ student: studentSchema });

/** All that a student is told of a hidden test. A finer verdict would be a channel for its input. */
const hiddenSchema = testSchema
  .pick({ id: true, kind: true, points: true, score: true })
  .extend({ passed: z.boolean() });

/** `student/<page>.json`: what a student may see, field by field. */
export const studentViewSchema = z.strictObject({
  schemaVersion: version,
  graderVersion: z.string(),
  lesson: z.string(),
  ...studentSchema.pick({
    lessonVersion: true,
    student: true,
    file: true,
    submissionHash: true,
    attempt: true,
    points: true,
    score: true,
  }).shape,
  graderFailed: z.boolean(),
  ...isolationSchema.pick({ unsafe: true, backend: true }).shape,
  notices: z.array(noticeSchema),
  exercises: z.array(
    exerciseSchema
      .pick({ exercise: true, title: true, points: true, score: true, notices: true })
      .extend({
        visible: z.array(testSchema),
        hidden: z.array(hiddenSchema),
        output: z.string(),
      }),
  ),
});

/** `outputs.json`: by student (folder name) and exercise; only where something was printed. */
export const outputsSchema = z.strictObject({
  schemaVersion: version,
  outputs: z.record(z.string(), z.record(z.string(), z.string())),
});

/** `times.json`: wall-clock ms on the judge's clock, by student (folder name) and test. */
export const timesSchema = z.strictObject({
  schemaVersion: version,
  totalMs: z.number(),
  students: z.record(
    z.string(),
    z.strictObject({ totalMs: z.number(), tests: z.record(z.string(), z.number()) }),
  ),
});

export type Results = z.infer<typeof resultsSchema>;
export type StudentResult = z.infer<typeof studentSchema>;
export type ExerciseResult = z.infer<typeof exerciseSchema>;
export type TestOutcome = z.infer<typeof testSchema>;
export type IssueRecord = z.infer<typeof issueSchema>;
export type NoticeRecord = z.infer<typeof noticeSchema>;
export type StudentView = z.infer<typeof studentViewSchema>;
export type HiddenOutcome = z.infer<typeof hiddenSchema>;
export type TimesRecord = z.infer<typeof timesSchema>;
