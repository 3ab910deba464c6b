/** Vectors in the plane, to be looked at. */
import { shown } from '../../checks.js';
import { principalComponents } from '../../data/principal-components.js';
import { messages } from '../../messages/index.js';
import type { WordVectors } from './word-vectors.js';

/** Vectors in few dimensions. */
export interface ProjectedVectors {
  /** A list of `dimensions` numbers for each word, as `embeddingPlot` takes them. */
  points: number[][];
  /** Share of all variance that lies along each dimension, in [0, 1]. */
  explained: number[];
}

/**
 * Vectors along the directions of their greatest variance (principal components).
 *
 * @param dimensions from 1 to D. Default 2
 * @throws RangeError for more dimensions than there are
 * @example
 * const { points } = projectVectors(vectors);
 * display(embeddingPlot({ title: 'Words', points, labels: vectors.words }));
 */
export function projectVectors(vectors: WordVectors, dimensions = 2): ProjectedVectors {
  const { words, width, values } = vectors;
  if (!Number.isInteger(dimensions) || dimensions < 1 || dimensions > width) {
    throw new RangeError(messages().nlp.dimensions({ most: width, given: shown(dimensions) }));
  }
  const { points, explained } = principalComponents(
    { values, count: words.length, width },
    dimensions,
  );
  const list = words.map((_, i) =>
    Array.from(points.subarray(i * dimensions, (i + 1) * dimensions)),
  );
  return { points: list, explained };
}
