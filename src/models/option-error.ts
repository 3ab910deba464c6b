/** Thrown for options of models; apart from what checks them, for the types of notebooks. */

/** An option that does not fit. */
export class ModelOptionError extends RangeError {
  override readonly name = 'ModelOptionError';
  readonly code = 'model-option';
  constructor(
    message: string,
    /** Where it is among the options: `hidden[0]`. */
    readonly option: string,
  ) {
    super(message);
  }
}
