/**
 * What tfjs's `compile` does not know: gradus's losses and optimisers, and cheaper forms of its own.
 *
 * With a loss from scores, `accuracy` must mean accuracy from scores; and class numbers may have any
 * shape that the loss takes, which tfjs allows only for a loss of its own.
 */
import * as core from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { isLibrary, markLibrary } from '../backend/capture/index.js';
import { messages } from '../messages/index.js';
import { compiledAnew } from './capture-model.js';
import { isPadded } from './layers/masks.js';
import { cheaperLoss, type LossFunction } from './losses/from-probabilities.js';
import {
  binaryAccuracy,
  sigmoidCrossEntropy,
  sparseAccuracy,
  sparseSoftmaxCrossEntropy,
} from './losses/index.js';
import { namedOptimizer } from './optimizers/named.js';
import { isWeighted } from './weighted-examples.js';

/** Fields of a compiled model, private ones of tfjs among them. */
interface Compiled {
  readonly loss: unknown;
  readonly outputNames: string[];
  /** What a step computes; labels are checked by another list. */
  lossFunctions: LossFunction[];
  feedLossFns: LossFunction[];
  /** Labels are compared with these; null allows any shape. */
  feedOutputShapes: (tfl.Shape | null)[];
  /** `loss`, then a name for each entry of `metricsTensors`. */
  metricsNames: string[];
  metricsTensors: [LossFunction, output: number][];
  readonly metrics: unknown;
  isOptimizerOwned: boolean;
}

interface Rule {
  readonly anyLabelShape: boolean;
  readonly accuracy: LossFunction;
}

const rules = new Map<unknown, Rule>([
  [
    sparseSoftmaxCrossEntropy,
    { anyLabelShape: true, accuracy: sparseAccuracy as unknown as LossFunction },
  ],
  [
    sigmoidCrossEntropy,
    { anyLabelShape: false, accuracy: binaryAccuracy as unknown as LossFunction },
  ],
]);

/** The name by which an output's loss was given, if it was. */
function lossName({ loss, outputNames }: Compiled, output: number): string | undefined {
  const all = (Array.isArray(loss) ? loss[output] : loss) as unknown;
  const one =
    typeof all === 'object' && all !== null
      ? (all as Record<string, unknown>)[outputNames[output] ?? '']
      : all;
  return typeof one === 'string' ? one : undefined;
}

/** tfjs's losses and metrics take labels of float32 alone; `loadDataset` gives class numbers as int32. */
function ofAnyLabels(loss: LossFunction): LossFunction {
  return markLibrary((labels: core.Tensor, predictions: core.Tensor) =>
    labels.dtype === 'float32'
      ? loss(labels, predictions)
      : core.tidy(() => loss(core.cast(labels, 'float32'), predictions)),
  );
}

/** Class numbers of any shape that fits, `[…]` or `[…, 1]`: tfjs takes columns alone. */
function ofClassNumbers(loss: LossFunction): LossFunction {
  return markLibrary((labels: core.Tensor, predictions: core.Tensor) => {
    const wanted = predictions.shape.slice(0, -1);
    const given = labels.shape.join();
    if (given !== wanted.join() && given !== [...wanted, 1].join()) {
      const { classNumbers } = messages().library.labels;
      throw new RangeError(
        classNumbers({ labels: `[${labels.shape}]`, output: `[${predictions.shape}]` }),
      );
    }
    return loss(labels, predictions);
  });
}

/** The functions among the metrics: they are called as they are. */
function functionsIn(metrics: unknown): unknown[] {
  if (typeof metrics === 'function') return [metrics];
  if (typeof metrics !== 'object' || metrics === null) return [];
  return Object.values(metrics).flatMap(functionsIn);
}

/** Outputs that were told of. */
const toldOfPadding = new WeakSet<object>();

/** Keras leaves padded steps out of the loss; tfjs does not, so that is said. */
function watched(model: Compiled, loss: LossFunction): LossFunction {
  return markLibrary((labels: core.Tensor, predictions: core.Tensor) => {
    if (isPadded(predictions) && !toldOfPadding.has(model)) {
      toldOfPadding.add(model);
      console.warn(messages().library.masks.inLoss({ shape: `[${predictions.shape}]` }));
    }
    const value = loss(labels, predictions);
    if (isWeighted(model) && value.rank !== 1) {
      const shape = `[${value.shape}]`;
      throw new TypeError(messages().library.model.weightedLoss({ shape }));
    }
    return value;
  });
}

function apply(model: Compiled): void {
  const given = functionsIn(model.metrics);
  for (const [output, loss] of model.lossFunctions.entries()) {
    const name = lossName(model, output);
    if (name !== undefined) {
      const better = cheaperLoss(name, ofAnyLabels(loss));
      const sparse = name === 'sparseCategoricalCrossentropy';
      model.lossFunctions[output] = sparse ? ofClassNumbers(better) : better;
      if (sparse) {
        // The loss checks its labels itself, in all the shapes that it takes.
        model.feedLossFns[output] = better;
        model.feedOutputShapes[output] = null;
      }
    }
    model.lossFunctions[output] = watched(model, model.lossFunctions[output] as LossFunction);
    const rule = rules.get(loss);
    if (rule?.anyLabelShape) model.feedOutputShapes[output] = null;
    for (const [i, metric] of model.metricsTensors.entries()) {
      if (metric[1] !== output) continue;
      // With several outputs, tfjs counts the loss of each among the metrics.
      const isLoss = model.outputNames.length > 1 && i < model.outputNames.length;
      // tfjs calls it `acc`, with the output's name before it where there are several.
      const isAccuracy = /(^|_)acc$/.test(model.metricsNames[i + 1] ?? '');
      if (isLoss) metric[0] = model.lossFunctions[output] as LossFunction;
      else if (isAccuracy && rule !== undefined) metric[0] = rule.accuracy;
      else if (!given.includes(metric[0])) metric[0] = ofAnyLabels(metric[0]);
      else if (isLibrary(metric[0]) || Object.values<unknown>(tfl.metrics).includes(metric[0])) {
        metric[0] = ofAnyLabels(metric[0]);
      }
    }
  }
}

/** Metrics that tfjs has as functions alone, by their names. */
function knownMetrics<T>(metrics: T): T {
  const known = (one: unknown): unknown => {
    if (Array.isArray(one)) return one.map(known);
    if (one !== 'sparseCategoricalAccuracy' && one !== 'recall') return one;
    return Reflect.get(tfl.metrics, one);
  };
  if (typeof metrics !== 'object' || metrics === null || Array.isArray(metrics)) {
    return known(metrics) as T;
  }
  return Object.fromEntries(
    Object.entries(metrics).map(([output, one]) => [output, known(one)]),
  ) as T;
}

/** tfjs declares these fields private. */
function fieldsOf(model: object): Compiled {
  return model as Compiled;
}

type CompileOptions = tfl.ModelCompileArgs & { capture?: boolean };

/** Replaces `compile` of all models; steps that were captured before are no longer those of the model. */
export function installCompile(): void {
  const { compile } = tfl.LayersModel.prototype;
  tfl.LayersModel.prototype.compile = function (this: tfl.LayersModel, args: CompileOptions) {
    const named = typeof args.optimizer === 'string' ? namedOptimizer(args.optimizer) : undefined;
    const { metrics } = args;
    compile.call(this, {
      ...args,
      ...(named !== undefined && { optimizer: named }),
      ...(metrics !== undefined && { metrics: knownMetrics(metrics) }),
    });
    const compiled = fieldsOf(this);
    if (named !== undefined) compiled.isOptimizerOwned = true;
    apply(compiled);
    compiledAnew(this, args.capture === true);
  };
}
