/** Colours of numbers. */

export type Rgb = [red: number, green: number, blue: number];

/** A colour `#rrggbb`. */
export const parseColor = (hex: string): Rgb => [
  Number.parseInt(hex.slice(1, 3), 16),
  Number.parseInt(hex.slice(3, 5), 16),
  Number.parseInt(hex.slice(5, 7), 16),
];

/**
 * The colour at a place of a colour scale, between its two neighbours.
 *
 * @param scale stops from 0 to 1 with `#rrggbb` colours
 * @param at 0 … 1; what lies outside takes the colour of the end
 */
export function colorAt(scale: readonly (readonly [number, string])[], at: number): Rgb {
  const t = Math.min(1, Math.max(0, at));
  const above = scale.findIndex(([stop]) => stop >= t);
  const [highStop, highColor] = scale[above] ?? [1, '#000000'];
  const [lowStop, lowColor] = scale[Math.max(0, above - 1)] ?? [0, '#000000'];
  const share = highStop === lowStop ? 0 : (t - lowStop) / (highStop - lowStop);
  const [from, to] = [parseColor(lowColor), parseColor(highColor)];
  const mix = (i: 0 | 1 | 2): number => Math.round(from[i] + (to[i] - from[i]) * share);
  return [mix(0), mix(1), mix(2)];
}

/** Relative luminance, 0 … 1 (WCAG 2.2). */
export function luminance(color: Rgb): number {
  const [r, g, b] = color.map((channel) => {
    const c = channel / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  }) as Rgb;
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
