import * as core from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { describeIf } from '../../../test/capabilities.js';
import { nativeTensorsLeft, useNative } from '../../nn/test-tools.js';
import { useBackend } from '../index.js';
import { nativeValues } from '../int64.js';
import { ctcLoss } from './ctc.js';
import { prefixBeamSearch } from './ctc-beam.js';
import { ctcBeamSearchDecode, ctcGreedyDecode } from './ctc-decode.js';

const random = (): core.Tensor3D => core.randomNormal<core.Rank.R3>([2, 6, 4], 0, 2, 'float32', 4);

/** Scores whose best classes are these. */
const scores = (classes: number[]): core.Tensor3D =>
  core.tidy(() => core.reshape(core.oneHot(core.tensor1d(classes, 'int32'), 4), [1, -1, 4]));

test('greedy decoding merges repeats and leaves out blanks', async () => {
  await useBackend({ backend: 'cpu', printBackend: false });
  core.tidy(() => {
    expect(ctcGreedyDecode(scores([3, 1, 1, 3, 1, 2, 2, 0]))).toEqual([[1, 1, 2, 0]]);
    expect(ctcGreedyDecode(scores([3, 1, 1, 3, 1, 2, 2, 0]), { blank: 1 })).toEqual([[3, 3, 2, 0]]);
    expect(ctcGreedyDecode(scores([3, 1, 1, 0]), { logitLengths: [2] })).toEqual([[1]]);
  });
});

test('the beam adds up paths that greedy decoding does not', () => {
  // Blank is the best class of both steps, yet three of four paths give one label.
  const steps = [
    [0.4, 0.6],
    [0.4, 0.6],
  ].map((row) => row.map(Math.log));
  const [best, second] = prefixBeamSearch(steps, 1, 10, 2);
  expect(best?.labels).toEqual([0]);
  expect(best?.logProbability).toBeCloseTo(Math.log(0.64), 10);
  expect(second?.labels).toEqual([]);
  expect(second?.logProbability).toBeCloseTo(Math.log(0.36), 10);
});

test('the beam finds repeated labels, and its probability is that of the loss', async () => {
  await useBackend({ backend: 'cpu', printBackend: false });
  core.tidy(() => {
    const logits = random();
    for (const [n, [best]] of ctcBeamSearchDecode(logits, { beamWidth: 5000 }).entries()) {
      const labels = core.tensor2d([[...(best?.labels ?? [])]], undefined, 'int32');
      const [loss] = ctcLoss(core.slice(logits, [n, 0, 0], [1, 6, 4]), labels).arraySync();
      expect(best?.logProbability).toBeCloseTo(-(loss as number), 4);
    }
  });
});

test('bad options are said with what was expected', async () => {
  await useBackend({ backend: 'cpu', printBackend: false });
  core.tidy(() => {
    expect(() => ctcGreedyDecode(random(), { blank: -1 })).toThrow(
      'Expected `blank` of `ctcGreedyDecode` to be a class, 0 to 3. Received: -1',
    );
    expect(() => ctcGreedyDecode(random(), { logitLengths: [7, 1] })).toThrow(
      'Expected `logitLengths` of `ctcGreedyDecode` to be 2 integers from 0 to 6. Received: 7, 1',
    );
    expect(() => ctcBeamSearchDecode(random(), { beamWidth: 1, topPaths: 2 })).toThrow(
      'Expected integers 1 <= topPaths <= beamWidth. Received: topPaths=2, beamWidth=1',
    );
  });
});

describeIf('native', "TensorFlow's decoders", () => {
  beforeAll(useNative);

  test('the greedy one gives the same labels', () => {
    core.tidy(() => {
      const logits = random();
      const inputs = [core.transpose(logits, [1, 0, 2]), core.tensor1d([6, 4], 'int32')];
      const attributes = {
        types: { T: 'float32' },
        bools: { merge_repeated: true },
        ints: { blank_index: 3 },
      } as const;
      const [places, values] = nativeValues('CTCGreedyDecoder', inputs, attributes, 4);
      const expected = [0, 1].map((n) =>
        values?.values.filter((_, i) => places?.values[2 * i] === n),
      );
      expect(ctcGreedyDecode(logits, { logitLengths: [6, 4] })).toEqual(expected);
    });
  });

  test.each([3, 1])('the beam search gives what the TypeScript one gives; blank %i', (blank) => {
    const logits = random();
    const rows = core.tidy(() => core.logSoftmax(logits).arraySync()) as number[][][];
    const options = { beamWidth: 3000, topPaths: 3, logitLengths: [6, 4], blank };
    const found = ctcBeamSearchDecode(logits, options);
    for (const [n, length] of options.logitLengths.entries()) {
      const expected = prefixBeamSearch((rows[n] as number[][]).slice(0, length), blank, 3000, 3);
      expect(found[n]?.map(({ labels }) => labels)).toEqual(expected.map(({ labels }) => labels));
      for (const [i, { logProbability }] of expected.entries()) {
        expect(found[n]?.[i]?.logProbability).toBeCloseTo(logProbability, 4);
      }
    }
    expect(nativeTensorsLeft(() => void ctcBeamSearchDecode(logits, options))).toBe(0);
    logits.dispose();
  });
});
