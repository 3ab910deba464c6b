import fc from 'fast-check';
import { expect, test } from 'vitest';
import { answerCallback, isCallback } from '../../autograder/judge/callback.js';
import { Callbacks } from '../../autograder/judge/callbacks.js';
import { Decoder } from '../../autograder/judge/codec.js';
import { CodecError } from '../../autograder/judge/codec-types.js';
import { expectClose } from '../../autograder/judge/compare.js';
import { readReply } from '../../autograder/judge/driver.js';
import { Failure } from '../../autograder/judge/failure.js';
import { type Frame, FrameError, FrameReader } from '../../autograder/judge/frame.js';
import { TensorValue, type Value } from '../../autograder/judge/value.js';
import type { Issue } from '../../autograder/judge/verdict.js';
import {
  sampleClass,
  sampleExercise,
  sampleStudent,
  sampleTest,
} from '../../autograder/report/sample.js';
import { recordClass } from '../../autograder/results/record.js';
import { resultsText } from '../../autograder/results/store.js';
import { callId, chunksOf, frameRecipe } from './frames.js';
import { runsOr, seed } from './runs.js';

const runs = runsOr(10_000);

/** What a test could expect. */
const expected: readonly Value[] = [
  3,
  'text',
  undefined,
  [1, 2],
  new Map([['a', 1]]),
  Object.assign(Object.create(null), { loss: 1, accuracy: new Float32Array(2) }),
  new TensorValue('float32', [2], new Float32Array(2)),
  new TensorValue('float32', [0, 2], new Float32Array()),
  new TensorValue('complex64', [1], new Float32Array(2)),
];

const seen: Record<string, number> = {};

function framesIn(chunks: readonly Buffer[]): Frame[] {
  const reader = new FrameReader();
  const frames: Frame[] = [];
  try {
    for (const chunk of chunks) frames.push(...reader.push(chunk));
  } catch (error) {
    if (!(error instanceof FrameError)) throw error;
  }
  return frames;
}

/** How the judge takes a frame: every way out is a value of its own, never a throw. */
function answered(frame: Frame, callbacks: Callbacks): Issue[] {
  if (isCallback(frame)) {
    const answer = answerCallback(frame, callId, (use) => callbacks.use(use));
    if (!('kind' in answer)) return [];
    expect(answer.issue.code).not.toBe('judge-failed');
    return [answer.issue];
  }
  const outcome = readReply(frame, callId);
  seen[outcome.kind] = (seen[outcome.kind] ?? 0) + 1;
  if (outcome.kind === 'ended') {
    expect(outcome.verdict).toBe('tampered');
    return [outcome.issue];
  }
  if (outcome.kind !== 'value') return [];
  return [outcome.value, ...outcome.args].flatMap((got) =>
    expected.flatMap((e) => compared(got, e)),
  );
}

function compared(got: Value, wanted: Value): Issue[] {
  try {
    expectClose(got, wanted);
    return [];
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return [error.issue];
  }
}

function decoded(frame: Frame): void {
  const nodes = [frame.header, ...Object.values(Object(frame.header))];
  for (const node of nodes) {
    try {
      new Decoder(frame.body).decode(node);
    } catch (error) {
      if (!(error instanceof CodecError)) throw error;
    }
  }
}

test(`${runs} mutated frames are cut, decoded, answered, compared and reported`, () => {
  fc.assert(
    fc.property(frameRecipe, (recipe) => {
      const callbacks = new Callbacks();
      const { handle } = callbacks.create(() => 1);
      for (const frame of framesIn(chunksOf(recipe, handle))) {
        decoded(frame);
        const tests = answered(frame, callbacks).map((issue) =>
          sampleTest('softmax/fuzzed', 'failed', { issue }),
        );
        const student = sampleStudent('ada', [sampleExercise('softmax', tests)]);
        resultsText(recordClass({ ...sampleClass(), students: [student] }));
      }
    }),
    { numRuns: runs, seed },
  );
  // Whole values, or the comparison is not tried; breaches, or the checks are not.
  expect(seen.value).toBeGreaterThan(runs / 20);
  expect(seen.ended).toBeGreaterThan(runs / 20);
}, 600_000);
