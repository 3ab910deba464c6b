/** Connectionist temporal classification (Graves et al. 2006): labels without their times. */
import * as core from '@tensorflow/tfjs-core';
import { isRecording } from '../capture/recording.js';
import { int64Tensor } from '../int64.js';
import { nativeOp, probe } from '../native-op.js';
import { composedCtcLoss } from './ctc-composed.js';
import { higherOrder } from './kernel.js';

export interface CtcLossOptions {
  /** Valid steps of each example, `[N]`, int32. Default: all T. */
  readonly logitLengths?: core.Tensor1D | undefined;
  /** Valid labels of each example, `[N]`, int32. Default: all L. */
  readonly labelLengths?: core.Tensor1D | undefined;
  /** The class that stands for no label. Default: the last, C - 1. */
  readonly blank?: number | undefined;
}

/** The classes in the order that TensorFlow wants: the blank last. */
export function blankLast(logits: core.Tensor3D, blank: number): core.Tensor3D {
  const classes = logits.shape[2];
  if (blank === classes - 1) return logits;
  const order = Array.from({ length: classes }, (_, c) => c).filter((c) => c !== blank);
  return core.gather(logits, core.tensor1d([...order, blank], 'int32'), 2);
}

/** @throws RangeError when the blank is no class */
export function checkBlank(name: string, classes: number, blank: number): void {
  if (!Number.isInteger(blank) || blank < 0 || blank >= classes) {
    throw new RangeError(
      `Expected \`blank\` of \`${name}\` to be a class, 0 to ${classes - 1}. Received: ${blank}`,
    );
  }
}

/** The valid labels of each example, checked against classes and steps. */
function readLabels(
  labels: core.Tensor2D,
  logitLengths: core.Tensor1D,
  labelLengths: core.Tensor1D,
  [steps, classes]: readonly [number, number],
  blank: number,
): number[][] {
  const [times, lengths] = [logitLengths.arraySync(), labelLengths.arraySync()];
  return labels.arraySync().map((row, n) => {
    const [time, length] = [times[n] as number, lengths[n] as number];
    if (!(time >= 1 && time <= steps && length >= 0 && length <= row.length)) {
      throw new RangeError(
        `Expected lengths of \`ctcLoss\` with 1 <= logits <= ${steps} and 0 <= labels <= ${row.length}. ` +
          `Received for example ${n}: ${time} and ${length}`,
      );
    }
    const valid = row.slice(0, length);
    const wrong = valid.find((label) => label < 0 || label >= classes || label === blank);
    if (wrong !== undefined) {
      throw new RangeError(
        `Expected labels of \`ctcLoss\` to be classes, 0 to ${classes - 1}, but not the blank, ${blank}. ` +
          `Received for example ${n}: ${wrong}`,
      );
    }
    const repeats = valid.filter((label, i) => i > 0 && label === valid[i - 1]).length;
    if (length + repeats > time) {
      throw new RangeError(
        `Expected \`ctcLoss\` to get a step for each label and one between equal ones: ${length + repeats} ` +
          `steps for example ${n}. Received: ${time}`,
      );
    }
    return valid;
  });
}

/** By `CTCLoss`, which gives the gradient with the loss. The blank is the last class. */
function nativeCtcLoss(
  logits: core.Tensor3D,
  rows: readonly (readonly number[])[],
  lengths: core.Tensor1D,
): core.Tensor1D {
  const places = rows.flatMap((row, n) => row.flatMap((_, i) => [n, i]));
  const indices = int64Tensor(places, [places.length / 2, 2]);
  const values = core.tensor1d(rows.flat(), 'int32');
  const loss = core.customGrad((x, save) => {
    const inputs = [x as core.Tensor, indices, values, lengths];
    const [value, gradient] = nativeOp(
      'CTCLoss',
      inputs,
      {
        types: { T: 'float32' },
        bools: {
          preprocess_collapse_repeated: false,
          ctc_merge_repeated: true,
          ignore_longer_outputs_than_inputs: false,
        },
      },
      2,
    ) as [core.Tensor, core.Tensor];
    (save as core.GradSaveFunc)([gradient]);
    return {
      value,
      gradFunc: (dy: core.Tensor, [saved]: core.Tensor[]) =>
        core.mul(core.reshape(dy, [1, -1, 1]), saved as core.Tensor),
    };
  });
  return loss(core.transpose(logits, [1, 0, 2])) as core.Tensor1D;
}

const works = probe(() => {
  const loss = nativeCtcLoss(core.zeros([1, 2, 2]), [[0]], core.tensor1d([2], 'int32'));
  // Three of the four paths, each of probability 1/4, give the label.
  return Math.abs((loss.dataSync()[0] as number) + Math.log(0.75)) < 1e-3;
});

/**
 * Minus the log-probability of each example's label sequence: see `gradus/speech`.
 *
 * By TensorFlow's `CTCLoss` on the tensorflow backend; composed elsewhere, for a batch with an
 * example without labels, under a second derivative, and in a recorded step, where labels cannot
 * be read.
 */
export function ctcLoss(
  logits: core.Tensor3D,
  labels: core.Tensor2D,
  options: CtcLossOptions = {},
): core.Tensor1D {
  const fits = logits.rank === 3 && labels.rank === 2 && logits.shape[0] === labels.shape[0];
  if (!fits || logits.shape[1] === 0) {
    throw new RangeError(
      `Expected \`ctcLoss\` to get logits [N, T, C] and labels [N, L]. Received: [${logits.shape}], [${labels.shape}]`,
    );
  }
  const [batch, steps, classes] = logits.shape;
  const blank = options.blank ?? classes - 1;
  checkBlank('ctcLoss', classes, blank);
  return core.tidy(() => {
    const all = (length: number): core.Tensor1D => core.fill([batch], length, 'int32');
    const { logitLengths = all(steps), labelLengths = all(labels.shape[1]) } = options;
    if (isRecording()) return composedCtcLoss(logits, labels, logitLengths, labelLengths, blank);
    const rows = readLabels(labels, logitLengths, labelLengths, [steps, classes], blank);
    // `CTCLoss` refuses examples without labels.
    if (rows.some((row) => row.length === 0) || !works() || higherOrder()) {
      return composedCtcLoss(logits, labels, logitLengths, labelLengths, blank);
    }
    const moved = rows.map((row) => row.map((label) => (label > blank ? label - 1 : label)));
    return nativeCtcLoss(blankLast(logits, blank), moved, logitLengths);
  });
}
