/** RMSProp (Tieleman & Hinton 2012). */
import * as core from '@tensorflow/tfjs-core';
import { updateInPlace } from '../../backend/fused/update-in-place.js';
import { SlotOptimizer, type Update } from './slot-optimizer.js';

/** `a + (b − a) · share`: a running mean that moves by `share`. */
function moveTowards(a: core.Tensor, b: core.Tensor, share: core.Tensor): core.Tensor {
  return core.add(a, core.mul(core.sub(b, a), share));
}

/**
 * `r ← decay · r + (1 − decay) · g²; a ← momentum · a + learningRate · g / √(r + ε); w ← w − a`.
 *
 * Centred, the square of the running mean of g is taken from r. There tfjs subtracts ε under the
 * root, which can make it negative; here it is added, as in TensorFlow.
 */
export class RMSProp extends SlotOptimizer {
  static readonly className: string = 'RMSProp';
  protected readonly slotNames: readonly string[];
  private readonly epsilon: number;

  constructor(
    learningRate: number,
    private readonly decay = 0.9,
    private readonly momentum = 0,
    epsilon: number | null = null,
    private readonly centered = false,
  ) {
    super(learningRate);
    this.epsilon = epsilon ?? core.backend().epsilon();
    this.slotNames = centered ? ['rms', 'momentum', 'mg'] : ['rms', 'momentum'];
  }

  protected numbers(_step: number): readonly number[] {
    return [this.learningRate, this.decay, 1 - this.decay, this.momentum, this.epsilon];
  }

  protected update({ variable, gradient, slots }: Update, numbers: readonly core.Tensor[]): void {
    type Five = [core.Tensor, core.Tensor, core.Tensor, core.Tensor, core.Tensor];
    const [rate, decay, share, momentum, epsilon] = numbers as Five;
    const [squares, moved, means] = slots as [core.Variable, core.Variable, core.Variable?];
    updateInPlace(
      () => ({
        op: means === undefined ? 'ResourceApplyRMSProp' : 'ResourceApplyCenteredRMSProp',
        attributes: { types: { T: 'float32' }, bools: { use_locking: false } },
        inputs: [
          variable,
          ...(means === undefined ? [] : [means]),
          squares,
          moved,
          rate,
          decay,
          momentum,
          epsilon,
          gradient,
        ],
      }),
      () => {
        squares.assign(moveTowards(squares, core.square(gradient), share));
        let spread: core.Tensor = squares;
        if (means !== undefined) {
          means.assign(moveTowards(means, gradient, share));
          spread = core.sub(squares, core.square(means));
        }
        const scale = core.mul(core.rsqrt(core.add(spread, epsilon)), rate);
        const step = core.mul(gradient, scale);
        moved.assign(this.momentum === 0 ? step : core.add(core.mul(moved, momentum), step));
        variable.assign(core.sub(variable, moved));
      },
    );
  }

  getConfig(): core.serialization.ConfigDict {
    const { learningRate, decay, momentum, epsilon, centered } = this;
    return { learningRate, decay, momentum, epsilon, centered };
  }

  static override fromConfig<T extends core.serialization.Serializable>(
    cls: core.serialization.SerializableConstructor<T>,
    config: core.serialization.ConfigDict,
  ): T {
    const { learningRate, decay, momentum, epsilon, centered } = config;
    return new cls(learningRate, decay, momentum, epsilon, centered);
  }
}
