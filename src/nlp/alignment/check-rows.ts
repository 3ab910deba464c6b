/** Rows of prompt and answer, checked. */
import { shown } from '../../checks.js';
import { messages } from '../../messages/index.js';
import type { Tensor2D } from '../../nn/tf.js';

/** @throws RangeError for tokens that are no rows of two at least, or `counts` of another shape */
export function checkRows(tokens: Tensor2D, counts: Tensor2D | undefined = tokens): void {
  const isRows = tokens.shape.length === 2 && tokens.dtype === 'int32' && tokens.shape[1] >= 2;
  if (isRows && `${counts.shape}` === `${tokens.shape}`) return;
  const params = { tokens: shown(tokens), counts: shown(counts) };
  throw new RangeError(messages().nlp.alignment.sequences(params));
}
