/** Gradient descent, plain and with momentum. */
import * as core from '@tensorflow/tfjs-core';
import { updateVariables } from '../../backend/capture/index.js';
import { SlotOptimizer, type Update } from './slot-optimizer.js';

const attributes = { types: { T: 'float32' }, bools: { use_locking: false } } as const;

/** `w ← w − learningRate · g`. */
export class SGD extends SlotOptimizer {
  static readonly className: string = 'SGD';
  protected readonly slotNames: readonly string[] = [];

  protected numbers(_step: number): readonly number[] {
    return [this.learningRate];
  }

  protected update({ variable, gradient }: Update, numbers: readonly core.Tensor[]): void {
    const [rate] = numbers as [core.Tensor];
    updateVariables(
      () => ({
        op: 'ResourceApplyGradientDescent',
        attributes,
        inputs: [variable, rate, gradient],
      }),
      () => variable.assign(core.sub(variable, core.mul(gradient, rate))),
    );
  }

  getConfig(): core.serialization.ConfigDict {
    return { learningRate: this.learningRate };
  }

  static override fromConfig<T extends core.serialization.Serializable>(
    cls: core.serialization.SerializableConstructor<T>,
    config: core.serialization.ConfigDict,
  ): T {
    return new cls(config.learningRate);
  }
}

/**
 * `a ← momentum · a + g; w ← w − learningRate · a`; with Nesterov's change
 * `w ← w − learningRate · (g + momentum · a)` (Sutskever et al. 2013).
 */
export class Momentum extends SlotOptimizer {
  static readonly className: string = 'Momentum';
  protected readonly slotNames: readonly string[] = ['momentum'];

  constructor(
    learningRate: number,
    private momentum: number,
    private readonly useNesterov = false,
  ) {
    super(learningRate);
  }

  /** As in tfjs. */
  setMomentum(momentum: number): void {
    this.momentum = momentum;
  }

  protected numbers(_step: number): readonly number[] {
    return [this.learningRate, this.momentum];
  }

  protected update({ variable, gradient, slots }: Update, numbers: readonly core.Tensor[]): void {
    const [rate, momentum] = numbers as [core.Tensor, core.Tensor];
    const [average] = slots as [core.Variable];
    updateVariables(
      () => ({
        op: 'ResourceApplyMomentum',
        attributes: {
          ...attributes,
          bools: { use_locking: false, use_nesterov: this.useNesterov },
        },
        inputs: [variable, average, rate, gradient, momentum],
      }),
      () => {
        const moved = core.add(core.mul(average, momentum), gradient);
        const step = this.useNesterov ? core.add(gradient, core.mul(moved, momentum)) : moved;
        average.assign(moved);
        variable.assign(core.sub(variable, core.mul(step, rate)));
      },
    );
  }

  getConfig(): core.serialization.ConfigDict {
    const { learningRate, momentum, useNesterov } = this;
    return { learningRate, momentum, useNesterov };
  }

  static override fromConfig<T extends core.serialization.Serializable>(
    cls: core.serialization.SerializableConstructor<T>,
    config: core.serialization.ConfigDict,
  ): T {
    return new cls(config.learningRate, config.momentum, config.useNesterov);
  }
}
