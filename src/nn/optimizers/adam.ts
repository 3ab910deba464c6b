/** Adam and AdamW. */
import * as core from '@tensorflow/tfjs-core';
import { updateVariables } from '../../backend/capture/index.js';
import { updateInPlace } from '../../backend/fused/update-in-place.js';
import type { DecayOptions } from '../../backend/tf.js';
import { checkDecay, decays } from './decay.js';
import { SlotOptimizer, type Update } from './slot-optimizer.js';

const attributes = { types: { T: 'float32' }, bools: { use_locking: false } } as const;

type Numbers = [
  rate: core.Tensor,
  epsilon: core.Tensor,
  beta1: core.Tensor,
  beta2: core.Tensor,
  share1: core.Tensor,
  share2: core.Tensor,
  zero: core.Tensor,
  ...core.Tensor[],
];

/**
 * Adam (Kingma & Ba 2015, arXiv:1412.6980):
 * `m ← β₁m + (1−β₁)g; v ← β₂v + (1−β₂)g²; w ← w − learningRate · m̂ / (√v̂ + ε)`.
 *
 * Both corrections of the start are in two numbers of the step: with c₁ = 1 − β₁ᵗ and c₂ = 1 − β₂ᵗ,
 * `m̂ / (√v̂ + ε) = (√c₂ / c₁) · m / (√v + ε √c₂)`.
 */
export class Adam extends SlotOptimizer {
  static readonly className: string = 'Adam';
  protected readonly slotNames: readonly string[] = ['m', 'v'];
  protected readonly epsilon: number;

  constructor(
    learningRate = 0.001,
    protected readonly beta1 = 0.9,
    protected readonly beta2 = 0.999,
    epsilon: number | null = null,
  ) {
    super(learningRate);
    for (const [name, beta] of Object.entries({ beta1, beta2 })) {
      if (!(beta >= 0 && beta < 1)) {
        throw new RangeError(`Expected \`${name}\` at least 0 and less than 1. Received: ${beta}`);
      }
    }
    this.epsilon = epsilon ?? core.backend().epsilon();
  }

  protected numbers(step: number): readonly number[] {
    const { learningRate, epsilon } = this;
    // TensorFlow forms 1 − β from a float32: the corrections must use the same β.
    const [beta1, beta2] = [Math.fround(this.beta1), Math.fround(this.beta2)];
    const root = Math.sqrt(1 - beta2 ** step);
    const rate = (learningRate * root) / (1 - beta1 ** step);
    return [rate, epsilon * root, beta1, beta2, 1 - beta1, 1 - beta2, 0];
  }

  protected update({ variable, gradient, slots }: Update, numbers: readonly core.Tensor[]): void {
    const [rate, epsilon, beta1, beta2, share1, share2, zero] = numbers as Numbers;
    const [m, v] = slots as [core.Variable, core.Variable];
    updateInPlace(
      () => ({
        op: 'ResourceApplyAdam',
        attributes: { ...attributes, bools: { use_locking: false, use_nesterov: false } },
        // With 0 for the powers of β it corrects nothing: `rate` and `epsilon` are corrected.
        inputs: [variable, m, v, zero, zero, rate, beta1, beta2, epsilon, gradient],
      }),
      () => {
        m.assign(core.add(m, core.mul(core.sub(gradient, m), share1)));
        v.assign(core.add(v, core.mul(core.sub(core.square(gradient), v), share2)));
        const direction = core.div(m, core.add(core.sqrt(v), epsilon));
        variable.assign(core.sub(variable, core.mul(direction, rate)));
      },
    );
  }

  getConfig(): core.serialization.ConfigDict {
    const { learningRate, beta1, beta2, epsilon } = this;
    return { learningRate, beta1, beta2, epsilon };
  }

  static override fromConfig<T extends core.serialization.Serializable>(
    cls: core.serialization.SerializableConstructor<T>,
    config: core.serialization.ConfigDict,
  ): T {
    return new cls(config.learningRate, config.beta1, config.beta2, config.epsilon);
  }
}

/**
 * Adam with decoupled weight decay (Loshchilov & Hutter 2019, arXiv:1711.05101), as in PyTorch:
 * before Adam's step, `w ← w − learningRate · weightDecay · w`.
 */
export class AdamW extends Adam {
  static override readonly className: string = 'AdamW';
  private readonly weightDecay: number;
  private readonly exclude: readonly string[];

  constructor(learningRate = 0.001, options: DecayOptions = {}) {
    const { weightDecay = 0.01, beta1, beta2, epsilon = 1e-8, exclude = [] } = options;
    super(learningRate, beta1, beta2, epsilon);
    checkDecay(weightDecay);
    this.weightDecay = weightDecay;
    this.exclude = exclude;
  }

  protected override numbers(step: number): readonly number[] {
    return [...super.numbers(step), this.learningRate * this.weightDecay];
  }

  protected override update(update: Update, numbers: readonly core.Tensor[]): void {
    const { name, variable } = update;
    const share = numbers.at(-1) as core.Tensor;
    if (this.weightDecay > 0 && decays(name, this.exclude)) {
      updateVariables(
        () => ({
          op: 'ResourceApplyGradientDescent',
          attributes,
          inputs: [variable, share, core.clone(variable)],
        }),
        () => variable.assign(core.sub(variable, core.mul(variable, share))),
      );
    }
    super.update(update, numbers);
  }

  override getConfig(): core.serialization.ConfigDict {
    const { weightDecay, exclude } = this;
    return { ...super.getConfig(), weightDecay, exclude: [...exclude] };
  }

  static override fromConfig<T extends core.serialization.Serializable>(
    cls: core.serialization.SerializableConstructor<T>,
    { learningRate, ...options }: core.serialization.ConfigDict,
  ): T {
    return new cls(learningRate, options);
  }
}
