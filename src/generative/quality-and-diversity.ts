/** What a classifier that is frozen says of samples: whether it is sure, and whether it sees all classes. */
import { shown } from '../checks.js';
import { messages } from '../messages/index.js';
import type { Tensor } from '../nn/tf.js';
import { rowsOf } from './rows.js';

/** What `qualityAndDiversity` measures; p(y|x) is the softmax of the logits. */
export interface QualityAndDiversity {
  /** The mean over samples of the largest probability, in [1/C, 1]: high where samples are clear. */
  confidence: number;
  /** Entropy of the mean of p(y|x), in nats, in [0, ln C]: high where the samples spread over classes. */
  entropy: number;
  /** exp of the mean KL divergence of p(y|x) from its mean, in [1, C]. */
  inceptionScore: number;
  /** The share of samples that are taken for each class, `[C]`. */
  classShares: number[];
}

/**
 * Quality and diversity of samples by a classifier that was trained on real examples and is left as it is.
 *
 * `inceptionScore` is the formula of Salimans et al. 2016 (arXiv:1606.03498) with that classifier in the
 * place of Inception, so compare it with scores of the same classifier alone. A classifier is sure of much
 * that is no example of anything: look at the samples too. Real examples that were held out give the
 * values to be reached. Cost: N · C.
 *
 * @param logits scores of the classifier for the samples, `[N, C]`, before any softmax
 * @throws TypeError for anything but logits [N, C] of two classes at least; RangeError for NaN or infinity
 * @example
 * const { confidence, entropy } = qualityAndDiversity(classifier.predict(samples) as Tensor);
 */
export function qualityAndDiversity(logits: Tensor): QualityAndDiversity {
  const where = 'qualityAndDiversity';
  const { values, count, width } = rowsOf(where, 'logits', logits);
  if (logits.rank !== 2 || width < 2) {
    throw new TypeError(messages().generative.logits({ where, given: shown(logits) }));
  }
  const mean = new Float64Array(width);
  const taken = new Array<number>(width).fill(0);
  let [sure, negative] = [0, 0];
  for (let i = 0; i < count; i++) {
    const row = Array.from({ length: width }, (_, c) => values[i * width + c] as number);
    const most = Math.max(...row);
    const total = row.reduce((sum, score) => sum + Math.exp(score - most), 0);
    for (const [c, score] of row.entries()) {
      // Shifted by the largest score, so that no exponential overflows.
      const logProbability = score - most - Math.log(total);
      const probability = Math.exp(logProbability);
      (mean[c] as number) += probability / count;
      negative += (probability * logProbability) / count;
    }
    sure += 1 / total / count;
    (taken[row.indexOf(most)] as number)++;
  }
  const entropy = mean.reduce((sum, p) => sum - (p > 0 ? p * Math.log(p) : 0), 0);
  return {
    confidence: sure,
    entropy,
    inceptionScore: Math.exp(entropy + negative),
    classShares: taken.map((one) => one / count),
  };
}
