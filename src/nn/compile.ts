/**
 * What tfjs's `compile` does not know: gradus's losses and optimisers, and cheaper forms of its own.
 *
 * With a loss from scores, `accuracy` must mean accuracy from scores; and class numbers may have any
 * shape that the loss takes, which tfjs allows only for a loss of its own.
 */
import * as tfl from '@tensorflow/tfjs-layers';
import { cheaperLoss, type LossFunction } from './losses/from-probabilities.js';
import {
  binaryAccuracy,
  sigmoidCrossEntropy,
  sparseAccuracy,
  sparseSoftmaxCrossEntropy,
} from './losses/index.js';
import { namedOptimizer } from './optimizers/named.js';

/** Fields of a compiled model, private ones of tfjs among them. */
interface Compiled {
  readonly loss: unknown;
  readonly outputNames: string[];
  /** What a step computes; labels are checked by another list. */
  lossFunctions: LossFunction[];
  /** Labels are compared with these; null allows any shape. */
  feedOutputShapes: (tfl.Shape | null)[];
  /** `loss`, then a name for each entry of `metricsTensors`. */
  metricsNames: string[];
  metricsTensors: [unknown, output: number][];
  isOptimizerOwned: boolean;
}

interface Rule {
  readonly anyLabelShape: boolean;
  readonly accuracy: unknown;
}

const rules = new Map<unknown, Rule>([
  [sparseSoftmaxCrossEntropy, { anyLabelShape: true, accuracy: sparseAccuracy }],
  [sigmoidCrossEntropy, { anyLabelShape: false, accuracy: binaryAccuracy }],
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

function apply(model: Compiled): void {
  for (const [output, loss] of model.lossFunctions.entries()) {
    const name = lossName(model, output);
    if (name !== undefined) model.lossFunctions[output] = cheaperLoss(name, loss);
    const rule = rules.get(loss);
    if (rule === undefined) continue;
    if (rule.anyLabelShape) model.feedOutputShapes[output] = null;
    for (const [i, metric] of model.metricsTensors.entries()) {
      // tfjs calls it `acc`, with the output's name before it where there are several.
      const isAccuracy = /(^|_)acc$/.test(model.metricsNames[i + 1] ?? '');
      if (isAccuracy && metric[1] === output) metric[0] = rule.accuracy;
    }
  }
}

const { compile } = tfl.LayersModel.prototype;

/** tfjs declares these fields private. */
function fieldsOf(model: object): Compiled {
  return model as Compiled;
}

/** Replaces `compile` of all models. */
tfl.LayersModel.prototype.compile = function (this: tfl.LayersModel, args: tfl.ModelCompileArgs) {
  const named = typeof args.optimizer === 'string' ? namedOptimizer(args.optimizer) : undefined;
  compile.call(this, named === undefined ? args : { ...args, optimizer: named });
  const compiled = fieldsOf(this);
  if (named !== undefined) compiled.isOptimizerOwned = true;
  apply(compiled);
};
