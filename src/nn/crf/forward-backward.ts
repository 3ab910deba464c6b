/** Sums over all paths of a chain, forwards and backwards (Rabiner 1989, section III.A). */
import { type Tensor, type Tensor1D, type Tensor3D, tf } from '../tf.js';
import { asStates, type Chain, type CrfPotentials, chainOf, passing } from './chain.js';

/** Of the paths up to each step, by their last state: the log of the sum of their exponentials, T times `[B, K + 1]`. */
function forwards({ emissions, keep, arrivals, before }: Chain): Tensor[] {
  const all: Tensor[] = [];
  let alpha = before;
  emissions.forEach((scores, t) => {
    const paths = tf.add(tf.expandDims(alpha, 2), arrivals); // [B, K + 1, K]
    const arrived = tf.add(tf.logSumExp(paths, 1), scores); // [B, K]
    alpha = passing(keep[t] as Tensor, asStates(arrived), alpha);
    all.push(alpha);
  });
  return all;
}

/** The same of the paths from behind each step to the end, by the state at it. */
function backwards({ emissions, keep, arrivals, ends }: Chain): Tensor[] {
  const all: Tensor[] = [];
  let beta: Tensor = tf.expandDims(ends, 0); // [1, K + 1]
  for (let t = emissions.length - 1; t >= 0; t--) {
    all.unshift(beta);
    const tags = (beta.shape[1] as number) - 1;
    const onwards = tf.add(emissions[t] as Tensor, tf.slice(beta, [0, 0], [-1, tags])); // [B, K]
    const paths = tf.add(tf.expandDims(onwards, 1), arrivals); // [B, K + 1, K]
    beta = passing(keep[t] as Tensor, tf.logSumExp(paths, 2), beta);
  }
  return all;
}

/** Of all paths, `[B]`. */
export const partition = (chain: Chain, alphas = forwards(chain)): Tensor =>
  tf.logSumExp(tf.add(alphas.at(-1) ?? chain.before, chain.ends), 1);

/**
 * The log of the partition function of a linear-chain CRF: of the sum, over all sequences of tags, of the exponential
 * of their potentials. By the forward algorithm in logarithms: T steps for K^T sequences (Lafferty, McCallum & Pereira
 * 2001; Sutton & McCallum 2012, arXiv:1011.4088, section 4.1). It has gradients.
 *
 * @returns `[B]`, float32; 0 for a row of padding alone
 * @throws RangeError for shapes that do not go together
 * @example
 * const [emissions, transitions] = [tf.zeros([1, 3, 2]), tf.zeros([2, 2])];
 * crfLogPartition({ emissions, transitions, start: tf.zeros([2]), end: tf.zeros([2]) }); // ln 8
 */
export function crfLogPartition(potentials: CrfPotentials): Tensor1D {
  return tf.tidy(() => partition(chainOf('crfLogPartition', potentials)) as Tensor1D);
}

/** Log-probabilities `[B, T, K]` of each tag at each token; at padding they mean nothing. */
export function logMarginals(where: string, potentials: CrfPotentials): Tensor3D {
  return tf.tidy(() => {
    const chain = chainOf(where, potentials);
    const [alphas, betas] = [forwards(chain), backwards(chain)];
    const all = tf.expandDims(partition(chain, alphas), 1); // [B, 1]
    const steps = alphas.map((alpha, t) => {
      const through = tf.add(alpha, betas[t] as Tensor); // [B, K + 1]
      return tf.sub(tf.slice(through, [0, 0], [-1, chain.tags]), all);
    });
    return tf.stack(steps, 1) as Tensor3D;
  });
}

/**
 * The probability of each tag at each token, whatever the others are, by forward–backward (Sutton & McCallum 2012,
 * arXiv:1011.4088, section 4.1). It has gradients.
 *
 * @returns `[B, T, K]`, float32; the tags of a token sum to 1, those of padding are 0
 * @throws RangeError for shapes that do not go together
 * @example
 * const probabilities = crfMarginals({ emissions, transitions, start, end, mask });
 */
export function crfMarginals(potentials: CrfPotentials): Tensor3D {
  return tf.tidy(() => {
    const probabilities = tf.exp(logMarginals('crfMarginals', potentials));
    const { mask } = potentials;
    if (mask === undefined) return probabilities as Tensor3D;
    const keep = tf.expandDims(tf.cast(mask, 'bool'), 2);
    return tf.where(keep, probabilities, tf.zerosLike(probabilities)) as Tensor3D;
  });
}
