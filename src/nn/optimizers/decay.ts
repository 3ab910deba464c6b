/** Which weights decay. */

/**
 * The weights that decay usually leaves alone, those of biases and norms, by the last part of their
 * name.
 *
 * @example
 * const optimizer = tf.train.adamw(3e-4, { weightDecay: 0.1, exclude: biasesAndNorms });
 */
export const biasesAndNorms: readonly string[] = ['bias', 'beta', 'gamma', 'scale'];

/** Whether a variable decays: `dense_1/bias`, or `dense_1/bias_2` for a second of that name. */
export function decays(name: string, exclude: readonly string[]): boolean {
  const last = name.split('/').at(-1)?.replace(/_\d+$/, '') ?? '';
  return !exclude.includes(last);
}

export function checkDecay(weightDecay: number): void {
  if (!(Number.isFinite(weightDecay) && weightDecay >= 0)) {
    throw new RangeError(`Expected \`weightDecay\` to be a number >= 0. Received: ${weightDecay}`);
  }
}
