/**
 * What a test knows of a small model that it hands over (`t.model`): outputs in float64, and slopes by
 * each weight. Slopes are central differences, so that no test trusts a gradient by formula.
 */
import { type JudgedModel, type Numbers, withNumbers } from '../judge/model-output.js';
import type { ModelValue } from '../judge/model-spec.js';
import { TensorValue } from '../judge/value.js';

export { type JudgedModel, modelNumbers } from '../judge/model-output.js';

/**
 * The slopes of a loss by each weight of a model, as tensors in the order of `model.weights`: what
 * `t.gradients` should give for it, and what a step of training goes along.
 *
 * @param loss is called with the model changed in one number: twice for each number that it has
 * @param step how far a number is moved; a kink of a ReLU nearer than this gives a slope in between
 * @example
 * const loss = (changed) => mean(modelNumbers(changed, x).data);
 * t.expectClose(gradients[0], weightSlopes(model, loss), { rtol: 1e-2, atol: 1e-3 });
 */
export function weightSlopes(
  model: ModelValue,
  loss: (changed: JudgedModel) => number,
  step = 1e-3,
): TensorValue[] {
  const { weights } = model;
  return weights.map(({ shape, data }, i) => {
    const moved = Float64Array.from(data);
    const changed = withNumbers(
      model,
      weights.map((other, j): Numbers => (i === j ? { shape, data: moved } : other)),
    );
    const slopes = Float32Array.from(data, (value, k) => {
      moved[k] = value + step;
      const above = loss(changed);
      moved[k] = value - step;
      const below = loss(changed);
      moved[k] = value;
      return (above - below) / (2 * step);
    });
    return new TensorValue('float32', shape, slopes);
  });
}
