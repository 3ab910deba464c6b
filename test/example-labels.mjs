/** What the small model of a spec can learn from its example inputs, by task. */

/** @typedef {import('../src/models/spec.js').Task} Task */
/** @typedef {{ values: number[], shape: number[], dtype: 'float32' | 'int32' }} ExampleLabels */

/** The name of the loss of each task, in `gradus`. */
export const lossOf = /** @type {const} */ ({
  classification: 'sparseSoftmaxCrossEntropy',
  denoising: 'meanSquaredError',
  discrimination: 'meanSquaredError',
  embedding: 'meanSquaredError',
  generation: 'meanSquaredError',
  'masked-token': 'sparseSoftmaxCrossEntropy',
  'next-token': 'sparseSoftmaxCrossEntropy',
  'question-answering': 'sparseSoftmaxCrossEntropy',
  reconstruction: 'meanSquaredError',
  regression: 'meanSquaredError',
  segmentation: 'sparseSoftmaxCrossEntropy',
  tagging: 'sparseSoftmaxCrossEntropy',
  translation: 'sparseSoftmaxCrossEntropy',
});

/**
 * @type {Record<Task, (inputs: number[], shape: readonly number[], batch: number, options: object) => ExampleLabels>}
 */
const labels = {
  classification: (_inputs, _shape, batch) => ({
    values: Array.from({ length: batch }, (_, i) => i % 3),
    shape: [batch],
    dtype: 'int32',
  }),
  // Half of the example counts as noise.
  denoising: (inputs, shape, batch) => ({
    values: inputs.map((value) => value / 2),
    shape: [batch, ...shape],
    dtype: 'float32',
  }),
  // Real and generated in turn, as least squares have it.
  discrimination: (_inputs, _shape, batch) => ({
    values: Array.from({ length: batch }, (_, i) => (i % 2 === 0 ? 1 : -1)),
    shape: [batch, 1],
    dtype: 'float32',
  }),
  // What goes with a token follows from the token: 1 for even numbers, -1 for odd ones.
  embedding: (inputs, _shape, batch, options) => {
    const width = 1 + Number(Reflect.get(options, 'negatives') ?? 0);
    const values = inputs.flatMap((token) => Array(width).fill(token % 2 === 0 ? 1 : -1));
    return { values, shape: [batch, width], dtype: 'float32' };
  },
  // Bright and dark examples in turn.
  generation: (_inputs, _shape, batch, options) => {
    const shape = [batch, .../** @type {number[]} */ (Reflect.get(options, 'outputShape'))];
    const size = shape.reduce((product, n) => product * n, 1);
    const values = Array.from({ length: size }, (_, i) =>
      Math.floor((i * batch) / size) % 2 === 0 ? 0.8 : 0.2,
    );
    return { values, shape, dtype: 'float32' };
  },
  // Nothing is masked: each token says itself.
  'masked-token': (inputs, shape, batch) => ({
    values: inputs,
    shape: [batch, ...shape],
    dtype: 'int32',
  }),
  // What can be learned without looking ahead: each token says itself.
  'next-token': (inputs, shape, batch) => ({
    values: inputs,
    shape: [batch, ...shape],
    dtype: 'int32',
  }),
  // The first answer is a token long, the next two, and so on.
  'question-answering': (_inputs, shape, batch) => ({
    values: Array.from({ length: batch }, (_, i) => [0, i % (shape[0] ?? 1)]).flat(),
    shape: [batch, 2],
    dtype: 'int32',
  }),
  // The example itself, brought from [-2, 2] to [0, 1], where pixels lie.
  reconstruction: (inputs, shape, batch) => ({
    values: inputs.map((value) => (value + 2) / 4),
    shape: [batch, ...shape],
    dtype: 'float32',
  }),
  regression: (_inputs, _shape, batch) => ({
    values: Array.from({ length: 2 * batch }, (_, i) => Math.sin(i)),
    shape: [batch, 2],
    dtype: 'float32',
  }),
  // Each pixel by whether it is bright.
  segmentation: (inputs, shape, batch) => ({
    values: inputs.map((value) => (value > 0 ? 2 : 0)),
    shape: [batch, ...shape.slice(0, -1)],
    dtype: 'int32',
  }),
  // A tag that follows from the token; padding has the first.
  tagging: (inputs, shape, batch, options) => ({
    values: inputs.map((token) => token % Number(Reflect.get(options, 'tags'))),
    shape: [batch, ...shape],
    dtype: 'int32',
  }),
  // Word for word: the token of the source at each place.
  translation: (inputs, shape, batch) => ({
    values: inputs,
    shape: [batch, ...shape],
    dtype: 'int32',
  }),
};

/**
 * @param {import('../src/models/spec.js').ModelSpec} spec
 * @param {ArrayLike<number>} inputs the values of its first example input, with the batch
 * @param {number} batch
 */
export function exampleLabels({ task, example }, inputs, batch) {
  const shape = example.inputs[0]?.shape ?? [];
  return labels[task](Array.from(inputs), shape, batch, example.options);
}
