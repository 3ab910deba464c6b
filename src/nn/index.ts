/**
 * Training: layers, optimisers and losses with few operations, behind the functions of `tf`,
 * and a trainer.
 *
 * @module
 */
export { setSeed } from '../backend/seed.js';
export type {
  EpochReport,
  History,
  SavedTensor,
  Snapshot,
  StepReport,
  TrainerCallback,
  TrainingRun,
} from './callbacks/callback.js';
export { type CheckpointOptions, checkpoint, loadCheckpoint } from './callbacks/checkpoint.js';
export { type EarlyStoppingOptions, earlyStopping } from './callbacks/early-stopping.js';
export { DivergedError } from './fit-callbacks.js';
export { LayerError } from './layer-checks.js';
export { MaskError } from './layers/mask-error.js';
export * from './losses/index.js';
export { NoGradientError } from './no-gradient-error.js';
export { NonFiniteError } from './non-finite.js';
export { biasesAndNorms } from './optimizers/decay.js';
export { CannotSaveError } from './saving.js';
export * from './schedules/index.js';
export { tf } from './tf.js';
export { Trainer, type TrainerOptions } from './trainer.js';
export type { TrainOptions } from './training-plan.js';
export type { Examples, LossModel, TrainerLoss } from './training-types.js';
