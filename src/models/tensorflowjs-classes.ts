/** What a web page with TensorFlow.js alone can load. */

/**
 * Classes that a saved model may name: those that TensorFlow.js 4.22 registers itself. Its table cannot be
 * asked here, since the classes of gradus are in it too.
 */
const known: ReadonlySet<string> = new Set(
  `Activation Add AlphaDropout Average AveragePooling1D AveragePooling2D AveragePooling3D
  BatchNormalization Bidirectional CategoryEncoding CenterCrop Concatenate Constant Conv1D Conv2D
  Conv2DTranspose Conv3D Conv3DTranspose ConvLSTM2D ConvLSTM2DCell Cropping2D Dense DepthwiseConv2D
  Dot Dropout ELU Embedding Flatten Functional GRU GRUCell GaussianDropout GaussianNoise
  GlobalAveragePooling1D GlobalAveragePooling2D GlobalMaxPooling1D GlobalMaxPooling2D GlorotNormal
  GlorotUniform HeNormal HeUniform Identity InputLayer L1L2 LSTM LSTMCell LayerNormalization
  LeCunNormal LeCunUniform LeakyReLU Masking MaxNorm MaxPooling1D MaxPooling2D MaxPooling3D Maximum
  MinMaxNorm Minimum Model Multiply NonNeg Ones Orthogonal PReLU Permute RNN RandomNormal
  RandomUniform RandomWidth ReLU RepeatVector Rescaling Reshape Resizing SeparableConv2D Sequential
  SimpleRNN SimpleRNNCell Softmax SpatialDropout1D StackedRNNCells ThresholdedReLU TimeDistributed
  TruncatedNormal UnitNorm UpSampling2D VarianceScaling ZeroPadding2D Zeros`.split(/\s+/),
);

/** The classes in a model's topology that TensorFlow.js alone does not know, in order of appearance. */
export function unknownToTensorFlowJs(topology: unknown): string[] {
  const found = new Set<string>();
  const open: unknown[] = [topology];
  while (open.length > 0) {
    const value = open.shift();
    if (typeof value !== 'object' || value === null) continue;
    const name: unknown = Reflect.get(value, 'class_name');
    if (typeof name === 'string' && !known.has(name)) found.add(name);
    open.push(...Object.values(value));
  }
  return [...found];
}
