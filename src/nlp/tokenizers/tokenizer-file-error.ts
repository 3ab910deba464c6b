/** Thrown for a tokenizer's file; apart from what reads it, for the types of notebooks. */

/** A tokenizer's file that cannot be read, or is none that the library runs. */
export class TokenizerFileError extends Error {
  override readonly name = 'TokenizerFileError';
  readonly code = 'tokenizer-file';
}
