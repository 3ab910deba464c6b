/** Entities in tags, and how many of them are found. */
import { shown } from '../../checks.js';
import { messages } from '../../messages/index.js';

/** A run of tokens that names something. */
export interface EntitySpan {
  /** `person`, `place`, … */
  readonly kind: string;
  /** Number of its first token. */
  readonly start: number;
  /** Number of the token behind its last one. */
  readonly end: number;
}

/** How many entities were found, and how many of those that were are right. */
export interface EntityScore {
  /** The share of the entities found that are there, in [0, 1]; 0 where none was found. */
  readonly precision: number;
  /** The share of the entities there that were found, in [0, 1]; 0 where there are none. */
  readonly recall: number;
  /** Their harmonic mean. */
  readonly f1: number;
  /** How many there are. */
  readonly support: number;
}

export interface EntityScores extends EntityScore {
  readonly kinds: Readonly<Record<string, EntityScore>>;
}

/**
 * The entities in tags of the BIO scheme (Ramshaw & Marcus 1995): `B-place` begins a place, `I-place` goes on with it,
 * `O` is none. As conlleval and seqeval have it, an `I-` behind `O` or another kind begins one too.
 *
 * @throws RangeError for anything but tags
 * @example
 * entitySpans(['O', 'B-place', 'I-place', 'O']); // [{ kind: 'place', start: 1, end: 3 }]
 */
export function entitySpans(tags: readonly string[]): EntitySpan[] {
  const spans: { kind: string; start: number; end: number }[] = [];
  let open: { kind: string; end: number } | undefined;
  for (const [at, tag] of tags.entries()) {
    const [, letter, kind] = /^(?:O|([BI])-(.+))$/.exec(String(tag)) ?? [undefined];
    if (letter === undefined || kind === undefined) {
      if (tag !== 'O') throw new RangeError(messages().tagging.bio({ given: shown(tag), at }));
      open = undefined;
    } else if (letter === 'I' && open?.kind === kind) {
      open.end = at + 1;
    } else {
      const span = { kind, start: at, end: at + 1 };
      spans.push(span);
      open = span;
    }
  }
  return spans;
}

interface Counts {
  right: number;
  found: number;
  there: number;
}

function scoreOf({ right, found, there }: Counts): EntityScore {
  const share = (of: number): number => (of === 0 ? 0 : right / of);
  const f1 = found + there === 0 ? 0 : (2 * right) / (found + there);
  return { precision: share(found), recall: share(there), f1, support: there };
}

/**
 * Precision, recall and F1 of entities over all texts, equal to seqeval's (micro average): an entity is right when its
 * kind, its first and its last token are.
 *
 * @param found tags of the BIO scheme, a list for each text
 * @param truth those that are right
 * @throws RangeError when the lists do not go together, or for anything but tags
 * @example
 * entityF1([['B-place', 'O']], [['B-place', 'I-place']]).f1; // 0
 */
export function entityF1(
  found: readonly (readonly string[])[],
  truth: readonly (readonly string[])[],
): EntityScores {
  const sizes = (lists: readonly (readonly string[])[]) => lists.map(({ length }) => length);
  if (String(sizes(found)) !== String(sizes(truth))) {
    const at = sizes(truth).findIndex((length, i) => length !== found[i]?.length);
    throw new RangeError(messages().tagging.notAsMany({ at: at < 0 ? truth.length : at }));
  }
  const counts = new Map<string, Counts>();
  const of = (kind: string): Counts => {
    const known = counts.get(kind) ?? { right: 0, found: 0, there: 0 };
    counts.set(kind, known);
    return known;
  };
  for (const [i, tags] of truth.entries()) {
    const there = entitySpans(tags);
    const known = new Set(there.map((span) => JSON.stringify(span)));
    for (const { kind } of there) of(kind).there += 1;
    for (const span of entitySpans(found[i] ?? [])) {
      const count = of(span.kind);
      count.found += 1;
      if (known.has(JSON.stringify(span))) count.right += 1;
    }
  }
  const all = { right: 0, found: 0, there: 0 };
  for (const { right, found: many, there } of counts.values()) {
    all.right += right;
    all.found += many;
    all.there += there;
  }
  const kinds = [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    ...scoreOf(all),
    kinds: Object.fromEntries(kinds.map(([kind, one]) => [kind, scoreOf(one)])),
  };
}
