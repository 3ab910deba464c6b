/** What writes targets token by token, several at once. */

/** Decides nothing: gives the logits of the next token of each row, and is told which came. */
export interface StepDecoder {
  /** How many tokens there are, V. */
  readonly vocabSize: number;
  /** Rows that are written at once: `beams` for each source, one source after another. */
  readonly rows: number;
  /** Reads sources, at most `rows / beams` of them; the next step is the first. */
  begin(sources: readonly (readonly number[])[]): void;
  /**
   * One step further.
   *
   * @param tokens of each row, what comes to it; the start at the first step
   * @param parents of each row, the row that it goes on from, of the same source
   * @returns logits, `[rows · V]`
   */
  next(tokens: Int32Array, parents: Int32Array): Promise<Float32Array>;
  dispose(): void;
}

/** What is fixed for a decoder, so that its steps are recorded once. */
export interface DecoderSizes {
  /** Sources at once. */
  readonly batch: number;
  /** Rows for each source. */
  readonly beams: number;
  /** Tokens of a row of sources, S. */
  readonly sourceLength: number;
  /** Tokens of a target at most, its end among them. */
  readonly maxTokens: number;
}
