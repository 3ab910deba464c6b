/** Activations of tfjs-layers that it composes of many operations: a class for all layers that use them. */

import type * as core from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { markLibrary } from '../../backend/capture/index.js';
import { gelu, geluNew } from '../../backend/fused/gelu.js';
import { swish } from '../../backend/fused/swish.js';
import type { LayerActivation } from './tfjs-class.js';

const functions = { gelu, gelu_new: geluNew, swish } as const;

/** Puts them in the place of tfjs's. */
export function installActivations(): void {
  for (const [activation, apply] of Object.entries(functions)) {
    const layer: object = tfl.layers.activation({
      activation: activation as 'relu',
      name: activation,
    });
    const { activation: instance } = layer as { activation: LayerActivation };
    markLibrary(apply);
    Object.assign(Object.getPrototypeOf(instance), { apply: (x: core.Tensor) => apply(x) });
  }
}
