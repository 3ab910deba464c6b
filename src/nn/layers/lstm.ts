/** The LSTM layer, by fused cells. */
import * as core from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { lstm } from '../../backend/fused/lstm.js';
import {
  isFused,
  output,
  type RecurrentFields,
  seedDropout,
  sequenceOf,
  startOf,
  weightsOf,
} from './recurrent.js';
import { type CallOptions, classOf } from './tfjs-class.js';

const TfjsLstm = classOf<RecurrentFields>(tfl.layers.lstm({ units: 1, name: 'lstm' }));

/**
 * Long short-term memory.
 *
 * `recurrentActivation` is sigmoid unless said otherwise, as in Keras 3 and PyTorch; tfjs's own
 * default, hardSigmoid, stays that of loaded models whose JSON does not name one.
 */
export class LSTM extends TfjsLstm {
  constructor(options: object) {
    super({ recurrentActivation: 'sigmoid', ...options });
    seedDropout(this);
  }

  static override readonly fromConfig: typeof TfjsLstm.fromConfig = (layerClass, config) =>
    new layerClass({ recurrentActivation: 'hardSigmoid', ...config });

  override call(
    inputs: core.Tensor | core.Tensor[],
    options: CallOptions,
  ): core.Tensor | core.Tensor[] {
    if (!isFused(this, options)) return super.call(inputs, options);
    return core.tidy(() => {
      const { sequence, mask } = sequenceOf(this, inputs, options);
      const start = startOf(this, options, 2) as [core.Tensor2D, core.Tensor2D] | undefined;
      const { last, all, cell } = lstm(sequence, weightsOf(this), {
        initialState: start,
        mask,
        everyStep: this.returnSequences,
        cellState: this.returnState || this.stateful,
      });
      return output(this, options, all, cell === undefined ? [last] : [last, cell]);
    });
  }
}
