/** One input of a layer or model. */
export interface ExampleInput {
  /** Without the batch. */
  readonly shape: readonly number[];
  /** Whole numbers 0 … below - 1, as an embedding takes; default: floats between -2 and 2. */
  readonly below?: number;
}
