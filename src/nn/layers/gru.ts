/** The GRU layer, by fused cells. */
import * as core from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { gru } from '../../backend/fused/gru.js';
import { isFused, output, type RecurrentFields, startOf, weightsOf } from './recurrent.js';
import { type CallOptions, classOf, onlyInput } from './tfjs-class.js';

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
  }

  static override readonly fromConfig: typeof TfjsGru.fromConfig = (layerClass, config) =>
    new layerClass({ recurrentActivation: 'hardSigmoid', ...config });

  override call(
    inputs: core.Tensor | core.Tensor[],
    options: CallOptions,
  ): core.Tensor | core.Tensor[] {
    if (!isFused(this, options)) return super.call(inputs, options);
    return core.tidy(() => {
      const input = onlyInput(inputs) as core.Tensor3D;
      const mask = options?.mask as core.Tensor2D | null | undefined;
      const inTime = <T extends core.Tensor>(x: T): T =>
        this.goBackwards ? core.reverse(x, 1) : x;
      const { last, all } = gru(inTime(input), weightsOf(this), {
        initialState: startOf(this, options, 1)?.[0],
        mask: mask == null ? undefined : inTime(mask),
        everyStep: this.returnSequences,
      });
      return output(this, options, all, [last]);
    });
  }
}
