/** Texts and pairs of texts. */
import type { DataFiles } from '../data-files.js';
import { DatasetError } from '../dataset-error.js';
import type { Dataset, Pair, PairDataset, TextsWithLabels } from '../dataset-types.js';
import type { ManifestOf } from '../manifest.js';
import { detailsOf, infoOf } from './info.js';
import { readRecords } from './records.js';

type TextsManifest = ManifestOf<'texts'>;

async function readPart(
  manifest: TextsManifest,
  files: DataFiles,
  split: string,
): Promise<TextsWithLabels> {
  const { classes = [], coded = false } = manifest;
  const fields = Object.keys(manifest.fields).length === 0 ? { text: 0 } : manifest.fields;
  const names = Object.keys(fields);
  const mine = manifest.files.filter((file) => file.split === undefined || file.split === split);
  const constant = Object.keys(mine[0]?.values ?? {});
  const others = names.filter((name) => name !== 'text' && name !== 'label');
  const { add, details } = detailsOf([...others, ...constant]);
  const texts: string[] = [];
  const labels: number[] = [];
  const place = new Map(classes.map((name, i) => [coded ? `${i}` : name, i]));
  for (const file of mine) {
    for (const values of await readRecords(files, file, split, fields)) {
      const of = (name: string): string => values[names.indexOf(name)] ?? '';
      texts.push(of('text').trim() === '' ? of('text') : trimmed(of('text'), file.format));
      if (classes.length > 0) labels.push(labelOf(place, of('label'), file.path));
      add([...others.map(of), ...constant.map((name) => file.values?.[name] ?? '')]);
    }
  }
  return { texts, labels, details };
}

/** A text that is the whole file stays as it is. */
const trimmed = (text: string, format: string): string => (format === 'text' ? text : text.trim());

function labelOf(place: ReadonlyMap<string, number>, given: string, path: string): number {
  const label = place.get(given.trim());
  if (label !== undefined) return label;
  const reason = `${JSON.stringify(given.slice(0, 40))} is no class of it`;
  throw new DatasetError('bad-file', { path, reason });
}

export async function loadTexts(manifest: TextsManifest, files: DataFiles): Promise<Dataset> {
  const { language, classes, splits } = manifest;
  const info = { ...infoOf(manifest), kind: 'texts' as const, language };
  if (splits.all !== undefined) {
    const { texts, labels, details } = await readPart(manifest, files, 'all');
    if (classes === undefined) return { ...info, texts, details };
    return { ...info, texts, labels, classes, details };
  }
  const part = (split: string) => readPart(manifest, files, split);
  const parts = { train: await part('train'), test: await part('test') };
  const common = { ...info, classes: classes ?? [], ...parts };
  return splits.validation === undefined
    ? common
    : { ...common, validation: await part('validation') };
}

export async function loadPairs(
  manifest: ManifestOf<'pairs'>,
  files: DataFiles,
): Promise<PairDataset> {
  const names = Object.keys(manifest.fields);
  const others = names.filter((name) => name !== 'source' && name !== 'target');
  const { add, details } = detailsOf(others);
  const pairs: Pair[] = [];
  for (const file of manifest.files) {
    for (const values of await readRecords(files, file, 'all', manifest.fields)) {
      const of = (name: string): string => values[names.indexOf(name)] ?? '';
      pairs.push({ source: of('source'), target: of('target') });
      add(others.map(of));
    }
  }
  const { languages } = manifest;
  return { ...infoOf(manifest), kind: 'pairs', languages, pairs, details };
}
