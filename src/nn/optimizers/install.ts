/** Puts gradus's optimisers in the place of those of tfjs: in `tf.train`, `compile` and saved models. */
import * as core from '@tensorflow/tfjs-core';
import { markLibrary } from '../../backend/capture/index.js';
import type { DecayOptions } from '../../backend/tf.js';
import { Adam, AdamW } from './adam.js';
import { LAMB } from './lamb.js';
import { RMSProp } from './rmsprop.js';
import { Momentum, SGD } from './sgd.js';

/** They are in `core.train`, which is `tf.train`. */
export function installOptimizers(): void {
  for (const optimizer of [SGD, Momentum, RMSProp, Adam, AdamW, LAMB]) {
    core.serialization.registerClass(
      optimizer as core.serialization.SerializableConstructor<core.Optimizer>,
    );
    markLibrary(optimizer);
  }

  // `compile({optimizer: 'adam'})` calls these too.
  Object.assign(core.train, {
    sgd: (learningRate: number) => new SGD(learningRate),
    momentum: (learningRate: number, momentum: number, useNesterov?: boolean) =>
      new Momentum(learningRate, momentum, useNesterov),
    rmsprop: (...args: ConstructorParameters<typeof RMSProp>) => new RMSProp(...args),
    adam: (...args: ConstructorParameters<typeof Adam>) => new Adam(...args),
    adamw: (learningRate?: number, options?: DecayOptions) => new AdamW(learningRate, options),
    lamb: (learningRate?: number, options?: DecayOptions) => new LAMB(learningRate, options),
  });
}
