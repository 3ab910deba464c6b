/** Positions as waves, added to a sequence. */
import * as core from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { markLibrary } from '../../backend/capture/index.js';
import { addSinusoids } from '../../backend/fused/sinusoidal-positions.js';
import { checkPositive } from '../../checks.js';
import { messages } from '../../messages/index.js';
import { type CallOptions, lastSize, onlyTensor } from './composite-layer.js';
import type { SinusoidalPositionsOptions } from './transformer-options.js';

/**
 * Adds to each step of a sequence, of any length, the waves of its position: `[B, T, D]` → `[B, T, D]`
 * (Vaswani et al. 2017, section 3.5, arXiv:1706.03762). Nothing in it is learnt.
 */
export class SinusoidalPositions extends tfl.layers.Layer {
  static readonly className = 'SinusoidalPositions';
  private readonly options: Required<Omit<SinusoidalPositionsOptions, 'name'>>;

  constructor(options: SinusoidalPositionsOptions = {}) {
    super(options);
    const { maxPeriod = 10_000 } = options;
    checkPositive({ maxPeriod });
    this.options = { maxPeriod };
  }

  override build(inputShape: tfl.Shape | tfl.Shape[]): void {
    const width = lastSize('SinusoidalPositions', inputShape);
    if (width % 2 !== 0) throw new RangeError(messages().attention.oddWidth({ width }));
    super.build(inputShape);
  }

  override computeOutputShape(inputShape: tfl.Shape | tfl.Shape[]): tfl.Shape | tfl.Shape[] {
    return inputShape;
  }

  override call(inputs: core.Tensor | core.Tensor[], options: CallOptions): core.Tensor {
    return core.tidy(() => {
      this.invokeCallHook(inputs, options);
      return addSinusoids(onlyTensor(inputs), this.options.maxPeriod);
    });
  }

  /** As `call` for one step `[B, 1, D]` at a position `[1]`, int32. */
  step(x: core.Tensor, position: core.Tensor): core.Tensor {
    return core.tidy(() => addSinusoids(x, this.options.maxPeriod, core.cast(position, 'float32')));
  }

  override getConfig(): core.serialization.ConfigDict {
    return { ...super.getConfig(), ...this.options };
  }
}
core.serialization.registerClass(SinusoidalPositions);
markLibrary(SinusoidalPositions);
