/** Thrown where training would change nothing; apart from what finds it, for the types of notebooks. */

/** Training would change no weight. */
export class NoGradientError extends Error {
  override readonly name = 'NoGradientError';
  readonly code = 'no-gradient';
}
