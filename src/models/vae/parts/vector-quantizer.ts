/** The nearest vector of a codebook, and how the codebook follows what it stands for. */
import * as core from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { markLibrary } from '../../../backend/capture/index.js';
import { gatherRows } from '../../../backend/fused/gather-rows.js';
import { stepUniform } from '../../../backend/fused/random.js';
import { stopGradient } from '../../../backend/gradients/stop-gradient.js';
import { type CallOptions, lastSize, onlyTensor } from '../../../nn/layers/composite-layer.js';
import { generator } from '../../../nn/layers/noise.js';

export interface VectorQuantizerOptions {
  /** Vectors of the codebook, K. */
  readonly codes: number;
  /** How much of the running counts and sums stays at each step, in [0, 1). */
  readonly decay: number;
  /** Share of the average use below which a code starts anew, in [0, 1); 0 for never. */
  readonly restartBelow: number;
  readonly seed: number;
  readonly name?: string;
}

/** Keeps codes apart from 0 examples; of the authors' code. */
const EPSILON = 1e-5;

/**
 * Puts the nearest vector of a codebook in the place of each vector: `[…, D]` → `[…, D]` (van den Oord et al.
 * 2017, Neural discrete representation learning). The gradient passes straight through.
 *
 * In training the codebook follows by running means of the vectors that each code stands for (appendix A.1
 * of the paper). A code that is used less than `restartBelow` of the average takes the place of a vector of
 * the batch drawn at random (Dhariwal et al. 2020, Jukebox, section 3), which also starts the codebook where
 * the first batch lies.
 */
export class VectorQuantizer extends tfl.layers.Layer {
  static readonly className = 'VectorQuantizer';
  private readonly options: Required<Omit<VectorQuantizerOptions, 'name'>>;
  private book!: tfl.LayerVariable;
  private counts!: tfl.LayerVariable;
  private sums!: tfl.LayerVariable;

  constructor(options: VectorQuantizerOptions) {
    super({ ...options });
    const { codes, decay, restartBelow, seed } = options;
    this.options = { codes, decay, restartBelow, seed };
  }

  override build(inputShape: tfl.Shape | tfl.Shape[]): void {
    const width = lastSize('VectorQuantizer', inputShape);
    const { codes, seed } = this.options;
    const { zeros, randomUniform } = tfl.initializers;
    const bound = 1 / codes;
    const start = randomUniform({ minval: -bound, maxval: bound, seed });
    const weight = (name: string, shape: number[], initializer = zeros()): tfl.LayerVariable =>
      this.addWeight(name, shape, 'float32', initializer, undefined, false);
    this.book = weight('codebook', [codes, width], start);
    this.counts = weight('counts', [codes]);
    this.sums = weight('sums', [codes, width]);
    super.build(inputShape);
  }

  override computeOutputShape(inputShape: tfl.Shape | tfl.Shape[]): tfl.Shape | tfl.Shape[] {
    return inputShape;
  }

  /** `[K, D]`; do not dispose it. */
  codebook(): core.Tensor {
    return this.book.read();
  }

  /** Numbers of the nearest codes: `[…, D]` → `[…]`, int32. */
  nearest(x: core.Tensor): core.Tensor {
    return core.tidy(() => {
      const book = this.codebook();
      // No number of a code has a slope: `gather` would be asked for that of its indices.
      const rows = core.reshape(stopGradient(x as never), [-1, x.shape.at(-1) as number]);
      // The squared distances, without what all codes of a row have in common.
      const lengths = core.sum(core.square(book), 1);
      const along = core.matMul(rows, book, false, true);
      const nearest = core.argMin(core.sub(lengths, core.mul(along, 2)), 1);
      return core.reshape(nearest, x.shape.slice(0, -1));
    });
  }

  /** Vectors of codes: `[…]`, int32 → `[…, D]`; they have no gradient. */
  lookUp(codes: core.Tensor): core.Tensor {
    return gatherRows(this.codebook(), codes);
  }

  override call(inputs: core.Tensor | core.Tensor[], options: CallOptions): core.Tensor {
    return core.tidy(() => {
      this.invokeCallHook(inputs, options);
      const x = onlyTensor(inputs);
      const codes = this.nearest(x);
      const vectors = this.lookUp(codes);
      const straightThrough = core.customGrad(() => ({
        value: core.clone(vectors),
        gradFunc: (dy) => [core.clone(dy)],
      }));
      const quantized = straightThrough(x);
      if (options.training === true) this.follow(x, codes);
      return quantized;
    });
  }

  private follow(x: core.Tensor, given: core.Tensor): void {
    const { codes, decay, restartBelow, seed } = this.options;
    const width = x.shape.at(-1) as number;
    const rows = core.reshape(x, [-1, width]);
    const count = rows.shape[0] as number;
    const isCode = core.cast(core.oneHot(core.reshape(given, [-1]), codes), 'float32'); // [N, K]
    const moved = (old: core.Tensor, now: core.Tensor): core.Tensor =>
      core.add(core.mul(old, decay), core.mul(now, 1 - decay));
    let counts = moved(this.counts.read(), core.sum(isCode, 0));
    let sums = moved(this.sums.read(), core.matMul(isCode, rows, true));
    if (restartBelow > 0) {
      const average = count / codes;
      const place = core.floor(core.mul(stepUniform([codes], generator(this, seed)), count));
      // Below 1 by definition, yet the product may round up to `count`.
      const row = core.minimum(core.cast(place, 'int32'), core.scalar(count - 1, 'int32'));
      const drawn = core.mul(gatherRows(rows, row), average);
      const isUsed = core.cast(core.greaterEqual(counts, restartBelow * average), 'float32');
      const mixed = (used: core.Tensor, fresh: core.Tensor | number, mask: core.Tensor) =>
        core.add(core.mul(used, mask), core.mul(fresh, core.sub(1, mask)));
      counts = mixed(counts, average, isUsed);
      sums = mixed(sums, drawn, core.expandDims(isUsed, 1));
    }
    const total = core.sum(counts);
    const smooth = core.mul(
      core.div(core.add(counts, EPSILON), core.add(total, codes * EPSILON)),
      total,
    );
    this.counts.write(counts);
    this.sums.write(sums);
    this.book.write(core.div(sums, core.expandDims(smooth, 1)));
  }

  override getConfig(): core.serialization.ConfigDict {
    return { ...super.getConfig(), ...this.options };
  }
}
core.serialization.registerClass(VectorQuantizer);
markLibrary(VectorQuantizer);
