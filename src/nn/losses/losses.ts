/** Losses from scores: labels and scores in, one number for each example out. */
import * as core from '@tensorflow/tfjs-core';
import {
  binaryCrossEntropy,
  denseCrossEntropy,
  sparseCrossEntropy,
} from '../../backend/fused/cross-entropy.js';

function refuse(what: string, labels: core.Tensor, logits: core.Tensor): never {
  throw new RangeError(
    `Expected ${what}. Received: labels [${labels.shape}], logits [${logits.shape}]`,
  );
}

/** The shape of one number for each example: without the classes. */
function examples(logits: core.Tensor): number[] {
  return logits.shape.slice(0, -1);
}

function rows(x: core.Tensor): core.Tensor {
  return core.reshape(x, [-1, x.shape.at(-1) as number]);
}

/** Labels `[…]` or `[…, 1]` as `[N]`, int32. */
function classNumbers(labels: core.Tensor, logits: core.Tensor): core.Tensor {
  const [given, wanted] = [labels.shape.join(), examples(logits).join()];
  const fits = given === wanted || given === [...examples(logits), 1].join();
  if (logits.rank < 2 || !fits) {
    refuse('class numbers […] or […, 1] for scores […, C]', labels, logits);
  }
  return core.cast(core.reshape(labels, [labels.size]), 'int32');
}

/** @see the wrapper in index.ts */
export function sparseSoftmaxCrossEntropy(labels: core.Tensor, logits: core.Tensor): core.Tensor {
  return core.tidy(() => {
    const loss = sparseCrossEntropy(classNumbers(labels, logits), rows(logits));
    return core.reshape(loss, examples(logits));
  });
}

/** @see the wrapper in index.ts */
export function softmaxCrossEntropy(labels: core.Tensor, logits: core.Tensor): core.Tensor {
  if (logits.rank < 2 || labels.shape.join() !== logits.shape.join()) {
    refuse('probabilities and scores of one shape […, C]', labels, logits);
  }
  return core.tidy(() => {
    const loss = denseCrossEntropy(core.cast(rows(labels), 'float32'), rows(logits));
    return core.reshape(loss, examples(logits));
  });
}

/** @see the wrapper in index.ts */
export function sigmoidCrossEntropy(labels: core.Tensor, logits: core.Tensor): core.Tensor {
  if (logits.rank < 1 || labels.shape.join() !== logits.shape.join()) {
    refuse('labels and scores of one shape', labels, logits);
  }
  return core.tidy(() =>
    core.mean(binaryCrossEntropy([logits], { labels: core.cast(labels, 'float32') }), -1),
  );
}

/** @see the wrapper in index.ts */
export function meanSquaredError(labels: core.Tensor, predictions: core.Tensor): core.Tensor {
  if (predictions.rank < 1 || labels.shape.join() !== predictions.shape.join()) {
    refuse('labels and predictions of one shape', labels, predictions);
  }
  return core.tidy(() => core.mean(core.squaredDifference(predictions, labels), -1));
}

/** @see the wrapper in index.ts */
export function sparseAccuracy(labels: core.Tensor, scores: core.Tensor): core.Tensor {
  return core.tidy(() => {
    const right = core.equal(core.argMax(rows(scores), -1), classNumbers(labels, scores));
    return core.reshape(core.cast(right, 'float32'), examples(scores));
  });
}

/** @see the wrapper in index.ts */
export function binaryAccuracy(labels: core.Tensor, logits: core.Tensor): core.Tensor {
  if (logits.rank < 1 || labels.shape.join() !== logits.shape.join()) {
    refuse('labels and scores of one shape', labels, logits);
  }
  return core.tidy(() => {
    const [above, one] = [core.greater(logits, 0), core.greater(labels, 0.5)];
    return core.mean(core.cast(core.equal(above, one), 'float32'), -1);
  });
}
