/** What all optimisers share: slots for each variable, and one input for what changes each step. */
import * as core from '@tensorflow/tfjs-core';
import { stepInput } from '../../backend/capture/index.js';
import { describe } from '../../backend/explain-error.js';
import { nativeOp, nativeOps } from '../../backend/native-op.js';

/** A variable in a step: its gradient, and its slots in the order of `slotNames`. */
export interface Update {
  readonly name: string;
  readonly variable: core.Variable;
  readonly gradient: core.Tensor;
  readonly slots: readonly core.Variable[];
}

type Gradients = Parameters<core.Optimizer['applyGradients']>[0];
type NamedTensor = Parameters<core.Optimizer['setWeights']>[0][number];

/**
 * An optimiser with slots: tensors as large as a variable that it carries from step to step.
 *
 * Its numbers for a step are computed in JavaScript, with double precision, and reach TensorFlow as
 * one small input, so that a captured step follows the learning rate and the count of steps.
 */
export abstract class SlotOptimizer extends core.Optimizer {
  /** The size of a step; may be changed at any time. */
  learningRate: number;
  /** As the weights that it saves are called after the variable: `kernel/m`. */
  protected abstract readonly slotNames: readonly string[];
  private readonly slots = new Map<string, core.Variable[]>();
  /** Slots that were loaded and wait for their variables, in the order of these. */
  private loaded: NamedTensor[][] = [];

  constructor(learningRate: number) {
    super();
    if (!(Number.isFinite(learningRate) && learningRate >= 0)) {
      throw new RangeError(
        `Expected \`learningRate\` to be a number >= 0. Received: ${describe(learningRate)}`,
      );
    }
    this.learningRate = learningRate;
  }

  /** As in tfjs; the same as setting `learningRate`. */
  setLearningRate(learningRate: number): void {
    this.learningRate = learningRate;
  }

  /** The numbers of step `step`, counted from 1. */
  protected abstract numbers(step: number): readonly number[];
  /** Updates one variable; `numbers` are scalars. */
  protected abstract update(update: Update, numbers: readonly core.Tensor[]): void;

  override applyGradients(gradients: Gradients): void {
    core.tidy(() => {
      const given = Array.isArray(gradients)
        ? gradients
        : Object.entries(gradients).map(([name, tensor]) => ({ name, tensor }));
      const updates: Update[] = [];
      for (const { name, tensor } of given) {
        const variable = core.engine().registeredVariables[name];
        if (variable === undefined) {
          throw new RangeError(`Expected the name of a variable. Received: ${name}`);
        }
        const slots = this.slotsOf(name, variable);
        // A variable that the loss does not depend on has no gradient.
        if (tensor != null) updates.push({ name, variable, gradient: tensor, slots });
      }
      if (updates.length === 0) return;
      const numbers = this.stepNumbers();
      for (const update of updates) this.update(update, numbers);
    });
  }

  /** One input a step, taken apart: `read` is called once for each step, also when it is replayed. */
  private stepNumbers(): core.Tensor[] {
    const count = this.numbers(1).length;
    const vector = stepInput(() => {
      this.incrementIterations();
      return Float32Array.from(this.numbers(this.iterations));
    }, [count]);
    if (nativeOps() === undefined) return core.unstack(vector);
    return nativeOp(
      'Unpack',
      [vector],
      { types: { T: 'float32' }, ints: { num: count, axis: 0 } },
      count,
    );
  }

  private slotsOf(name: string, variable: core.Variable): core.Variable[] {
    const known = this.slots.get(name);
    if (known !== undefined) return known;
    const loaded = this.loaded.shift();
    const made = this.slotNames.map((_, i) => {
      const value = loaded?.[i]?.tensor ?? core.zeros(variable.shape);
      if (value.shape.join() !== variable.shape.join()) {
        throw new RangeError(
          `Expected optimizer weights of shape [${variable.shape}] for \`${name}\`. Received: [${value.shape}] (${loaded?.[i]?.name}): load them into the model that they were saved from.`,
        );
      }
      return core.tidy(() => core.variable(value, false));
    });
    if (loaded !== undefined) core.dispose(loaded.map(({ tensor }) => tensor));
    this.slots.set(name, made);
    return made;
  }

  /** The count of steps (`iter`), then slot by slot those of all variables; the tensors are the live ones. */
  override async getWeights(): Promise<NamedTensor[]> {
    const weights = [await this.saveIterations()];
    for (const [i, slotName] of this.slotNames.entries()) {
      for (const [name, slots] of this.slots) {
        weights.push({ name: `${name}/${slotName}`, tensor: slots[i] as core.Variable });
      }
    }
    return weights;
  }

  /**
   * Goes on where the optimiser that gave these was. They go to the variables in the order in which
   * these are first updated, whatever they are called.
   */
  override async setWeights(weights: NamedTensor[]): Promise<void> {
    const slots = await this.extractIterations(weights);
    const variables = slots.length / Math.max(1, this.slotNames.length);
    if (!Number.isInteger(variables) || (this.slotNames.length === 0 && slots.length > 0)) {
      throw new RangeError(
        `Expected \`iter\` and ${this.slotNames.length} weights for each variable. Received: ${weights.length} weights`,
      );
    }
    const order = [...this.slots.keys()];
    if (order.length === variables) {
      // In place: a captured step holds on to these variables.
      for (const [v, name] of order.entries()) {
        for (const [s, slot] of this.slotsNamed(name).entries()) {
          slot.assign((slots[s * variables + v] as NamedTensor).tensor);
        }
      }
      return;
    }
    this.disposeSlots();
    this.loaded = Array.from({ length: variables }, (_, v) =>
      this.slotNames.map((_, s) => {
        const { name, tensor } = slots[s * variables + v] as NamedTensor;
        return { name, tensor: core.keep(core.clone(tensor)) };
      }),
    );
  }

  private slotsNamed(name: string): readonly core.Variable[] {
    return this.slots.get(name) ?? [];
  }

  override dispose(): void {
    this.disposeSlots();
  }

  private disposeSlots(): void {
    core.dispose([...this.slots.values()].flat());
    core.dispose(this.loaded.flat().map(({ tensor }) => tensor));
    this.slots.clear();
    this.loaded = [];
  }
}
