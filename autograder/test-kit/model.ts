/** A model as the judge knows it: a forward pass by loops, for any set of parameters. */
import { at, crossEntropy } from './float64.js';
import type { Parameters } from './parameters.js';

export interface Model<N extends string = string> {
  /**
   * Mean loss over examples.
   *
   * @param x numbers of each example, in a row
   * @param y a label or a target for each
   */
  loss(parameters: Parameters<N>, x: readonly ArrayLike<number>[], y: ArrayLike<number>): number;
  /**
   * What one example brings to functions with a kink at 0, such as a ReLU: there is no one slope
   * there. Default: there is no such function.
   */
  kinks?(parameters: Parameters<N>, example: ArrayLike<number>): readonly number[];
}

export interface Classifier<N extends string = string> extends Model<N> {
  /** A score for each class. */
  scores(parameters: Parameters<N>, example: ArrayLike<number>): number[];
}

/** A model that is trained on the mean cross-entropy of its scores. */
export function classifier<N extends string>(
  model: Pick<Classifier<N>, 'scores' | 'kinks'>,
): Classifier<N> {
  return {
    ...model,
    loss(parameters, x, y) {
      let total = 0;
      for (const [i, example] of x.entries()) {
        total += crossEntropy(model.scores(parameters, example), at(y, i));
      }
      return total / x.length;
    },
  };
}

/** How many of the examples a classifier gives their class. */
export const countRight = <N extends string>(
  { scores }: Classifier<N>,
  parameters: Parameters<N>,
  x: readonly ArrayLike<number>[],
  y: ArrayLike<number>,
): number =>
  x.filter((example, i) => {
    const z = scores(parameters, example);
    return z.indexOf(Math.max(...z)) === y[i];
  }).length;
