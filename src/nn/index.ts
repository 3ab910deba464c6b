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
export { biasesAndNorms } from './optimizers/decay.js';
export { CannotSaveError } from './saving.js';
export * from './schedules/index.js';
export { tf } from './tf.js';
export {
  type Averaged,
  ExponentialMovingAverage,
  type ExponentialMovingAverageOptions,
} from './training/exponential-moving-average.js';
export { type MemoryBatchesOptions, memoryBatches } from './training/memory-batches.js';
export { NonFiniteError } from './training/non-finite.js';
export type { Batches, BatchSource } from './training/sources.js';
export { Trainer, type TrainerOptions, type TrainOptions } from './training/trainer.js';
export { TrainingError, type TrainingErrorCode } from './training/training-error.js';
export {
  type LoopFitOptions,
  TrainingLoop,
  type TrainingLoopOptions,
} from './training/training-loop.js';
export type {
  Batch,
  Examples,
  LossModel,
  StepNoise,
  StepResult,
  TrainerLoss,
} from './training/training-types.js';
