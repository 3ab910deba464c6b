/** The same operations under their kernels' names, and gradients by the tape. */
const engine = ['tf.engine', 'tf.getKernel', 'tf.getKernelsForBackend'];

/** What trains a model of layers, or makes one by another name than `tf.sequential`. */
const models = [
  'tf.sequential',
  'tf.model',
  'tf.Sequential',
  'tf.LayersModel',
  'tf.models',
  'tf.loadLayersModel',
  'gradus.Trainer',
];

/** Functions that would answer an exercise; they throw while it is tested. */
export const withheld: Readonly<Record<string, readonly string[]>> = {
  softmax: [
    'tf.softmax',
    'tf.logSoftmax',
    'tf.layers.softmax',
    'tf.layers.activation',
    // Its activation may be a softmax.
    'tf.layers.dense',
    'tf.losses.softmaxCrossEntropy',
    // The exponential of minus a class's loss is its probability.
    'gradus.sparseSoftmaxCrossEntropy',
    'gradus.softmaxCrossEntropy',
    'gradus/deep-learning.softmax',
    // For one step of time: minus the logarithm of a class's probability.
    'gradus/speech.ctcLoss',
    'gradus/speech.ctcBeamSearchDecode',
    ...engine,
  ],
  crossEntropy: [
    'tf.losses.softmaxCrossEntropy',
    'gradus.sparseSoftmaxCrossEntropy',
    'gradus.softmaxCrossEntropy',
    'gradus/deep-learning.crossEntropy',
    'gradus/speech.ctcLoss',
    'gradus/speech.ctcBeamSearchDecode',
  ],
  denseForward: ['tf.layers.dense', 'tf.fused', 'gradus/deep-learning.denseForward'],
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
    'gradus.Trainer',
    'gradus/deep-learning.denseBackward',
    ...engine,
  ],
  trainMlp: [...models, 'gradus/deep-learning.trainMlp'],
};
