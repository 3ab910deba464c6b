/** Options whose names are not known: a misspelt one would be ignored without a word. */
import { messages } from '../messages/index.js';

/** Edits that turn one name into the other, a swap of neighbours counted as one. */
function distance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  const at = (i: number, j: number): number => rows[i]?.[j] ?? 0;
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    rows.push(row);
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + same);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) best = Math.min(best, at(i - 2, j - 2) + 1);
      row.push(best);
    }
  }
  return at(a.length, b.length);
}

const plain = (name: string): string => name.replace(/[_\-\s]/g, '').toLowerCase();

/** The known name that was probably meant: `learning_rate` for `learningRate`. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const given = plain(name);
  let best: string | undefined;
  let least = Math.max(1, Math.floor(given.length / 3)) + 1;
  for (const one of known) {
    const apart = distance(given, plain(one));
    if (apart < least) [best, least] = [one, apart];
  }
  return best;
}

/** An option has a name that means nothing there. */
export class UnknownOptionError extends TypeError {
  override readonly name = 'UnknownOptionError';
  readonly code = 'unknown-option';
  constructor(
    where: string,
    /** As it was given. */
    readonly option: string,
    known: readonly string[],
    remedy?: string,
  ) {
    const { options } = messages().library;
    const meant = remedy === undefined ? nearest(option, known) : undefined;
    super(
      [
        options.unknown({ where, option, known: known.join(', ') }),
        ...(remedy === undefined ? [] : [remedy]),
        ...(meant === undefined ? [] : [options.meant({ name: meant })]),
      ].join(' '),
    );
  }
}

/**
 * Refuses options with a name that means nothing.
 *
 * @param where as the caller knows it: `model.fit`, `tf.layers.dense`
 * @param remedies for names that other libraries have
 * @throws UnknownOptionError for the first one
 */
export function checkOptionNames(
  where: string,
  given: object,
  known: readonly string[],
  remedies: Readonly<Record<string, string>> = {},
): void {
  for (const option of Object.keys(given)) {
    if (known.includes(option) || Reflect.get(given, option) === undefined) continue;
    const remedy = Object.hasOwn(remedies, option) ? remedies[option] : undefined;
    throw new UnknownOptionError(where, option, known, remedy);
  }
}
