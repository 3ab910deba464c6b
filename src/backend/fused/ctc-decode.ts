/** From CTC's scores to labels. */
import * as core from '@tensorflow/tfjs-core';
import { nativeValues } from '../int64.js';
import { probe } from '../native-op.js';
import { blankLast, checkBlank } from './ctc.js';
import { type BeamPath, prefixBeamSearch } from './ctc-beam.js';

export interface CtcDecodeOptions {
  /** Valid steps of each example. Default: all T. */
  readonly logitLengths?: readonly number[] | undefined;
  /** The class that stands for no label. Default: the last, C - 1. */
  readonly blank?: number | undefined;
}

export interface CtcBeamOptions extends CtcDecodeOptions {
  /** How many label sequences are kept at each step. Default 100. */
  readonly beamWidth?: number | undefined;
  /** How many are given for each example, best first. Default 1. */
  readonly topPaths?: number | undefined;
}

function checked(name: string, logits: core.Tensor3D, options: CtcDecodeOptions) {
  if (logits.rank !== 3) {
    throw new RangeError(
      `Expected \`${name}\` to get logits [N, T, C]. Received: [${logits.shape}]`,
    );
  }
  const [batch, steps, classes] = logits.shape;
  const { blank = classes - 1, logitLengths = new Array<number>(batch).fill(steps) } = options;
  checkBlank(name, classes, blank);
  const right = (length: number): boolean =>
    Number.isInteger(length) && length >= 0 && length <= steps;
  if (logitLengths.length !== batch || !logitLengths.every(right)) {
    throw new RangeError(
      `Expected \`logitLengths\` of \`${name}\` to be ${batch} integers from 0 to ${steps}. ` +
        `Received: ${logitLengths.join(', ')}`,
    );
  }
  return { blank, logitLengths };
}

/** The labels of the best class of each step: see `gradus/speech`. */
export function ctcGreedyDecode(logits: core.Tensor3D, options: CtcDecodeOptions = {}): number[][] {
  const { blank, logitLengths } = checked('ctcGreedyDecode', logits, options);
  const best = core.tidy(() => core.argMax(logits, 2).arraySync()) as number[][];
  return best.map((classes, n) =>
    classes
      .slice(0, logitLengths[n])
      .filter((label, t, valid) => label !== blank && label !== valid[t - 1]),
  );
}

/** By `CTCBeamSearchDecoder`; the blank is the last class. */
function nativeBeamSearch(
  logits: core.Tensor3D,
  lengths: readonly number[],
  beamWidth: number,
  topPaths: number,
): BeamPath[][] {
  const inputs = [core.transpose(logits, [1, 0, 2]), core.tensor1d([...lengths], 'int32')];
  const attributes = {
    types: { T: 'float32' },
    ints: { beam_width: beamWidth, top_paths: topPaths },
    bools: { merge_repeated: false },
  } as const;
  const outputs = nativeValues('CTCBeamSearchDecoder', inputs, attributes, 3 * topPaths + 1);
  const scores = outputs[3 * topPaths]?.values ?? [];
  return lengths.map((_, n) =>
    Array.from({ length: topPaths }, (_, path) => {
      const places = outputs[path]?.values ?? [];
      const values = outputs[topPaths + path]?.values ?? [];
      return {
        // Places are pairs of example and position.
        labels: values.filter((_, i) => places[2 * i] === n),
        logProbability: scores[n * topPaths + path] as number,
      };
    }),
  );
}

const works = probe(() => {
  const logits = core.tensor3d([
    [
      [2, 0, 0],
      [0, 0, 2],
    ],
  ]);
  return nativeBeamSearch(logits, [2], 4, 1)[0]?.[0]?.labels.join() === '0';
});

/**
 * The most probable label sequences: see `gradus/speech`.
 *
 * By TensorFlow's `CTCBeamSearchDecoder` on the tensorflow backend, in TypeScript elsewhere.
 */
export function ctcBeamSearchDecode(
  logits: core.Tensor3D,
  options: CtcBeamOptions = {},
): BeamPath[][] {
  const { blank, logitLengths } = checked('ctcBeamSearchDecode', logits, options);
  const { beamWidth = 100, topPaths = 1 } = options;
  const whole = Number.isInteger(beamWidth) && Number.isInteger(topPaths);
  if (!whole || topPaths < 1 || beamWidth < topPaths) {
    throw new RangeError(
      `Expected integers 1 <= topPaths <= beamWidth. Received: topPaths=${topPaths}, beamWidth=${beamWidth}`,
    );
  }
  if (!works()) {
    const rows = core.tidy(() => core.logSoftmax(logits).arraySync()) as number[][][];
    return rows.map((steps, n) =>
      prefixBeamSearch(steps.slice(0, logitLengths[n]), blank, beamWidth, topPaths),
    );
  }
  const original = (label: number): number => (label >= blank ? label + 1 : label);
  const found: BeamPath[][] = [];
  core.tidy(() => {
    found.push(...nativeBeamSearch(blankLast(logits, blank), logitLengths, beamWidth, topPaths));
  });
  return found.map((paths) =>
    paths.map(({ labels, logProbability }) => ({ labels: labels.map(original), logProbability })),
  );
}
