/** Prefix beam search over CTC's probabilities, in plain TypeScript. */

/** A label sequence that was found. */
export interface BeamPath {
  readonly labels: readonly number[];
  /** Natural logarithm of its probability, over all ways to spread it in time. */
  readonly logProbability: number;
}

/** A prefix, with the probability that its last step is a blank, and that it is a label. */
interface Prefix {
  readonly labels: readonly number[];
  blank: number;
  label: number;
}

function logAdd(a: number, b: number): number {
  const high = Math.max(a, b);
  return high === -Infinity ? high : high + Math.log1p(Math.exp(Math.min(a, b) - high));
}

const total = ({ blank, label }: Prefix): number => logAdd(blank, label);

/**
 * @param steps log-probabilities of the classes at each step
 * @param blank the class that stands for no label
 * @returns at most `topPaths` sequences, best first
 */
export function prefixBeamSearch(
  steps: readonly (readonly number[])[],
  blank: number,
  beamWidth: number,
  topPaths: number,
): BeamPath[] {
  let beam: Prefix[] = [{ labels: [], blank: 0, label: -Infinity }];
  for (const step of steps) {
    const next = new Map<string, Prefix>();
    const at = (labels: readonly number[]): Prefix => {
      const key = labels.join();
      const known = next.get(key) ?? { labels, blank: -Infinity, label: -Infinity };
      next.set(key, known);
      return known;
    };
    for (const prefix of beam) {
      const last = prefix.labels.at(-1);
      for (const [symbol, logProbability] of step.entries()) {
        if (symbol === blank) {
          const same = at(prefix.labels);
          same.blank = logAdd(same.blank, total(prefix) + logProbability);
          continue;
        }
        const longer = at([...prefix.labels, symbol]);
        if (symbol === last) {
          // Only a blank between makes it a second label; else it is the same one, going on.
          const same = at(prefix.labels);
          same.label = logAdd(same.label, prefix.label + logProbability);
          longer.label = logAdd(longer.label, prefix.blank + logProbability);
        } else {
          longer.label = logAdd(longer.label, total(prefix) + logProbability);
        }
      }
    }
    beam = [...next.values()].sort((a, b) => total(b) - total(a)).slice(0, beamWidth);
  }
  return beam
    .slice(0, topPaths)
    .map((prefix) => ({ labels: prefix.labels, logProbability: total(prefix) }));
}
