/** What BERT reads, checked. */
import * as core from '@tensorflow/tfjs-core';
import { shown } from '../../checks.js';
import { messages } from '../../messages/index.js';
import type { LayersModel } from '../../nn/tf.js';
import type { BertInputs } from './inputs.js';

/**
 * @param model whose length the rows must have, if there is one
 * @throws RangeError for rows of other shapes
 */
export function checkInputs(where: string, inputs: BertInputs, model?: LayersModel): void {
  const { tokens, segments } = inputs ?? {};
  const context = model?.inputs[0]?.shape[1];
  const isRows = (x: unknown): x is core.Tensor =>
    x instanceof core.Tensor && x.rank === 2 && x.dtype === 'int32' && x.size > 0;
  const fits =
    isRows(tokens) &&
    isRows(segments) &&
    String(tokens.shape) === String(segments.shape) &&
    (context === undefined || tokens.shape[1] === context);
  if (fits) return;
  const length = context === undefined ? '' : `, T = ${context}`;
  const given = shown({ tokens, segments });
  throw new RangeError(messages().bert.inputs({ where, length, given }));
}
