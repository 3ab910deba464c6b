/** The grammar of a JSON number, byte by byte, as a table. */

const none = 0;
const [minus, zero, whole, point, fraction, exponent, sign, power] = [1, 2, 3, 4, 5, 6, 7, 8];

/** What follows in a state: `0`, the other digits, `.`, `e` and signs. */
const steps: readonly (readonly [from: number, bytes: string, to: number])[] = [
  [none, '-', minus],
  [none, '0', zero],
  [none, '123456789', whole],
  [minus, '0', zero],
  [minus, '123456789', whole],
  [zero, '.', point],
  [zero, 'eE', exponent],
  [whole, '0123456789', whole],
  [whole, '.', point],
  [whole, 'eE', exponent],
  [point, '0123456789', fraction],
  [fraction, '0123456789', fraction],
  [fraction, 'eE', exponent],
  [exponent, '0123456789', power],
  [exponent, '+-', sign],
  [sign, '0123456789', power],
  [power, '0123456789', power],
];

const table = new Uint8Array(9 * 256);
for (const [from, bytes, to] of steps) {
  for (const byte of Buffer.from(bytes)) table[from * 256 + byte] = to;
}

/** The state after one more byte, from 0 at the first; 0 where it is none of the number. */
export const numberStep = (state: number, byte: number): number => table[state * 256 + byte] ?? 0;

/** Whether a number may end in a state. */
export const isNumberEnd = (state: number): boolean =>
  state === zero || state === whole || state === fraction || state === power;
