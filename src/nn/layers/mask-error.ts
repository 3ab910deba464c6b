/** Thrown where a layer would compute over padding; apart from what finds it, for the types of notebooks. */

/** A layer was given padded steps that it would take for data. */
export class MaskError extends TypeError {
  override readonly name = 'MaskError';
  readonly code = 'mask-ignored';
}
