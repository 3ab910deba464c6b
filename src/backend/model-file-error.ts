/** Thrown for a model's files; apart from what reads them, for the types of notebooks. */

/** A model could not be written to a file, or read from it. */
export class ModelFileError extends Error {
  override readonly name = 'ModelFileError';
  readonly code = 'model-file';
  constructor(
    message: string,
    /** The file or folder. */
    readonly path: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
