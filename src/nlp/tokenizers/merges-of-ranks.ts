/** The merges of a BPE whose tokens are known by their order alone, as `tiktoken` keeps them. */

/** The parts of which a token was made last: those before it, merged as far as they go. */
function lastParts(token: string, rank: number, ranks: ReadonlyMap<string, number>): string[] {
  const parts = Array.from(token);
  for (;;) {
    let best = rank;
    let place = -1;
    for (let i = 1; i < parts.length; i++) {
      const found = ranks.get((parts[i - 1] as string) + (parts[i] as string));
      if (found !== undefined && found < best) [best, place] = [found, i];
    }
    if (place < 0) return parts;
    parts.splice(place - 1, 2, (parts[place - 1] as string) + (parts[place] as string));
  }
}

/**
 * Pairs of tokens in the order in which they were learnt.
 *
 * @param tokens of one character for each byte, in the order of their ranks; single ones first
 */
export function mergesOfRanks(tokens: readonly string[]): string[] {
  const ranks = new Map(tokens.map((token, rank) => [token, rank]));
  return tokens.flatMap((token, rank) => {
    if (token.length < 2) return [];
    return [lastParts(token, rank, ranks).join(' ')];
  });
}
