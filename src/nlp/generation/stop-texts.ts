/** Where a text that grows must stop. */
import { shown } from '../../checks.js';
import { messages } from '../../messages/index.js';

/** @throws RangeError for anything but texts that are not empty */
export function stopTexts(stop: string | readonly string[] | undefined): readonly string[] {
  const all: readonly unknown[] = stop === undefined ? [] : [stop].flat();
  if (all.every((one) => typeof one === 'string' && one !== '')) return all as string[];
  throw new RangeError(messages().nlp.generation.stop({ given: shown(stop) }));
}

/** The text before the first of the stops; undefined where none is in it. */
export function textBefore(text: string, stops: readonly string[]): string | undefined {
  const places = stops.map((stop) => text.indexOf(stop)).filter((place) => place !== -1);
  return places.length === 0 ? undefined : text.slice(0, Math.min(...places));
}

/** What a decoder gives for bytes that are no whole character yet. */
const CUT = /\uFFFD+$/;

/** How much of a text stays, whatever comes behind it: its end may be the beginning of a stop, or of a character. */
export function settledLength(text: string, stops: readonly string[]): number {
  const whole = text.replace(CUT, '');
  const overlaps = stops.map((stop) => {
    for (let length = Math.min(stop.length - 1, whole.length); length > 0; length--) {
      if (whole.endsWith(stop.slice(0, length))) return length;
    }
    return 0;
  });
  return whole.length - Math.max(0, ...overlaps);
}
