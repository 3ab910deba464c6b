/** What `VaeTrainer` and `VqVaeTrainer` share. */
import {
  type ExampleFitOptions,
  type ExampleObjective,
  ExampleTrainer,
  type ExampleTrainerOptions,
} from '../nn/training/example-trainer.js';
import type { VaeExamples } from './examples.js';

export type ObjectiveTrainerOptions = ExampleTrainerOptions;
export type VaeFitOptions = ExampleFitOptions<VaeExamples>;
export type Objective = Omit<ExampleObjective<VaeExamples>, 'batchOf'>;

/**
 * Trains on `x` `[N, ...inputShape]`, and for a conditional model `condition` `[N, conditions]`. Beside other examples
 * that do not fit, pixels out of [0, 1] are a RangeError with a Bernoulli decoder.
 */
export class ObjectiveTrainer extends ExampleTrainer<VaeExamples> {
  constructor(options: ObjectiveTrainerOptions, objective: Objective, name: string) {
    const batchOf = ({ x, condition }: VaeExamples): VaeExamples =>
      condition === undefined ? { x } : { x, condition };
    super(options, { ...objective, batchOf }, name);
  }
}
