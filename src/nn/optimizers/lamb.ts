/** LAMB: Adam for large batches. */
import * as core from '@tensorflow/tfjs-core';
import type { DecayOptions } from '../../backend/tf.js';
import { checkDecay, decays } from './decay.js';
import { SlotOptimizer, type Update } from './slot-optimizer.js';

/**
 * LAMB (You et al. 2020, arXiv:1904.00962, algorithm 2, φ(z) = z): with r = m̂ / (√v̂ + ε) + λw,
 * `w ← w − learningRate · (‖w‖ / ‖r‖) · r`; the ratio is 1 where either norm is 0, and for variables
 * that are excluded, which do not decay either.
 */
export class LAMB extends SlotOptimizer {
  static readonly className: string = 'LAMB';
  protected readonly slotNames: readonly string[] = ['m', 'v'];
  private readonly options: Required<DecayOptions>;

  constructor(learningRate = 0.001, options: DecayOptions = {}) {
    super(learningRate);
    const { weightDecay = 0.01, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-6 } = options;
    checkDecay(weightDecay);
    this.options = { weightDecay, beta1, beta2, epsilon, exclude: options.exclude ?? [] };
  }

  protected numbers(step: number): readonly number[] {
    const { beta1, beta2, epsilon, weightDecay } = this.options;
    const root = Math.sqrt(1 - beta2 ** step);
    const scale = root / (1 - beta1 ** step);
    return [this.learningRate, 1 - beta1, 1 - beta2, scale, epsilon * root, weightDecay];
  }

  protected update(update: Update, numbers: readonly core.Tensor[]): void {
    const { name, variable, gradient, slots } = update;
    type Six = [core.Tensor, core.Tensor, core.Tensor, core.Tensor, core.Tensor, core.Tensor];
    const [rate, share1, share2, scale, epsilon, decay] = numbers as Six;
    const [m, v] = slots as [core.Variable, core.Variable];
    m.assign(core.add(m, core.mul(core.sub(gradient, m), share1)));
    v.assign(core.add(v, core.mul(core.sub(core.square(gradient), v), share2)));
    let step: core.Tensor = core.mul(core.div(m, core.add(core.sqrt(v), epsilon)), scale);
    if (decays(name, this.options.exclude)) {
      if (this.options.weightDecay > 0) step = core.add(step, core.mul(variable, decay));
      step = core.mul(step, trustRatio(variable, step));
    }
    variable.assign(core.sub(variable, core.mul(step, rate)));
  }

  getConfig(): core.serialization.ConfigDict {
    return { learningRate: this.learningRate, ...this.options, exclude: [...this.options.exclude] };
  }

  static override fromConfig<T extends core.serialization.Serializable>(
    cls: core.serialization.SerializableConstructor<T>,
    { learningRate, ...options }: core.serialization.ConfigDict,
  ): T {
    return new cls(learningRate, options);
  }
}

/** ‖w‖ / ‖r‖, and 1 where that has no meaning: without reading a value back. */
function trustRatio(w: core.Tensor, r: core.Tensor): core.Tensor {
  const ratio = core.sqrt(core.divNoNan(core.sum(core.square(w)), core.sum(core.square(r))));
  return core.add(ratio, core.sub(1, core.sign(ratio)));
}
