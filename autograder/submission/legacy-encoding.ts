/**
 * Text without a word on its encoding: what it most likely is.
 *
 * The rule: the encoding that decodes every sample and spells the most usual characters, on average
 * over all that are not ASCII. Usual are the common characters of GBK, Big5 and Shift-JIS, and Latin
 * letters. Where no two bytes beyond ASCII stand side by side, it is a Western text. Korean and
 * Cyrillic are not told apart from these, so that who uses a guess says that it is one.
 */
import * as yauzl from 'yauzl';

export const legacyEncodings = ['gb18030', 'big5', 'shift_jis', 'cp437', 'windows-1252'] as const;
export type LegacyEncoding = (typeof legacyEncodings)[number];

/** @param samples texts of one source, which have one encoding */
export function guessEncoding(samples: readonly Uint8Array[]): LegacyEncoding {
  const isWestern = !samples.some(hasNeighbours);
  let best: { encoding: LegacyEncoding; score: number } = { encoding: 'cp437', score: -1 };
  for (const encoding of legacyEncodings) {
    const weigh = weights[encoding];
    if (isWestern && weigh !== weighLatin) continue;
    try {
      const score = usual(samples, encoding, weigh);
      if (score > best.score) best = { encoding, score };
    } catch {
      // It does not decode: it is another one.
    }
  }
  return best.encoding;
}

/** @throws TypeError where the bytes are none of this encoding; `cp437` and `windows-1252` take any */
export function decodeLegacy(bytes: Uint8Array, encoding: LegacyEncoding): string {
  // Without flag and extra fields, a zip's name is CP437.
  if (encoding === 'cp437') return yauzl.getFileNameLowLevel(0, Buffer.from(bytes), [], true);
  return new TextDecoder(encoding, { fatal: true }).decode(bytes);
}

const hasNeighbours = (bytes: Uint8Array): boolean =>
  bytes.some((byte, i) => byte >= 0x80 && (bytes[i + 1] ?? 0) >= 0x80);

/** How usual a character is, from 0 to 1, by its bytes or by what it is decoded to. */
type Weigh = (lead: number, trail: number, text: string) => number;

/** Level 1 of GB 2312 are the 3,755 most usual characters; level 2 has the rarer ones of names. */
const weighGbk: Weigh = (lead, trail) => {
  if (trail < 0xa1) return 0.1;
  if (lead >= 0xb0 && lead <= 0xd7) return 1;
  return (lead >= 0xd8 && lead <= 0xf7) || (lead >= 0xa1 && lead <= 0xa3) ? 0.6 : 0.1;
};

const weighBig5: Weigh = (lead) => {
  if (lead >= 0xa4 && lead <= 0xc6) return 1;
  return (lead >= 0xc9 && lead <= 0xf9) || (lead >= 0xa1 && lead <= 0xa3) ? 0.5 : 0.1;
};

const weighShiftJis: Weigh = (lead, trail) => {
  const isKana = (lead === 0x82 && trail >= 0x9f) || lead === 0x83 || lead === 0x81;
  if (isKana || (lead >= 0x88 && lead <= 0x97)) return 1;
  return (lead >= 0x98 && lead <= 0x9f) || (lead >= 0xe0 && lead <= 0xea) ? 0.6 : 0.1;
};

const weighLatin: Weigh = (_lead, _trail, text) =>
  /\p{Script=Latin}/u.test(text) ? 1 : /[¿¡«»·°]/u.test(text) ? 0.3 : 0;

const weights: Readonly<Record<LegacyEncoding, Weigh>> = {
  gb18030: weighGbk,
  big5: weighBig5,
  shift_jis: weighShiftJis,
  cp437: weighLatin,
  'windows-1252': weighLatin,
};

/** The mean over the characters that are not ASCII. */
function usual(samples: readonly Uint8Array[], encoding: LegacyEncoding, weigh: Weigh): number {
  let [total, count] = [0, 0];
  for (const bytes of samples) {
    decodeLegacy(bytes, encoding);
    const isDouble = weigh !== weighLatin;
    for (let i = 0; i < bytes.length; i++) {
      const lead = bytes[i] ?? 0;
      if (lead < 0x80) continue;
      const isHalfWidth = encoding === 'shift_jis' && lead >= 0xa1 && lead <= 0xdf;
      count++;
      if (!isDouble) total += weigh(lead, 0, decodeLegacy(bytes.subarray(i, i + 1), encoding));
      else if (isHalfWidth) total += 0.1;
      else total += weigh(lead, bytes[++i] ?? 0, '');
    }
  }
  return count === 0 ? 0 : total / count;
}
