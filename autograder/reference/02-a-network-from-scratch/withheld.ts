/** Functions that would answer an exercise; they throw while it is tested. */
export const withheld: Readonly<Record<string, readonly string[]>> = {
  softmax: ['tf.softmax', 'tf.logSoftmax', 'gradus/deep-learning.softmax'],
  crossEntropy: ['tf.losses.softmaxCrossEntropy', 'gradus/deep-learning.crossEntropy'],
  denseForward: ['tf.layers.dense', 'gradus/deep-learning.denseForward'],
  denseBackward: [
    'tf.grad',
    'tf.grads',
    'tf.valueAndGrad',
    'tf.valueAndGrads',
    'tf.variableGrads',
    'gradus/deep-learning.denseBackward',
  ],
  trainMlp: ['tf.sequential', 'tf.model', 'gradus/deep-learning.trainMlp'],
};
