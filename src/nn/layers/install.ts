/** Puts gradus's layers in the place of those of tfjs: in `tf.layers` and wherever a model is loaded. */
import { serialization } from '@tensorflow/tfjs-core';
import { libraryOwn } from '../../backend/capture/index.js';
import { tf } from '../../backend/tf.js';
import { Dense } from './dense.js';
import { GRU } from './gru.js';
import { LSTM } from './lstm.js';
import type { LayerClass } from './tfjs-class.js';

/** A class by the name of the function in `tf.layers` that makes it. */
const classes: Readonly<Record<string, LayerClass<unknown>>> = {
  dense: Dense,
  gru: GRU,
  lstm: LSTM,
};

for (const [factory, layerClass] of Object.entries(classes)) {
  serialization.registerClass(layerClass);
  libraryOwn(layerClass);
  Object.assign(tf.layers, {
    [factory]: (options: object = {}) => new layerClass(options),
  });
}
