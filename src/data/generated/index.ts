/** Data sets that the library makes, as `loadDataset` gives them. */
import type {
  Dataset,
  KnownRatings,
  PairDataset,
  SegmentedDataset,
  SequenceDataset,
  TableDataset,
} from '../dataset-types.js';
import { infoOf } from '../kinds/info.js';
import type { Manifest, ManifestOf } from '../manifest.js';
import { drawnScenes } from './drawn-scenes.js';
import { mnist1d } from './mnist-1d.js';
import { numbersAndDates } from './numbers-and-dates.js';
import { type RawPoints, rawMoons, rawSpirals } from './points.js';
import { syntheticRatings } from './ratings.js';

function tableOf(
  manifest: ManifestOf<'table'>,
  { points, labels, classes }: RawPoints,
): TableDataset {
  const { columns, target } = manifest;
  const rows = points.map(([x, y], i) => ({ x, y, class: classes[labels[i] as number] as string }));
  return {
    ...infoOf(manifest),
    kind: 'table',
    rows,
    columns: columns as TableDataset['columns'],
    target,
  };
}

function sequencesOf(
  manifest: ManifestOf<'sequences'>,
  count: number,
  seed: number,
): SequenceDataset {
  return { ...infoOf(manifest), kind: 'sequences', ...mnist1d({ count, seed }) };
}

function boxesOf(manifest: ManifestOf<'boxes'>, seed: number): SegmentedDataset {
  const { imageShape, classes, splits } = manifest;
  const part = (split: string) => {
    const options = { count: splits[split] ?? 0, size: imageShape[0] };
    return drawnScenes({ ...options, seed: `${split} ${seed}` });
  };
  const info = { ...infoOf(manifest), kind: 'boxes' as const, imageShape, classes };
  return { ...info, train: part('train'), test: part('test') };
}

function ratingsOf(manifest: ManifestOf<'ratings'>, count: number, seed: number): KnownRatings {
  const { users = 1, items = 1 } = manifest;
  return {
    ...infoOf(manifest),
    kind: 'ratings',
    ...syntheticRatings({ users, items, count, seed }),
  };
}

function pairsOf(manifest: ManifestOf<'pairs'>, count: number, seed: number): PairDataset {
  const { languages } = manifest;
  const pairs = numbersAndDates({ count, seed });
  return { ...infoOf(manifest), kind: 'pairs', languages, pairs, details: {} };
}

/** @throws Error for a manifest that names no generator of the library */
export function generate(manifest: Manifest): Dataset {
  const { provided, splits } = manifest;
  const seed = provided.by === 'generated' ? provided.seed : 0;
  const count = Object.values(splits).reduce((a, b) => a + b, 0);
  const generator = provided.by === 'generated' ? provided.generator : '';
  if (manifest.kind === 'table' && generator === 'moons') {
    return tableOf(manifest, rawMoons({ count, seed }));
  }
  if (manifest.kind === 'table' && generator === 'spirals') {
    return tableOf(manifest, rawSpirals({ count, seed }));
  }
  if (manifest.kind === 'sequences') return sequencesOf(manifest, count, seed);
  if (manifest.kind === 'ratings') return ratingsOf(manifest, count, seed);
  if (manifest.kind === 'pairs') return pairsOf(manifest, count, seed);
  if (manifest.kind === 'boxes') return boxesOf(manifest, seed);
  throw new Error(`Expected a generator of gradus. Received: ${generator} (${manifest.name})`);
}
