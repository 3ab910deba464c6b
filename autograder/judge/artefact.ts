/**
 * What a student hands in beside the notebook, and how the judge scores it.
 *
 * A declaration in `artefacts.ts` of a reference is a value, like a test. What was handed in is data
 * to it: a CSV is parsed here, the files of a folder reach the check as text, and nothing is run.
 */
import { textOf } from '../../src/messages/index.js';
import { type Wording, wordsIn } from '../../src/messages/text.js';
import { Failure } from './failure.js';
import { type PredictionsForm, readPredictions } from './predictions.js';
import type { Issue, TestResult, Verdict } from './verdict.js';

/** A share of the points for a measure that reaches a bound. */
export interface Band {
  from: number;
  /** 0 to 1. */
  share: number;
}

export interface PredictionsSpec {
  /** Column that names the example. */
  id: string;
  /** The predicted columns. */
  columns: readonly string[];
  /** The right numbers of each example, in the order of `columns`. */
  labels: Readonly<Record<string, readonly number[]>>;
  /** What is measured, as it is told: `{ en: 'accuracy', zh: '准确率' }`. */
  measure: Wording;
  /** Computes it; rows stand in the order of `labels`. Default: the share of rows that are equal. */
  compute?: (predicted: readonly number[][], labels: readonly (readonly number[])[]) => number;
  /** Whether less is better, as of an error. Default false. */
  lessIsBetter?: boolean;
  /** The measure of a trivial answer; what is no better earns nothing. */
  baseline: number;
  /** The best that is reached counts. */
  bands: readonly Band[];
  /** Whether students see measure and reason. Default false: they see their points. */
  visible?: boolean;
}

export interface FolderSpec {
  /** Scores the files, by path; the sentence is told when the share is below 1. */
  check: (files: ReadonlyMap<string, string>) => { share: number; sentence: Wording };
  /** Whether students see the sentence. Default true. */
  visible?: boolean;
}

export type Artefact =
  | ({ kind: 'predictions' } & PredictionsSpec)
  | ({ kind: 'folder' } & FolderSpec);

/** Artefacts of a lesson by id. */
export type ArtefactsById = Readonly<Record<string, Artefact>>;

/**
 * Declares a predictions CSV.
 *
 * @throws RangeError when it could never be scored
 * @example
 * predictions({ id: 'id', columns: ['digit'], labels: { a: [3] }, measure: 'accuracy',
 *   baseline: 0.1, bands: [{ from: 0.8, share: 0.5 }, { from: 0.9, share: 1 }] })
 */
export function predictions(spec: PredictionsSpec): Artefact {
  const width = spec.columns.length;
  const wrong = Object.entries(spec.labels).find(([, numbers]) => numbers.length !== width);
  if (width === 0 || wrong !== undefined || Object.keys(spec.labels).length === 0) {
    throw new RangeError(
      `Expected labels of ${width} numbers, one for each column. Received: ${JSON.stringify(wrong)}`,
    );
  }
  const share = spec.bands.find((band) => !(band.share >= 0 && band.share <= 1));
  if (spec.bands.length === 0 || share !== undefined) {
    throw new RangeError(
      `Expected bands with a share from 0 to 1. Received: ${JSON.stringify(share ?? spec.bands)}`,
    );
  }
  return { kind: 'predictions', ...spec };
}

/** Declares a folder of text files. */
export const folder = (spec: FolderSpec): Artefact => ({ kind: 'folder', ...spec });

/** What was found of it in a submission. */
export type HandedInArtefact =
  | { kind: 'missing' }
  | { kind: 'refused'; reason: string }
  | { kind: 'file'; bytes: Uint8Array }
  | { kind: 'folder'; files: ReadonlyMap<string, string> };

export interface ArtefactDeclared {
  id: string;
  path: string;
  points: number;
}

/**
 * Two results: whether it can be read (`id/form`, no points, told to the student), and what it is
 * worth (`id/score`).
 */
export function judgeArtefact(
  declared: ArtefactDeclared,
  artefact: Artefact,
  handed: HandedInArtefact,
): TestResult[] {
  const visible = artefact.visible ?? artefact.kind === 'folder';
  const form = result(declared, 'form', 'contract', { visible: true, points: 0 });
  const score = result(declared, 'score', 'value', { visible, points: declared.points });
  try {
    const found = scored(declared, artefact, handed);
    Object.assign(form, { verdict: 'passed' });
    Object.assign(score, shareOf(score.points, found.share, found.issue));
  } catch (error) {
    const { verdict, issue } = failureOf(error);
    const none = { code: 'not-run', params: { reason: 'artefact' } };
    if (verdict === 'failed') Object.assign(form, { verdict, issue });
    Object.assign(score, verdict === 'failed' ? { issue: none } : { verdict, issue });
  }
  return [form, score];
}

function scored(
  { path }: ArtefactDeclared,
  artefact: Artefact,
  handed: HandedInArtefact,
): { share: number; issue: Issue } {
  if (handed.kind === 'missing') throw new Failure('artefact-missing', { path });
  if (handed.kind === 'refused') {
    throw new Failure('artefact-refused', { path, reason: handed.reason });
  }
  if (artefact.kind === 'folder') {
    const files = handed.kind === 'folder' ? handed.files : new Map<string, string>();
    const { share, sentence } = artefact.check(files);
    return { share, issue: { code: 'expectation', params: { sentence } } };
  }
  const bytes = handed.kind === 'file' ? handed.bytes : new Uint8Array();
  return measured(artefact, readPredictions(bytes, formOf(artefact)));
}

const formOf = ({ id, columns, labels }: PredictionsSpec): PredictionsForm => ({
  id,
  columns,
  ids: new Set(Object.keys(labels)),
});

function measured(
  spec: PredictionsSpec,
  rows: ReadonlyMap<string, number[]>,
): { share: number; issue: Issue } {
  const { labels, measure, compute = shareOfEqual, lessIsBetter = false, baseline, bands } = spec;
  const ids = Object.keys(labels);
  const value = compute(
    ids.map((id) => rows.get(id) ?? []),
    Object.values(labels),
  );
  if (!Number.isFinite(value)) {
    throw new TypeError(
      `Expected ${wordsIn(measure, 'en')} to be a finite number. Received: ${value}`,
    );
  }
  const reaches = (bound: number): boolean => (lessIsBetter ? value <= bound : value >= bound);
  const beats = lessIsBetter ? value < baseline : value > baseline;
  const shares = beats ? bands.filter(({ from }) => reaches(from)).map(({ share }) => share) : [];
  const params = { measure, got: Number(value.toPrecision(4)), baseline };
  return { share: Math.max(0, ...shares), issue: { code: 'artefact-score', params } };
}

const shareOfEqual: NonNullable<PredictionsSpec['compute']> = (predicted, labels) =>
  predicted.filter((row, i) => row.every((number, at) => number === labels[i]?.[at])).length /
  labels.length;

function result(
  { id }: ArtefactDeclared,
  part: 'form' | 'score',
  kind: string,
  { visible, points }: { visible: boolean; points: number },
): TestResult {
  const verdict = 'not-run' as Verdict;
  const name = textOf(({ judge }) => judge.artefactParts[part]({ id }));
  return {
    id: `${id}/${part}`,
    exercise: id,
    name,
    kind,
    visible,
    points,
    score: 0,
    verdict,
    ms: 0,
  };
}

/** A part of the points is no pass: the reason stays with it. */
function shareOf(points: number, share: number, issue: Issue): Partial<TestResult> {
  if (!(share >= 0 && share <= 1)) {
    throw new RangeError(`Expected a share of the points from 0 to 1. Received: ${share}`);
  }
  return share === 1
    ? { verdict: 'passed', score: points }
    : { verdict: 'failed', score: points * share, issue };
}

function failureOf(error: unknown): { verdict: Verdict; issue: Issue } {
  if (error instanceof Failure) return { verdict: error.verdict, issue: error.issue };
  const message = error instanceof Error ? error.message : String(error);
  return { verdict: 'error', issue: { code: 'judge-failed', params: { message } } };
}
