/** The same operations under their kernels' names, and gradients by the tape. */
const engine = ['tf.engine', 'tf.getKernel', 'tf.getKernelsForBackend'];

/** Functions that would answer an exercise; they throw while it is tested. */
export const withheld: Readonly<Record<string, readonly string[]>> = {
  softmax: [
    'tf.softmax',
    'tf.logSoftmax',
    'tf.layers.softmax',
    'tf.layers.activation',
    'tf.losses.softmaxCrossEntropy',
    'gradus/deep-learning.softmax',
    ...engine,
  ],
  crossEntropy: [
    'tf.losses.softmaxCrossEntropy',
    'gradus.sparseSoftmaxCrossEntropy',
    'gradus.softmaxCrossEntropy',
    'gradus/deep-learning.crossEntropy',
  ],
  denseForward: ['tf.layers.dense', 'gradus/deep-learning.denseForward'],
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
    'gradus/deep-learning.denseBackward',
    ...engine,
  ],
  trainMlp: ['tf.sequential', 'tf.model', 'gradus/deep-learning.trainMlp'],
};
