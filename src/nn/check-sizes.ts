/** Sizes, checked: units, filters, classes, steps. */

/** @throws RangeError when one is no integer >= 1 */
export function checkSizes(sizes: Readonly<Record<string, number>>): void {
  for (const [name, size] of Object.entries(sizes)) {
    if (!Number.isInteger(size) || size < 1) {
      throw new RangeError(`Expected \`${name}\` to be an integer >= 1. Received: ${size}`);
    }
  }
}
