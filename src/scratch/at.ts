/** An entry of a list that is known to have it. */
export const at = (values: readonly number[], i: number): number => values[i] as number;
