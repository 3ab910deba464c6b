/**
 * Names from a zip, a tarball or a disk that does not say how they are encoded.
 *
 * A name that is stated or valid UTF-8 is that. Of all others of one source the encoding is guessed
 * once (`legacy-encoding.ts`), and told. Decoding never makes one name of two: within an encoding it
 * cannot, and between two of them `origin` tells them apart.
 */
import { isUtf8 } from 'node:buffer';
import type { Notice } from '../results/types.js';
import { decodeLegacy, guessEncoding, type LegacyEncoding } from './legacy-encoding.js';

export interface RawName {
  bytes: Uint8Array;
  /** The name, where the source states it. */
  stated?: string;
}

export interface EntryName {
  name: string;
  /** `utf-8`, or the encoding that was guessed. */
  origin: 'utf-8' | LegacyEncoding;
}

export function decodeNames(raw: readonly RawName[]): EntryName[] {
  const unknown = raw.filter(({ stated, bytes }) => stated === undefined && !isUtf8(bytes));
  const guess = unknown.length > 0 ? guessEncoding(unknown.map(({ bytes }) => bytes)) : 'cp437';
  return raw.map(({ bytes, stated }): EntryName => {
    if (stated !== undefined) return { name: stated, origin: 'utf-8' };
    if (isUtf8(bytes)) return { name: Buffer.from(bytes).toString(), origin: 'utf-8' };
    try {
      return { name: decodeLegacy(bytes, guess), origin: guess };
    } catch {
      return { name: decodeLegacy(bytes, 'cp437'), origin: 'cp437' };
    }
  });
}

/** Gives two names of different origin that are spelt alike a number: they are not one. */
export class DistinctNames {
  readonly #origins = new Map<string, EntryName['origin']>();

  /** The name under which it stands. */
  of({ name, origin }: EntryName): string {
    // Of ASCII alone it is the same in all of them.
    const own = Array.from(name).every((c) => c <= '\u007f') ? 'utf-8' : origin;
    for (let n = 1; ; n++) {
      const numbered = n === 1 ? name : name.replace(/(\.[^.]*)?$/, ` (${n})$1`);
      const known = this.#origins.get(numbered);
      if (known === undefined) this.#origins.set(numbered, own);
      if (known === undefined || known === own) return numbered;
    }
  }
}

/** What is told of names that were guessed; empty where none was. */
export function guessedNotices(names: readonly EntryName[]): Notice[] {
  const guessed = names.filter(({ origin }) => origin !== 'utf-8');
  const [first] = guessed;
  if (first === undefined) return [];
  const params = {
    encoding: shown[first.origin] ?? first.origin,
    count: guessed.length,
    first: first.name.slice(0, 100),
  };
  return [{ code: 'guessed-names', params }];
}

const shown: Partial<Record<EntryName['origin'], string>> = {
  gb18030: 'GBK',
  big5: 'Big5',
  shift_jis: 'Shift-JIS',
  cp437: 'CP437',
  'windows-1252': 'Windows-1252 (Latin-1)',
};
