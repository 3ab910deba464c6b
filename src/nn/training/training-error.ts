/** What a training is given, or what its step gives back, is not what the loop needs. */
export type TrainingErrorCode =
  | 'no-batch'
  | 'other-batch'
  | 'no-batches'
  | 'stream-ended'
  | 'stream-empty'
  | 'step-result'
  | 'no-evaluate';

/**
 * Thrown by `TrainingLoop`, with what to do.
 *
 * - `NO_BATCH`: something else than tensors among a batch.
 * - `OTHER_BATCH`: a batch with other names or another number of tensors than those before.
 * - `NO_BATCHES`: what is given is no source of batches.
 * - `STREAM_ENDED`, `STREAM_EMPTY`: fewer batches than an epoch needs, or none.
 * - `STEP_RESULT`: a step that gives no loss, or other values than before.
 * - `NO_EVALUATE`: validation batches for a loop that has no `evaluate`.
 */
export class TrainingError extends Error {
  override readonly name = 'TrainingError';
  constructor(
    readonly code: TrainingErrorCode,
    message: string,
  ) {
    super(message);
  }
}
