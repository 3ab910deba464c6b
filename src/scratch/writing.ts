/** How a decoder writes, and what an encoder has to guess. */
import type { Rng } from '../backend/random.js';

/** What was written, without start and end. */
export interface Written {
  tokens: number[];
  /** The logarithm of its probability, its end included. */
  score: number;
}

export interface BeamOptions {
  /** Stands before what is written. */
  start: number;
  /** Ends what is written. */
  end: number;
  /** How many beginnings are kept; 1 takes the likeliest token each time. */
  width: number;
  /** Tokens at most, the end among them. */
  maxTokens: number;
}

interface Beginning extends Written {
  ended: boolean;
}

/**
 * The likeliest sequence that a beam finds: of all beginnings, each made longer by each token, the
 * `width` likeliest are kept. One that has ended stays as it is and is compared with the others.
 *
 * @param next the logarithms of the probabilities of each token to come, from the start on
 * @returns the best of the beam
 * @example
 * beamSearch(() => [-9, -2, -0.1], { start: 0, end: 2, width: 1, maxTokens: 5 }); // { tokens: [], score: -0.1 }
 */
export function beamSearch(
  next: (tokens: number[]) => readonly number[],
  options: BeamOptions,
): Written {
  const { start, end, width, maxTokens } = options;
  const longer = (from: Beginning): Beginning[] =>
    next([start, ...from.tokens]).map((gain, token) => ({
      tokens: token === end ? from.tokens : [...from.tokens, token],
      score: from.score + gain,
      ended: token === end,
    }));
  let kept: Beginning[] = [{ tokens: [], score: 0, ended: false }];
  for (let step = 0; step < maxTokens && kept.some(({ ended }) => !ended); step++) {
    const all = kept.flatMap((one) => (one.ended ? one : longer(one)));
    kept = all.sort((one, other) => other.score - one.score).slice(0, width);
  }
  const [{ tokens, score }] = kept as [Beginning];
  return { tokens, score };
}

/** A row with holes, and what stood in them. */
export interface Masked {
  tokens: number[];
  /** The token that is to be guessed, or 0. */
  labels: number[];
}

export interface MaskOptions {
  /** Never chosen, and never put in; the mask and padding (0) are among them. */
  special: readonly number[];
  /** Stands for a hole. */
  mask: number;
  /** How many tokens there are, V. */
  vocabulary: number;
  rng: Rng;
}

/**
 * Chooses what a BERT is to guess (Devlin et al. 2018, arXiv:1810.04805, section 3.1): each token with
 * probability 0.15; of these 80 % become the mask, 10 % any token that is not special, and 10 % stay.
 *
 * @returns new lists
 */
export function maskForBert(tokens: readonly number[], options: MaskOptions): Masked {
  const { special, mask, vocabulary, rng } = options;
  const ordinary = Array.from({ length: vocabulary }, (_, token) => token).filter(
    (token) => !special.includes(token),
  );
  const holes = tokens.map((token) => !special.includes(token) && rng.uniform() < 0.15);
  return {
    labels: tokens.map((token, i) => (holes[i] ? token : 0)),
    tokens: tokens.map((token, i) => {
      if (!holes[i]) return token;
      const fate = rng.uniform();
      return fate < 0.8 ? mask : fate < 0.9 ? rng.choice(ordinary) : token;
    }),
  };
}
