/** The training of a generator and a discriminator against each other. */
import type { Seed } from '../backend/random.js';
import { checkSizes } from '../checks.js';
import { messages } from '../messages/index.js';
import type { History, Snapshot, TrainerCallback } from '../nn/callbacks/callback.js';
import type { Schedule } from '../nn/schedules/schedule.js';
import { type LayersModel, type Optimizer, type Scalar, type Tensor, tf } from '../nn/tf.js';
import { ExponentialMovingAverage } from '../nn/training/exponential-moving-average.js';
import { memoryBatches } from '../nn/training/memory-batches.js';
import type { Batches } from '../nn/training/sources.js';
import { type LoopFitOptions, TrainingLoop } from '../nn/training/training-loop.js';
import type { StepNoise, StepResult } from '../nn/training/training-types.js';
import { type SampleOptions, sampleGenerator } from './draw-samples.js';
import { gradientPenalty } from './gradient-penalty.js';
import { adamOf, type GanLoss, kindOf } from './kinds.js';
import { checkLabels, type Networks, networksOf, oneHotOf, weightsOf } from './networks.js';

/** Real examples `[N, …]`, and for conditional networks their class numbers `[N]`, int32. */
export type GanExamples = {
  readonly x: Tensor;
  readonly y?: Tensor;
};
type GanBatch = { readonly x: Tensor } | { readonly x: Tensor; readonly y: Tensor };

/** Samples that are shown while the networks train. */
export interface ShownSamples extends SampleOptions {
  /** After each so many steps. */
  every: number;
  /** Is given the samples, which are disposed after it, and the number of the step. */
  show(samples: Tensor, step: number): void | Promise<void>;
}

export interface GanTrainerOptions {
  generator: LayersModel;
  /** Scores of examples without an activation at its end; a critic for `wgan-gp`. */
  discriminator: LayersModel;
  /** Default `gan`. */
  loss?: GanLoss;
  /** Steps of the discriminator for one of the generator. Default 5 for `wgan-gp`, else 1. */
  criticSteps?: number;
  /** The factor λ of the gradient penalty of `wgan-gp`. Default 10. */
  penaltyWeight?: number;
  /** How far below 1 the labels of real examples lie in `gan`, in [0, 1). Default 0. */
  labelSmoothing?: number;
  /**
   * The discriminator's and the generator's, which the caller disposes. Default: Adam as the paper of the
   * loss has it.
   */
  optimizers?: readonly [discriminator: Optimizer, generator: Optimizer];
  /** One for both, or one for each in this order. Default: each optimizer's own. */
  learningRate?: number | Schedule | readonly (number | Schedule)[];
  /** Decay of an average of the generator's weights, which then makes the samples. Default: none. */
  averageDecay?: number;
  callbacks?: readonly TrainerCallback[];
  samples?: ShownSamples;
  /** Fixes the noise and the order of the examples. Default 0. */
  seed?: Seed;
  /** Whether a step is recorded and replayed as one graph. Default true. */
  capture?: boolean;
}

export interface GanFitOptions extends Omit<LoopFitOptions, 'validation'> {
  /** Examples in a step of the discriminator, for examples in memory. Default 64. */
  batchSize?: number;
}

/** Everything that a step needs, checked. */
interface Plan {
  readonly networks: Networks;
  readonly loss: GanLoss;
  readonly labelSmoothing: number;
  readonly penaltyWeight: number;
  readonly criticSteps: number;
}

/** @throws RangeError for a critic that judges examples by each other */
function checkCritic(critic: LayersModel): void {
  const found = critic.layers.find((layer) => layer.getClassName() === 'BatchNormalization');
  if (found !== undefined) throw new RangeError(messages().gan.batchNorm({ layer: found.name }));
}

const isExamples = (data: object): data is GanExamples =>
  'x' in data && !('open' in data) && !Array.isArray(data);

/**
 * Trains a generator and a discriminator against each other: `criticSteps` steps of the discriminator, then
 * one of the generator, on noise of its own each. A step changes the trained weights of one network alone;
 * both run in training mode, so the moving statistics of batch normalisation follow wherever a network is
 * used. All of it is one graph, the second derivative of `wgan-gp` too, and goes on exactly where it was
 * left (`checkpoint`, `resume`).
 *
 * The history has the discriminator's loss as `steps`, and the generator's as `metrics.generatorLoss`.
 * Neither says how good the samples are: look at them (`samples`), or measure them (`gradus/generative`).
 *
 * @throws RangeError for networks that do not fit each other, or options out of range
 * @example
 * const trainer = new GanTrainer({
 *   generator: dcganGenerator({ outputShape: [8, 8, 1], seed: 1 }),
 *   discriminator: dcganDiscriminator({ inputShape: [8, 8, 1], seed: 2 }),
 *   callbacks: [trainingProgress(), trainingChart({ metrics: ['loss', 'generatorLoss'] })],
 * });
 * await trainer.fit({ x: images }, { epochs: 50 });
 * const samples = trainer.sample({ count: 64, seed: 1 }); // [64, 8, 8, 1]
 * trainer.dispose();
 */
export class GanTrainer {
  readonly generator: LayersModel;
  readonly discriminator: LayersModel;
  private readonly plan: Plan;
  private readonly loop: TrainingLoop<GanBatch>;
  private readonly average: ExponentialMovingAverage | undefined;
  private readonly ownOptimizers: readonly Optimizer[];
  private readonly seed: Seed;

  constructor(options: GanTrainerOptions) {
    const { generator, discriminator, loss = 'gan', labelSmoothing = 0, seed = 0 } = options;
    const kind = kindOf(loss, labelSmoothing);
    const { criticSteps = kind.criticSteps, penaltyWeight = 10, averageDecay } = options;
    checkSizes({ criticSteps });
    if (!(penaltyWeight >= 0)) {
      throw new RangeError(messages().gan.penalty({ given: penaltyWeight }));
    }
    const networks = networksOf(generator, discriminator);
    if (loss === 'wgan-gp') checkCritic(discriminator);
    this.generator = generator;
    this.discriminator = discriminator;
    this.plan = { networks, loss, labelSmoothing, penaltyWeight, criticSteps };
    this.seed = seed;
    this.average =
      averageDecay === undefined
        ? undefined
        : new ExponentialMovingAverage(generator, { decay: averageDecay });
    const { learningRate, callbacks = [], samples, capture = true } = options;
    const optimizers = options.optimizers ?? ([adamOf(kind), adamOf(kind)] as const);
    this.ownOptimizers = options.optimizers === undefined ? optimizers : [];
    this.loop = new TrainingLoop<GanBatch>({
      step: (batch, noise) => this.step(batch, noise, optimizers),
      models: [discriminator, generator],
      variables: this.average?.variables ?? [],
      optimizers,
      ...(learningRate === undefined ? {} : { learningRate }),
      callbacks: samples === undefined ? callbacks : [...callbacks, this.showing(samples)],
      seed,
      capture,
    });
  }

  /**
   * Trains.
   *
   * @param data real examples in memory, or batches of `{ x }` or `{ x, y }` with `criticSteps` times as
   *   many rows as a step of the discriminator takes
   * @returns both losses; those so far when the stop button is pressed
   * @throws RangeError for examples or classes that do not fit the networks, or fewer of them than a step
   *   takes; as `TrainingLoop.fit`
   */
  async fit(data: GanExamples | Batches<GanBatch>, options: GanFitOptions): Promise<History> {
    const { batchSize = 64, ...length } = options;
    if (!isExamples(data)) return this.loop.fit(data, length);
    checkSizes({ batchSize });
    const { x, y } = data;
    const { shape, classes } = this.plan.networks;
    const { examples, needsLabels, noLabels } = messages().gan;
    if (x.shape.slice(1).join() !== shape.join()) {
      const texts = { expected: `[N, ${shape.join(', ')}]`, given: `[${x.shape}]` };
      throw new RangeError(examples(texts));
    }
    if (classes !== undefined && y === undefined) throw new RangeError(needsLabels({ classes }));
    if (classes === undefined && y !== undefined) throw new RangeError(noLabels());
    if (classes !== undefined && y !== undefined) checkLabels(await y.data(), classes);
    const batches = memoryBatches<GanBatch>(y === undefined ? { x } : { x, y }, {
      batchSize: batchSize * this.plan.criticSteps,
      seed: this.seed,
      dropRemainder: true,
    });
    return this.loop.fit(batches, length);
  }

  /**
   * Puts both networks, their optimizers, the average and the noise into a saved state; the next `fit`
   * goes on from there.
   *
   * @throws RangeError when there are other weights or optimizers
   */
  resume(snapshot: Snapshot): Promise<void> {
    return this.loop.resume(snapshot);
  }

  /** Samples `[count, …]`, as `sampleGenerator`; by the averaged weights where there are any. */
  sample(options: SampleOptions): Tensor {
    const draw = (): Tensor => sampleGenerator(this.generator, options);
    return this.average === undefined ? draw() : this.average.use(draw);
  }

  /** Gives the generator its averaged weights for good, as it is saved; nothing where there are none. */
  useAverage(): void {
    this.average?.copyToWeights();
  }

  /** Frees the average and the optimizers that it made; the networks stay. */
  dispose(): void {
    this.average?.dispose();
    for (const optimizer of this.ownOptimizers) optimizer.dispose();
  }

  private step(
    batch: GanBatch,
    noise: StepNoise,
    [ofDiscriminator, ofGenerator]: readonly [Optimizer, Optimizer],
  ): StepResult {
    const { networks, criticSteps, loss, labelSmoothing } = this.plan;
    const { latent, classes } = networks;
    const kind = kindOf(loss, labelSmoothing);
    const rows = Math.floor((batch.x.shape[0] as number) / criticSteps);
    const part = (of: Tensor, i: number): Tensor =>
      tf.slice(of, [i * rows, ...of.shape.slice(1).map(() => 0)], [rows, ...of.shape.slice(1)]);
    const conditionOf = (i: number): Tensor | undefined =>
      classes === undefined || !('y' in batch) ? undefined : oneHotOf(part(batch.y, i), classes);
    const fakes = (condition: Tensor | undefined): Tensor =>
      networks.generate(noise.normal([rows, latent]), condition);
    const losses = Array.from({ length: criticSteps }, (_, i) => {
      const [real, condition] = [part(batch.x, i), conditionOf(i)];
      const fake = fakes(condition);
      const ofBoth = (): Scalar => this.discriminatorLoss(real, fake, condition, noise);
      return ofDiscriminator.minimize(ofBoth, true, weightsOf(this.discriminator)) as Scalar;
    });
    const condition = conditionOf(criticSteps - 1);
    const fool = (): Scalar => kind.generator(networks.judge(fakes(condition), condition));
    const generatorLoss = ofGenerator.minimize(fool, true, weightsOf(this.generator)) as Scalar;
    this.average?.update();
    return { loss: losses.at(-1) as Scalar, generatorLoss };
  }

  private discriminatorLoss(
    real: Tensor,
    fake: Tensor,
    condition: Tensor | undefined,
    noise: StepNoise,
  ): Scalar {
    const { networks, loss, labelSmoothing, penaltyWeight } = this.plan;
    const judge = (x: Tensor): Tensor => networks.judge(x, condition);
    const value = kindOf(loss, labelSmoothing).discriminator(
      judge(real),
      judge(fake),
      labelSmoothing,
    );
    if (loss !== 'wgan-gp') return value;
    const penalty = gradientPenalty(judge, real, fake, noise);
    return tf.add<Scalar>(value, tf.mul(penalty, penaltyWeight));
  }

  private showing({ every, show, ...options }: ShownSamples): TrainerCallback {
    checkSizes({ every });
    return {
      onStep: async ({ step }) => {
        if (step % every !== 0) return;
        const samples = this.sample(options);
        await show(samples, step);
        samples.dispose();
      },
    };
  }
}
