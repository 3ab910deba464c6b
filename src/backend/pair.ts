type Pair = [number, number];

/** Height and width of a stride, a dilation or a window: one number stands for both. */
export function pair(value: number | readonly number[]): Pair {
  return typeof value === 'number' ? [value, value] : [value[0] as number, value[1] as number];
}
