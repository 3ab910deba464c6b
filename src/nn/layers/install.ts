/** Puts gradus's layers in the place of those of tfjs: in `tf.layers` and wherever a model is loaded. */
import { serialization } from '@tensorflow/tfjs-core';
import { markLibrary } from '../../backend/capture/index.js';
import type { Tf } from '../../backend/tf.js';
import { installActivations } from './activations.js';
import { BatchNormalization } from './batch-normalization.js';
import { nameClasses } from './class-name.js';
import { Conv1D, Conv2D, DepthwiseConv2D, SeparableConv2D } from './convolutions.js';
import { Dense } from './dense.js';
import { Embedding } from './embedding.js';
import { GlobalAveragePooling1D } from './global-average-pooling.js';
import { GroupNormalization } from './group-normalization.js';
import { GRU } from './gru.js';
import { LSTM } from './lstm.js';
import { Dropout, GaussianDropout, GaussianNoise } from './noise.js';
import { LayerNormalization, RMSNorm } from './norms.js';
import type { LayerClass } from './tfjs-class.js';

/** A class by the name of the function in `tf.layers` that makes it. */
const classes: Readonly<Record<string, LayerClass<unknown>>> = {
  dense: Dense,
  gru: GRU,
  lstm: LSTM,
  conv1d: Conv1D,
  conv2d: Conv2D,
  depthwiseConv2d: DepthwiseConv2D,
  separableConv2d: SeparableConv2D,
  batchNormalization: BatchNormalization,
  layerNormalization: LayerNormalization,
  groupNormalization: GroupNormalization,
  rmsNorm: RMSNorm,
  embedding: Embedding,
  globalAveragePooling1d: GlobalAveragePooling1D,
  dropout: Dropout,
  gaussianNoise: GaussianNoise,
  gaussianDropout: GaussianDropout,
};

/** Also gives layers their activations, and their classes names. */
export function installLayers(tf: Tf): void {
  installActivations();
  nameClasses();
  for (const [factory, layerClass] of Object.entries(classes)) {
    serialization.registerClass(layerClass);
    markLibrary(layerClass);
    Object.assign(tf.layers, {
      [factory]: (options: object = {}) => new layerClass(options),
    });
  }
}
