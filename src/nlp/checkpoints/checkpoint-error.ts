/** Thrown for a checkpoint of others; apart from what reads it, for the types of notebooks. */

/** A checkpoint that cannot be read, is broken, or asks for more than the library runs. */
export class CheckpointError extends Error {
  override readonly name = 'CheckpointError';
  readonly code = 'checkpoint';
  constructor(
    message: string,
    /** The file. */
    readonly path: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
