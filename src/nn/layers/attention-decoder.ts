/** Writes a sequence by a GRU that looks back at what was read. */
import * as core from '@tensorflow/tfjs-core';
import type * as tfl from '@tensorflow/tfjs-layers';
import { markLibrary } from '../../backend/capture/index.js';
import { checkSizes } from '../../checks.js';
import { messages } from '../../messages/index.js';
import { tf } from '../tf.js';
import { type CallOptions, CompositeLayer, firstShape, lastSize, run } from './composite-layer.js';
import { CrossAttention, type ReadSource } from './cross-attention.js';
import { seededGru } from './recurrent-encoder.js';
import type { AttentionDecoderOptions } from './transformer-options.js';

/** A step that was written: what it says, `[B, 1, H]`, and the state behind it, `[B, H]`. */
export interface WrittenStep {
  readonly output: core.Tensor;
  readonly state: core.Tensor;
}

/**
 * A GRU whose states look at a memory (Luong, Pham & Manning 2015, arXiv:1508.04025, global attention without
 * input feeding): inputs `[B, T, D]`, the states of a `RecurrentEncoder` `[B, S, 2H]`, and which of them are
 * tokens, `[B, S]`; output tanh(W [c; h]) `[B, T, H]` with c what attention gives for the state h. The GRU starts
 * from the encoder's last states of both directions.
 */
export class AttentionDecoder extends CompositeLayer {
  static readonly className = 'AttentionDecoder';
  private readonly options: Required<Omit<AttentionDecoderOptions, 'name' | 'trainable'>>;
  private bridge!: tfl.layers.Layer;
  private gru!: tfl.layers.Layer;
  /** Attention to what was read. */
  attention!: CrossAttention;
  private combine!: tfl.layers.Layer;

  constructor(options: AttentionDecoderOptions) {
    super(options);
    const { units, seed = 1 } = options;
    checkSizes({ units });
    this.options = { units, seed };
  }

  override build(inputShape: tfl.Shape | tfl.Shape[]): void {
    const [own, memory] = inputShape;
    if (!Array.isArray(own) || !Array.isArray(memory)) {
      throw new TypeError(messages().attention.noMemory({ layer: this.getClassName() }));
    }
    const width = lastSize('AttentionDecoder', own);
    const read = lastSize('AttentionDecoder', memory);
    const { units, seed } = this.options;
    const dense = (name: string, shift: number) =>
      tf.layers.dense({
        units,
        activation: 'tanh',
        kernelInitializer: tf.initializers.glorotUniform({ seed: seed + shift }),
        name,
      });
    this.bridge = this.part(dense('bridge', 0), read);
    this.gru = this.part(seededGru(units, seed + 1, 'gru'), width);
    this.attention = new CrossAttention({
      heads: 1,
      stddev: 1 / Math.sqrt(units),
      seed: seed + 3,
      name: 'attention',
    });
    this.part(this.attention, units, read);
    this.combine = this.part(dense('combine', 7), 2 * units);
    super.build(inputShape);
  }

  override computeOutputShape(inputShape: tfl.Shape | tfl.Shape[]): tfl.Shape {
    const [batch = null, length = null] = firstShape(inputShape);
    return [batch, length, this.options.units];
  }

  override call(inputs: core.Tensor | core.Tensor[], options: CallOptions): core.Tensor {
    return core.tidy(() => {
      this.invokeCallHook(inputs, options);
      const [x, memory, keep] = inputs as [core.Tensor, core.Tensor, core.Tensor?];
      const states = this.states(x, this.start(memory));
      return this.looked(states, this.attention.read(memory, keep));
    });
  }

  /** The state that writing starts from, `[B, H]`, of a memory `[B, S, 2H]`. */
  start(memory: core.Tensor): core.Tensor {
    const [batch, length, width] = memory.shape as [number, number, number];
    const half = width / 2;
    const ahead = core.slice(memory, [0, length - 1, 0], [batch, 1, half]);
    const back = core.slice(memory, [0, 0, half], [batch, 1, half]);
    const both = run(this.bridge, core.concat([ahead, back], 2)); // [B, 1, H]
    return core.reshape(both, [batch, this.options.units]);
  }

  /** One more step `[B, 1, D]`, of a source that was read. */
  step(x: core.Tensor, state: core.Tensor, source: ReadSource): WrittenStep {
    const states = this.states(x, state); // [B, 1, H]
    return { output: this.looked(states, source), state: core.reshape(states, state.shape) };
  }

  /** How much each step of `[B, T, D]` looks at each place of a memory: `[B, 1, T, S]`. */
  attentionWeights(x: core.Tensor, memory: core.Tensor, keep?: core.Tensor): core.Tensor {
    return core.tidy(() =>
      this.attention.attentionWeights(
        this.states(x, this.start(memory)),
        this.attention.read(memory, keep),
      ),
    );
  }

  private states(x: core.Tensor, state: core.Tensor): core.Tensor {
    return this.gru.apply(x, { initialState: [state] }) as core.Tensor;
  }

  private looked(states: core.Tensor, source: ReadSource): core.Tensor {
    return run(this.combine, core.concat([this.attention.attend(states, source), states], 2));
  }

  override getConfig(): core.serialization.ConfigDict {
    return { ...super.getConfig(), ...this.options };
  }
}
core.serialization.registerClass(AttentionDecoder);
markLibrary(AttentionDecoder);
