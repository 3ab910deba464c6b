/** A linear-chain conditional random field over scores of tags. */
import * as core from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { markLibrary } from '../../backend/capture/index.js';
import type { CrfPotentials } from '../crf/chain.js';
import { logMarginals } from '../crf/forward-backward.js';
import { type CallOptions, lastSize, onlyTensor } from './composite-layer.js';

/** The log-probability of any tag but the first at padding. */
const HARDLY = -30;

/**
 * Scores of each tag at each token alone, `[B, T, K]`, → log-probabilities of each tag given the whole sequence,
 * `[B, T, K]`, by learnt scores of one tag behind another, of the first and of the last (Lafferty, McCallum & Pereira
 * 2001). All of those are 0 at the start, where it is a softmax of each token. Padding that a mask names is passed over
 * and has tag 0, so that a loss against tags that are filled up with 0 counts nothing there.
 */
export class LinearChainCrf extends tfl.layers.Layer {
  static readonly className = 'LinearChainCrf';
  private transitions!: tfl.LayerVariable;
  private start!: tfl.LayerVariable;
  private end!: tfl.LayerVariable;

  constructor(options: { name?: string; trainable?: boolean } = {}) {
    super(options);
    this.supportsMasking = true;
  }

  override build(inputShape: tfl.Shape | tfl.Shape[]): void {
    const tags = lastSize('LinearChainCrf', inputShape);
    const zeros = tfl.initializers.zeros();
    this.transitions = this.addWeight('transitions', [tags, tags], 'float32', zeros);
    this.start = this.addWeight('start', [tags], 'float32', zeros);
    this.end = this.addWeight('end', [tags], 'float32', zeros);
    super.build(inputShape);
  }

  override computeOutputShape(inputShape: tfl.Shape | tfl.Shape[]): tfl.Shape | tfl.Shape[] {
    return inputShape;
  }

  /** Its output says itself what stands at padding. */
  override computeMask(): core.Tensor {
    return null as unknown as core.Tensor;
  }

  /** The chain of these scores; `mask` is 1 for a token and 0 for padding, `[B, T]`. */
  potentials(emissions: core.Tensor, mask?: core.Tensor | null): CrfPotentials {
    const weights = {
      transitions: this.transitions.read(),
      start: this.start.read(),
      end: this.end.read(),
    };
    return { emissions, ...weights, ...(mask == null ? {} : { mask }) } as unknown as CrfPotentials;
  }

  override call(inputs: core.Tensor | core.Tensor[], options: CallOptions): core.Tensor {
    return core.tidy(() => {
      this.invokeCallHook(inputs, options);
      const emissions = onlyTensor(inputs);
      const mask = options?.mask as core.Tensor | null | undefined;
      const potentials = this.potentials(emissions, mask);
      const logs = logMarginals('LinearChainCrf', potentials) as unknown as core.Tensor;
      if (mask == null) return logs;
      const keep = core.expandDims(core.cast(mask, 'float32'), 2); // [B, T, 1]
      const tags = emissions.shape.at(-1) as number;
      const padding = core.tensor1d(Array.from({ length: tags }, (_, k) => (k === 0 ? 0 : HARDLY)));
      // Behind padding in front there is no path: a number far below 0, which times 0 is 0.
      return core.add(core.mul(keep, logs), core.mul(core.sub(1, keep), padding));
    });
  }
}
core.serialization.registerClass(LinearChainCrf);
markLibrary(LinearChainCrf);
