/** MinHash (Broder 1997): short signatures of sets, whose agreement tells how much the sets share. */

/** The pieces of a text of `size` characters each, as 32-bit numbers (FNV-1a); a shorter text is one piece. */
export function shinglesOf(text: string, size: number): Set<number> {
  const characters = Array.from(text);
  const pieces = new Set<number>();
  for (let i = 0; i <= Math.max(0, characters.length - size); i++) {
    let hash = 0x811c9dc5;
    for (const character of characters.slice(i, i + size)) {
      hash = Math.imul(hash ^ (character.codePointAt(0) as number), 0x01000193);
    }
    pieces.add(hash >>> 0);
  }
  return pieces;
}

/** Mixes 32 bits so that each depends on all (MurmurHash3's last step, Appleby 2011). */
function mixed(value: number): number {
  let x = value;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return (x ^ (x >>> 16)) >>> 0;
}

/**
 * The least hash of a set under each of several hash functions. Two sets agree in a place with the
 * probability of their Jaccard similarity.
 *
 * @param pieces 32-bit numbers
 * @param seeds a random 32-bit number for each hash function
 */
export function minHash(pieces: ReadonlySet<number>, seeds: Uint32Array): Uint32Array {
  const least = new Uint32Array(seeds.length).fill(0xffffffff);
  for (const piece of pieces) {
    for (let i = 0; i < seeds.length; i++) {
      const hash = mixed(piece ^ (seeds[i] as number));
      if (hash < (least[i] as number)) least[i] = hash;
    }
  }
  return least;
}

/** What two sets share of what they have together (Jaccard 1901), in [0, 1]; two empty sets are alike. */
export function jaccard(a: ReadonlySet<number>, b: ReadonlySet<number>): number {
  const [small, large] = a.size < b.size ? [a, b] : [b, a];
  let both = 0;
  for (const piece of small) if (large.has(piece)) both += 1;
  const all = a.size + b.size - both;
  return all === 0 ? 1 : both / all;
}
