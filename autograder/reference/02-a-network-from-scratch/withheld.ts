/** What trains a model of layers, or makes one by another name than `tf.sequential`. */
const models = [
  'tf.sequential',
  'tf.model',
  'tf.Sequential',
  'tf.LayersModel',
  'tf.models',
  'tf.loadLayersModel',
  'gradus.Trainer',
  // Its map of classes has each model, layer and optimizer.
  'tf.serialization',
];

/**
 * Whatever may hold a layer. A dense one is only the shortest: a convolution of size 1, a recurrent
 * layer of one step and others have a kernel, a bias and an activation too.
 */
const layers = ['tf.layers', 'tf.RNN', ...models];

/** Functions that would answer an exercise; they throw while it is tested. */
export const withheld: Readonly<Record<string, readonly string[]>> = {
  softmax: [
    'tf.softmax',
    'tf.logSoftmax',
    'tf.losses.softmaxCrossEntropy',
    // The exponential of minus a class's loss is its probability.
    'gradus.sparseSoftmaxCrossEntropy',
    'gradus.softmaxCrossEntropy',
    'gradus/deep-learning.softmax',
    'gradus/deep-learning.crossEntropy',
    'gradus/deep-learning.trainMlp',
    'tf.metrics',
    // For one step of time: minus the logarithm of a class's probability.
    'gradus/speech.ctcLoss',
    'gradus/speech.ctcBeamSearchDecode',
    ...layers,
  ],
  crossEntropy: [
    'tf.losses.softmaxCrossEntropy',
    'gradus.sparseSoftmaxCrossEntropy',
    'gradus.softmaxCrossEntropy',
    'gradus/deep-learning.crossEntropy',
    'gradus/speech.ctcLoss',
    'gradus/speech.ctcBeamSearchDecode',
    // A model of one layer, or none, reports its loss on the scores.
    'gradus/deep-learning.trainMlp',
    'tf.metrics',
    ...layers,
  ],
  // `tf.conv1d` and its like add no bias: beside `tf.add` they are no shorter than `tf.matMul`.
  denseForward: ['tf.fused', 'gradus/deep-learning.denseForward', ...layers],
  denseBackward: [
    'tf.grad',
    'tf.grads',
    'tf.valueAndGrad',
    'tf.valueAndGrads',
    'tf.variableGrads',
    'tf.train.sgd',
    'tf.train.momentum',
    'tf.train.adagrad',
    'tf.train.adadelta',
    'tf.train.adam',
    'tf.train.adamax',
    'tf.train.rmsprop',
    'tf.train.adamw',
    'tf.train.lamb',
    'tf.Optimizer',
    'tf.SGDOptimizer',
    'tf.MomentumOptimizer',
    'tf.AdagradOptimizer',
    'tf.AdadeltaOptimizer',
    'tf.AdamOptimizer',
    'tf.AdamaxOptimizer',
    'tf.RMSPropOptimizer',
    'gradus/deep-learning.denseBackward',
    'gradus/deep-learning.trainMlp',
    // A step of training changes the weights by their gradients.
    ...models,
  ],
  trainMlp: [
    ...models,
    // They make the layer inside them from its class's name, and that may be a model.
    'tf.layers.bidirectional',
    'tf.layers.timeDistributed',
    'tf.RNN',
    'gradus/deep-learning.trainMlp',
  ],
};
