/** How likely given tags are. */
import { isRecording } from '../../backend/capture/recording.js';
import { shown } from '../../checks.js';
import { messages } from '../../messages/index.js';
import { type Scalar, type Tensor, type Tensor1D, tf } from '../tf.js';
import { asStates, type Chain, type CrfPotentials, chainOf, passing } from './chain.js';
import { partition } from './forward-backward.js';

/** @throws RangeError for tags that are none of K, where they are read; a recorded step reads nothing */
function checkTags(where: string, tags: Tensor, { emissions, mask }: CrfPotentials): void {
  const [batch, length, count = 0] = emissions.shape;
  const { tagging } = messages();
  if (String(tags?.shape) !== String([batch, length])) {
    const expected = `[${batch}, ${length}]`;
    throw new RangeError(tagging.tags({ where, expected, given: shown(tags) }));
  }
  if (isRecording()) return;
  const keep = mask?.dataSync();
  const wrong = Array.from(tags.dataSync()).find(
    (tag, i) => (keep?.[i] ?? 1) !== 0 && !(Number.isInteger(tag) && tag >= 0 && tag < count),
  );
  if (wrong !== undefined) throw new RangeError(tagging.tag({ where, count, given: wrong }));
}

/** The sum of the potentials along the given tags, `[B]`. */
function pathScore({ tags: count, emissions, keep, arrivals, ends }: Chain, tags: Tensor) {
  // Which state each path is in, as 1 among zeros: at first the one before the first token.
  let state: Tensor = tf.concat([tf.zeros([1, count]), tf.ones([1, 1])], 1); // [1, K + 1]
  let score: Tensor = tf.zeros([1, 1]);
  const columns = tf.unstack(tf.cast(tags, 'int32'), 1) as Tensor[];
  emissions.forEach((scores, t) => {
    const token = keep[t] as Tensor; // [B, 1]
    const here = tf.cast(tf.oneHot(columns[t] as Tensor, count), 'float32'); // [B, K]
    const gains = tf.add(tf.matMul(state, arrivals), scores); // [B, K]
    score = tf.add(score, tf.mul(token, tf.sum(tf.mul(here, gains), 1, true)));
    state = passing(token, asStates(here, 0), state);
  });
  return tf.add(tf.squeeze(score, [1]), tf.sum(tf.mul(state, ends), 1)); // [B]
}

/**
 * The log-probability of sequences of tags in a linear-chain CRF: the sum of their potentials less
 * `crfLogPartition` (Lafferty, McCallum & Pereira 2001). Its gradient by the potentials is what was observed less
 * what was expected.
 *
 * @param tags `[B, T]`, integers in [0, K); those of padding count for nothing
 * @returns `[B]`, float32, in nats
 * @throws RangeError for shapes that do not go together, or a tag out of range
 * @example
 * const loss = tf.neg(tf.mean(crfLogLikelihood(tags, { emissions, transitions, start, end, mask })));
 */
export function crfLogLikelihood(tags: Tensor, potentials: CrfPotentials): Tensor1D {
  return tf.tidy(() => {
    const chain = chainOf('crfLogLikelihood', potentials);
    checkTags('crfLogLikelihood', tags, potentials);
    return tf.sub(pathScore(chain, tags), partition(chain)) as Tensor1D;
  });
}

/**
 * The loss that trains a linear-chain CRF: minus the log-likelihood of all tags, in nats for each token.
 *
 * @param tags `[B, T]`, integers in [0, K); those of padding count for nothing
 * @throws RangeError for shapes that do not go together, or a tag out of range
 * @example
 * const loss = crfLoss(tags, { emissions, transitions, start, end, mask });
 */
export function crfLoss(tags: Tensor, potentials: CrfPotentials): Scalar {
  return tf.tidy(() => {
    const all = tf.sum(crfLogLikelihood(tags, potentials));
    const { emissions, mask } = potentials;
    const [batch, length] = emissions.shape as [number, number];
    const tokens = mask === undefined ? batch * length : tf.sum(tf.cast(mask, 'float32'));
    return tf.neg(tf.div(all, tf.maximum(tokens, 1))) as Scalar;
  });
}
