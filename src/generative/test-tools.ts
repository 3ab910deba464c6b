/** Test helper: what `fixtures/record.py` wrote down of NumPy, SciPy and prdc. */
import { readFileSync } from 'node:fs';
import { type Tensor, tf } from '../nn/tf.js';

export { tensorsLeft, useCpu } from '../deep-learning/test-tools.js';

export interface Stored {
  readonly shape: number[];
  readonly values: number[];
}

interface Pair {
  readonly made: Stored;
  readonly real: Stored;
}

interface Recorded {
  readonly wasserstein: { a: number[]; b: number[]; distance: number }[];
  readonly sliced: { a: Stored; b: Stored; directions: number[][]; distance: number };
  readonly frechet: { a: Stored; b: Stored; distance: number; root: Stored }[];
  readonly balls: Pair & {
    found: { k: number; precision: number; recall: number; density: number; coverage: number }[];
  };
  readonly neighbours: Pair & { indices: number[][]; distances: number[][] };
  readonly classifier: {
    logits: Stored;
    confidence: number;
    entropy: number;
    inceptionScore: number;
  };
  readonly modes: {
    made: Stored;
    centres: Stored;
    sigma: number;
    highQuality: number;
    shares: number[];
  };
}

export const recorded = JSON.parse(
  readFileSync(new URL('fixtures/scipy.json', import.meta.url), 'utf8'),
) as Recorded;

export const tensorOf = ({ shape, values }: Stored): Tensor => tf.tensor(values, shape);
