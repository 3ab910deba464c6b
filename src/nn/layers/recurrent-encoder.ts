/** Reads a sequence in both directions. */
import * as core from '@tensorflow/tfjs-core';
import type * as tfl from '@tensorflow/tfjs-layers';
import { markLibrary } from '../../backend/capture/index.js';
import { checkSizes } from '../../checks.js';
import { tf } from '../tf.js';
import { type CallOptions, CompositeLayer, firstShape, lastSize } from './composite-layer.js';
import type { RecurrentEncoderOptions } from './transformer-options.js';

/** A GRU with weights of its own seed. */
export function seededGru(units: number, seed: number, name: string) {
  return tf.layers.gru({
    units,
    returnSequences: true,
    kernelInitializer: tf.initializers.glorotUniform({ seed }),
    recurrentInitializer: tf.initializers.glorotUniform({ seed: seed + 1 }),
    name,
  });
}

/**
 * A bidirectional GRU (Schuster & Paliwal 1997; Cho et al. 2014, arXiv:1406.1078): vectors `[B, S, D]` and which of
 * them are tokens, `[B, S]`, → the states of both directions at each step, `[B, S, 2H]`. Padding behind a text
 * changes nothing: at the last step stands the state after the last token.
 */
export class RecurrentEncoder extends CompositeLayer {
  static readonly className = 'RecurrentEncoder';
  private readonly options: Required<Omit<RecurrentEncoderOptions, 'name' | 'trainable'>>;
  private forwards!: tfl.layers.Layer;
  private backwards!: tfl.layers.Layer;

  constructor(options: RecurrentEncoderOptions) {
    super(options);
    const { units, seed = 1 } = options;
    checkSizes({ units });
    this.options = { units, seed };
  }

  override build(inputShape: tfl.Shape | tfl.Shape[]): void {
    const width = lastSize('RecurrentEncoder', inputShape);
    const { units, seed } = this.options;
    this.forwards = this.part(seededGru(units, seed, 'forwards'), width);
    this.backwards = this.part(seededGru(units, seed + 2, 'backwards'), width);
    super.build(inputShape);
  }

  override computeOutputShape(inputShape: tfl.Shape | tfl.Shape[]): tfl.Shape {
    const [batch = null, length = null] = firstShape(inputShape);
    return [batch, length, 2 * this.options.units];
  }

  override call(inputs: core.Tensor | core.Tensor[], options: CallOptions): core.Tensor {
    return core.tidy(() => {
      this.invokeCallHook(inputs, options);
      const [x, keep] = [inputs].flat() as [core.Tensor, core.Tensor?];
      const states = (layer: tfl.layers.Layer, from: core.Tensor, of?: core.Tensor) =>
        layer.apply(from, of === undefined ? {} : { mask: core.cast(of, 'bool') }) as core.Tensor;
      const turned = (one: core.Tensor): core.Tensor => core.reverse(one, 1);
      const ahead = states(this.forwards, x, keep);
      // As numbers: the wasm backend writes past the end of turned truth values.
      const back = states(this.backwards, turned(x), keep && turned(keep));
      return core.concat([ahead, turned(back)], 2);
    });
  }

  override getConfig(): core.serialization.ConfigDict {
    return { ...super.getConfig(), ...this.options };
  }
}
core.serialization.registerClass(RecurrentEncoder);
markLibrary(RecurrentEncoder);
