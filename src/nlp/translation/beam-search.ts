/** The search for the likeliest target. */
import { throwIfInterrupted } from '../../runtime/interrupt.js';
import { END, START } from './special-tokens.js';
import type { StepDecoder } from './step-decoder.js';

export interface Hypothesis {
  /** Without start and end. */
  readonly tokens: readonly number[];
  /** The sum of the logarithms of the probabilities of its tokens and its end. */
  readonly logProbability: number;
  /** What hypotheses are compared by: the logarithm over the length penalty. */
  readonly score: number;
  /** Whether it has an end; otherwise it was cut off. */
  readonly ended: boolean;
}

export interface SearchOptions {
  /** Hypotheses that are kept for each source; 1 takes the likeliest token each time. */
  readonly beams: number;
  /** Tokens of a target at most, its end among them. */
  readonly maxTokens: number;
  /** The exponent α of the length penalty; 0 for none. */
  readonly lengthPenalty: number;
}

/** A hypothesis that goes on, the row that it is written in, and the row that it goes on from. */
interface Live {
  readonly tokens: readonly number[];
  readonly logProbability: number;
  readonly row: number;
  readonly parent: number;
}

interface Candidate {
  readonly from: Live;
  readonly token: number;
  readonly logProbability: number;
}

/** ((5 + n) / 6)^α (Wu et al. 2016, arXiv:1609.08144, section 7). */
export const penaltyOf = (length: number, alpha: number): number => ((5 + length) / 6) ** alpha;

/** Logarithms of the probabilities of a row of logits. */
function logSoftmax(logits: Float32Array): Float64Array {
  const top = logits.reduce((most, value) => Math.max(most, value), -Infinity);
  const sum = logits.reduce((total, value) => total + Math.exp(value - top), 0);
  const shift = top + Math.log(sum);
  return Float64Array.from(logits, (value) => value - shift);
}

/** The best continuations, best first; of equal ones that of the smaller row and token. */
function best(live: readonly Live[], rows: readonly Float64Array[], count: number): Candidate[] {
  const found: Candidate[] = [];
  for (const from of live) {
    const row = rows[from.row] as Float64Array;
    // Padding and start are never written.
    for (let token = END; token < row.length; token++) {
      const logProbability = from.logProbability + (row[token] as number);
      if (found.length === count && logProbability <= (found.at(-1)?.logProbability ?? 0)) continue;
      let at = found.length;
      while (at > 0 && (found[at - 1] as Candidate).logProbability < logProbability) at--;
      found.splice(at, 0, { from, token, logProbability });
      if (found.length > count) found.pop();
    }
  }
  return found;
}

/** One source: what goes on and what has ended. */
class Beam {
  live: readonly Live[];
  readonly ended: Hypothesis[] = [];

  constructor(
    private readonly first: number,
    private readonly options: SearchOptions,
  ) {
    this.live = [{ tokens: [], logProbability: 0, row: first, parent: first }];
  }

  /** @param rows the logarithms of the probabilities of the next tokens, by row */
  advance(rows: readonly Float64Array[]): void {
    const { beams } = this.options;
    const next: Live[] = [];
    // Twice as many: at most one of each hypothesis is its end, so enough remain to go on.
    for (const [rank, one] of best(this.live, rows, 2 * beams).entries()) {
      const { from, token, logProbability } = one;
      if (token === END) {
        if (rank < beams) this.ended.push(this.hypothesis(from.tokens, logProbability, true));
      } else if (next.length < beams) {
        const tokens = [...from.tokens, token];
        next.push({ tokens, logProbability, row: this.first + next.length, parent: from.row });
      }
    }
    this.live = this.ended.length >= beams ? [] : next;
  }

  /** Best first; those that were cut off count where none has ended. */
  results(): Hypothesis[] {
    const cut = this.live.map(({ tokens, logProbability }) =>
      this.hypothesis(tokens, logProbability, false),
    );
    return (this.ended.length > 0 ? this.ended : cut).sort((a, b) => b.score - a.score);
  }

  private hypothesis(
    tokens: readonly number[],
    logProbability: number,
    ended: boolean,
  ): Hypothesis {
    const length = tokens.length + (ended ? 1 : 0);
    const score = logProbability / penaltyOf(length, this.options.lengthPenalty);
    return { tokens, logProbability, score, ended };
  }
}

/**
 * The best targets of each source, best first (beam search with the length penalty of Wu et al. 2016,
 * arXiv:1609.08144). With one beam it is greedy: the likeliest token each time, up to the end.
 *
 * A source is done when as many hypotheses as there are beams have ended. Other work may run between steps.
 *
 * @throws InterruptedError when interrupted
 */
export async function beamSearch(
  decoder: StepDecoder,
  sources: readonly (readonly number[])[],
  options: SearchOptions,
): Promise<Hypothesis[][]> {
  const { beams, maxTokens } = options;
  const { rows, vocabSize } = decoder;
  decoder.begin(sources);
  const all = sources.map((_, i) => new Beam(i * beams, options));
  let tokens = new Int32Array(rows).fill(START);
  let parents = Int32Array.from({ length: rows }, (_, i) => i);
  for (let step = 0; step < maxTokens && all.some(({ live }) => live.length > 0); step++) {
    const logits = await decoder.next(tokens, parents);
    const next = { tokens: new Int32Array(rows), parents: Int32Array.from(parents, (_, i) => i) };
    for (const beam of all) {
      const scores: Float64Array[] = [];
      for (const { row } of beam.live) {
        scores[row] = logSoftmax(logits.subarray(row * vocabSize, (row + 1) * vocabSize));
      }
      beam.advance(scores);
      for (const { row, parent, tokens: written } of beam.live) {
        next.tokens[row] = written.at(-1) as number;
        next.parents[row] = parent;
      }
    }
    ({ tokens, parents } = next);
    await new Promise((resolve) => setImmediate(resolve));
    throwIfInterrupted();
  }
  return all.map((beam) => beam.results());
}
