import type { Axis, Trace } from '../figure.js';

/** Where a value lies on the picture, and which values get a label. */
export interface Scale {
  position(value: number | string): number;
  ticks: readonly { at: number; label: string }[];
  /** Pixels of one category, or of one axis unit. */
  step: number;
}

/**
 * Steps of 1, 2 or 5 times a power of ten that cover [low, high] with about `wanted` labels.
 * Gives the labelled values.
 */
export function niceTicks(low: number, high: number, wanted = 6): number[] {
  const span = high - low;
  if (!(span > 0)) return [low];
  const rough = span / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = [1, 2, 5, 10].find((f) => f * power >= rough * 0.8) ?? 10;
  const step = factor * power;
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  // Multiples of the step, not running sums: 0.1 + 0.2 must not be labelled 0.30000000000000004.
  return Array.from({ length: last - first + 1 }, (_, i) =>
    Number(((first + i) * step).toPrecision(12)),
  );
}

const tickLabel = (value: number): string =>
  value !== 0 && (Math.abs(value) >= 1e6 || Math.abs(value) < 1e-4)
    ? value.toExponential().replace('e+', 'e')
    : String(value);

/** A scale of numbers over `from` … `to` pixels, with round labels or those of the axis. */
export function linearScale(
  [low, high]: readonly [number, number],
  from: number,
  to: number,
  axis: Pick<Axis, 'tickvals' | 'ticktext'> = {},
): Scale {
  const step = (to - from) / (high - low || 1);
  const position = (value: number | string): number => from + (Number(value) - low) * step;
  const values = axis.tickvals ?? niceTicks(Math.min(low, high), Math.max(low, high));
  const ticks = values.map((value, i) => ({
    at: position(value),
    label: axis.ticktext?.[i] ?? tickLabel(value),
  }));
  return { position, ticks, step };
}

/**
 * A scale of names over `from` … `to` pixels; a position is the middle of the name's band.
 *
 * @param every which names get a label: each, each second, … Default: as many as fit
 */
export function bandScale(
  names: readonly string[],
  from: number,
  to: number,
  every?: number,
): Scale {
  const step = (to - from) / Math.max(1, names.length);
  const index = new Map(names.map((name, i) => [name, i]));
  const position = (value: number | string): number =>
    from + ((index.get(String(value)) ?? 0) + 0.5) * step;
  // Crowded labels are thinned out rather than drawn over each other.
  const nth = every ?? Math.max(1, Math.ceil(28 / Math.abs(step || 1)));
  const ticks = names
    .map((name) => ({ at: position(name), label: name }))
    .filter((_, i) => i % nth === 0);
  return { position, ticks, step: Math.abs(step) };
}

function coordinatesOf(trace: Trace, letter: 'x' | 'y'): readonly unknown[] {
  if (trace.type === 'image') return [];
  if (trace.type === 'box' && letter === 'y') {
    return [...trace.lowerfence, ...trace.upperfence, ...(trace.y?.[0] ?? [])];
  }
  return trace[letter] ?? [];
}

/** The names on an axis in order of appearance, or null when it is an axis of numbers. */
export function categories(
  axis: Axis,
  traces: readonly Trace[],
  letter: 'x' | 'y',
): string[] | null {
  const values = traces.flatMap((trace) => coordinatesOf(trace, letter));
  if (axis.type !== 'category' && !values.some((value) => typeof value === 'string')) return null;
  return [...new Set(values.filter((value) => value !== null).map(String))];
}

/** The numbers that an axis must show, with a little air around them. */
export function numberRange(
  axis: Axis,
  traces: readonly Trace[],
  letter: 'x' | 'y',
): [number, number] {
  if (axis.range !== undefined) return axis.range;
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const trace of traces) {
    for (const value of coordinatesOf(trace, letter)) {
      if (typeof value !== 'number') continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  if (low > high) return [0, 1];
  if (axis.rangemode === 'tozero') {
    low = Math.min(0, low);
    high = Math.max(0, high);
  }
  const air = (high - low || Math.abs(high) || 1) * 0.05;
  const zeroLow = axis.rangemode === 'tozero' && low === 0;
  const zeroHigh = axis.rangemode === 'tozero' && high === 0;
  return [zeroLow ? 0 : low - air, zeroHigh ? 0 : high + air];
}
