/** Options of layers and models, checked: sizes (units, filters, classes) and rates. */

/** @throws RangeError when one is no integer >= 1 */
export function checkSizes(sizes: Readonly<Record<string, number>>): void {
  for (const [name, size] of Object.entries(sizes)) {
    if (!Number.isInteger(size) || size < 1) {
      throw new RangeError(`Expected \`${name}\` to be an integer >= 1. Received: ${size}`);
    }
  }
}

/** @throws RangeError for a rate of dropout out of range */
export function checkRates(rates: Readonly<Record<string, number>>): void {
  for (const [name, rate] of Object.entries(rates)) {
    if (!(rate >= 0 && rate < 1)) {
      throw new RangeError(`Expected \`${name}\` to be a number in [0, 1). Received: ${rate}`);
    }
  }
}
