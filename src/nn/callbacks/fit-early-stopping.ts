/** `tf.callbacks.earlyStopping` with `restoreBestWeights`, which tfjs refuses. */
import * as core from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { checkOptionNames } from '../../backend/known-options.js';
import type { Tf } from '../../backend/tf.js';

const OPTIONS = [
  'monitor',
  'minDelta',
  'patience',
  'verbose',
  'mode',
  'baseline',
  'restoreBestWeights',
];

type Options = tfl.EarlyStoppingCallbackArgs;
type Logs = Parameters<tfl.EarlyStopping['onEpochEnd']>[1];

/** What is used of tfjs's class, private there. */
interface Progress {
  readonly best: number;
  readonly model: tfl.LayersModel;
}

/** Ends `fit` when the loss has not improved; gives the model its best weights back if asked to. */
class FitEarlyStopping extends tfl.EarlyStopping {
  private kept: core.Tensor[] | undefined;
  private readonly restores: boolean;

  constructor({ restoreBestWeights = false, ...options }: Options) {
    super(options);
    this.restores = restoreBestWeights;
  }

  private get progress(): Progress {
    return this as unknown as Progress;
  }

  override async onEpochEnd(epoch: number, logs?: Logs): Promise<void> {
    const { best } = this.progress;
    await super.onEpochEnd(epoch, logs);
    if (!this.restores) return;
    // Without an improvement so far, the first weights are the best.
    if (this.kept !== undefined && this.progress.best === best) return;
    core.dispose(this.kept ?? []);
    this.kept = core.tidy(() =>
      this.progress.model.getWeights().map((weight) => core.keep(core.clone(weight))),
    );
  }

  override async onTrainEnd(logs?: Logs): Promise<void> {
    await super.onTrainEnd(logs);
    if (this.kept === undefined) return;
    this.progress.model.setWeights(this.kept);
    core.dispose(this.kept);
    this.kept = undefined;
  }
}

function earlyStopping(options: Options = {}): tfl.EarlyStopping {
  checkOptionNames('tf.callbacks.earlyStopping', options, OPTIONS);
  return new FitEarlyStopping(options);
}

/** Puts it into `tf.callbacks`. */
export function installEarlyStopping(tf: Tf): void {
  Object.assign(tf, { callbacks: { ...tfl.callbacks, earlyStopping } });
}
