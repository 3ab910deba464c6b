/** The GRU layer, by fused cells. */
import * as core from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { gru } from '../../backend/fused/gru.js';
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

const TfjsGru = classOf<RecurrentFields>(tfl.layers.gru({ units: 1, name: 'gru' }));

/**
 * Gated recurrent unit.
 *
 * `recurrentActivation` is sigmoid unless said otherwise, as in Keras 3; tfjs's own
 * default, hardSigmoid, stays that of loaded models whose JSON does not name one.
 */
export class GRU extends TfjsGru {
  constructor(options: object) {
    super({ recurrentActivation: 'sigmoid', ...options });
    seedDropout(this);
  }

  static override readonly fromConfig: typeof TfjsGru.fromConfig = (layerClass, config) =>
    new layerClass({ recurrentActivation: 'hardSigmoid', ...config });

  override call(
    inputs: core.Tensor | core.Tensor[],
    options: CallOptions,
  ): core.Tensor | core.Tensor[] {
    if (!isFused(this, options)) return super.call(inputs, options);
    return core.tidy(() => {
      const { sequence, mask } = sequenceOf(this, inputs, options);
      const { last, all } = gru(sequence, weightsOf(this), {
        initialState: startOf(this, options, 1)?.[0],
        mask,
        everyStep: this.returnSequences,
      });
      return output(this, options, all, [last]);
    });
  }
}
