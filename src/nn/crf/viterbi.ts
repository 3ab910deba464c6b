/** The likeliest path of a chain. */
import { type CrfPotentials, checkPotentials } from './chain.js';

/** The likeliest tags of each row. */
export interface ViterbiPaths {
  /** One tag for each token, in [0, K); none for padding. */
  readonly tags: number[][];
  /** The sum of the potentials along them. */
  readonly scores: number[];
}

/** The largest sum, and where it comes from; of equal ones the first. */
function best(sums: readonly number[]): [sum: number, from: number] {
  const from = sums.reduce((at, sum, i) => (sum > (sums[at] as number) ? i : at), 0);
  return [sums[from] as number, from];
}

/** The likeliest path through the emissions of the tokens of one row. */
function path(
  tokens: readonly (readonly number[])[],
  { transitions, start, end }: Numbers,
): [tags: number[], score: number] {
  const [first, ...others] = tokens;
  if (first === undefined) return [[], 0];
  let sums = first.map((score, tag) => score + (start[tag] as number));
  const origins = others.map((scores) => {
    const reached = scores.map((score, tag) => {
      const [sum, from] = best(sums.map((one, i) => one + (transitions[i]?.[tag] as number)));
      return { sum: sum + score, from };
    });
    sums = reached.map(({ sum }) => sum);
    return reached.map(({ from }) => from);
  });
  const [score, last] = best(sums.map((sum, tag) => sum + (end[tag] as number)));
  const tags = [last];
  for (const from of origins.reverse()) tags.unshift(from[tags[0] as number] as number);
  return [tags, score];
}

interface Numbers {
  readonly transitions: readonly (readonly number[])[];
  readonly start: readonly number[];
  readonly end: readonly number[];
}

/**
 * The likeliest tags of a linear-chain CRF by the Viterbi algorithm (Viterbi 1967; Rabiner 1989, section III.B): the
 * sequence whose potentials have the greatest sum. Of equal ones it gives the one with the smaller tags from its end.
 *
 * @throws RangeError for shapes that do not go together
 * @example
 * const { tags } = viterbiDecode({ emissions, transitions, start, end, mask });
 */
export function viterbiDecode(potentials: CrfPotentials): ViterbiPaths {
  checkPotentials('viterbiDecode', potentials);
  const { emissions, transitions, start, end, mask } = potentials;
  const numbers: Numbers = {
    transitions: transitions.arraySync() as number[][],
    start: start.arraySync() as number[],
    end: end.arraySync() as number[],
  };
  const keep = mask?.arraySync() as number[][] | undefined;
  const found = (emissions.arraySync() as number[][][]).map((row, i) =>
    path(
      row.filter((_, t) => (keep?.[i]?.[t] ?? 1) !== 0),
      numbers,
    ),
  );
  return { tags: found.map(([tags]) => tags), scores: found.map(([, score]) => score) };
}
