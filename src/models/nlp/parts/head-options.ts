/** Conditions on the heads of a transformer. */
import { together } from '../../options.js';

interface Heads {
  readonly heads: number;
  readonly keyValueHeads: number;
  readonly width: number;
  readonly positions: string;
}

/** Each head of keys and values is shared by as many heads of queries. */
export const dividesHeads = together<Heads>(({ heads, keyValueHeads }) =>
  keyValueHeads === 0 || heads % keyValueHeads === 0
    ? undefined
    : { path: ['keyValueHeads'], expected: 'divisor', params: { of: 'heads', value: heads } },
);

/** Waves and turns take the numbers of a vector, or of a head, in pairs. */
export const evenHeads = together<Heads>(({ heads, width, positions }) => {
  const units: Readonly<Record<string, number>> = { rotary: 2 * heads, sinusoidal: 2 };
  const unit = units[positions] ?? 1;
  return width % unit === 0
    ? undefined
    : { path: ['width'], expected: 'evenHeads', params: { unit } };
});
