/** What all kinds of data sets begin with. */
import type { DatasetInfo, Details } from '../dataset-types.js';
import type { Manifest } from '../manifest.js';

export const infoOf = (manifest: Manifest): DatasetInfo => ({
  name: manifest.name,
  title: manifest.title,
  description: manifest.description,
  source: manifest.origin,
  licence: manifest.licence.note ?? manifest.licence.id,
  citation: manifest.citation,
});

/** Collects the details of examples, one at a time. */
export function detailsOf(names: readonly string[]): {
  add(values: readonly string[]): void;
  details: Details;
} {
  const details: Record<string, string[]> = Object.fromEntries(names.map((name) => [name, []]));
  return {
    details,
    add(values) {
      names.forEach((name, i) => {
        details[name]?.push(values[i] ?? '');
      });
    },
  };
}
