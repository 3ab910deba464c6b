/** Pure helpers of the library that a test can hand to student code; they are made in the driver. */
import { createRng } from '../../src/backend/random.js';

const helpers = { createRng } as const;
export type HelperName = keyof typeof helpers;

/** Makes the helper of this name inside the driver. */
export function makeHelper(name: string, args: unknown[]): unknown {
  if (!Object.hasOwn(helpers, name)) {
    throw new RangeError(
      `Expected one of the helpers ${Object.keys(helpers).join(', ')}. Received: ${name}`,
    );
  }
  return (helpers[name as HelperName] as (...given: unknown[]) => unknown)(...args);
}
