/** Activations of tfjs-layers that it composes of many operations: a class for all layers that use them. */

import * as core from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { markLibrary } from '../../backend/capture/index.js';
import { gelu, geluNew } from '../../backend/fused/gelu.js';
import { swish } from '../../backend/fused/swish.js';
import type { LayerActivation } from './tfjs-class.js';

const functions = { gelu, gelu_new: geluNew, swish } as const;

type ActivationClass =
  core.serialization.SerializableConstructor<core.serialization.Serializable> & {
    className: string;
  };

/**
 * Under its name in camel case too: tfjs turns names of a saved model into it when it reads them, and then knows no
 * `geluNew`.
 */
function alsoInCamelCase(activation: string, original: ActivationClass): void {
  const camel = activation.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
  if (camel === activation) return;
  const alias = class extends (original as new () => core.serialization.Serializable) {
    static readonly className = camel;
    /** What it is saved under: as it was before it was loaded. */
    override getClassName(): string {
      return activation;
    }
    override getConfig(): core.serialization.ConfigDict {
      return {};
    }
  };
  core.serialization.registerClass(alias as unknown as ActivationClass);
}

/** Puts them in the place of tfjs's. */
export function installActivations(): void {
  for (const [activation, apply] of Object.entries(functions)) {
    const layer: object = tfl.layers.activation({
      activation: activation as 'relu',
      name: activation,
    });
    const { activation: instance } = layer as { activation: LayerActivation };
    markLibrary(apply);
    const prototype: object = Object.getPrototypeOf(instance);
    Object.assign(prototype, { apply: (x: core.Tensor) => apply(x) });
    alsoInCamelCase(activation, prototype.constructor as unknown as ActivationClass);
  }
}
