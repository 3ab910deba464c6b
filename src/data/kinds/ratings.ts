/** Ratings of MovieTweetings: `user::item::rating::seconds`, and `item::title::genres`. */
import type { DataFiles } from '../data-files.js';
import { DatasetError } from '../dataset-error.js';
import type { RatedItem, RatingDataset } from '../dataset-types.js';
import type { ManifestFile, ManifestOf } from '../manifest.js';
import { infoOf } from './info.js';

interface RawRating {
  user: string;
  item: string;
  rating: number;
  time: number;
}

/** Without users and items of fewer ratings than `least`, until none is left. */
export function coreOf(ratings: readonly RawRating[], least: number): RawRating[] {
  let left = [...ratings];
  for (;;) {
    const count = new Map<string, number>();
    const keys = ({ user, item }: RawRating): string[] => [`u${user}`, `i${item}`];
    for (const rating of left) {
      for (const key of keys(rating)) count.set(key, (count.get(key) ?? 0) + 1);
    }
    const kept = left.filter((rating) => keys(rating).every((k) => (count.get(k) ?? 0) >= least));
    if (kept.length === left.length) return kept;
    left = kept;
  }
}

/** Numbers from 0 on, in the order of first sight. */
function numbering(): { of(name: string): number; names(): string[] } {
  const places = new Map<string, number>();
  return {
    of(name) {
      const place = places.get(name) ?? places.size;
      places.set(name, place);
      return place;
    },
    names: () => [...places.keys()],
  };
}

export async function loadRatings(
  manifest: ManifestOf<'ratings'>,
  files: DataFiles,
): Promise<RatingDataset> {
  const lines = async (part: 'ratings' | 'items', width: number): Promise<string[][]> => {
    const file = manifest.files.find((one) => one.part === part) as ManifestFile;
    const text = (await files.read(file)).toString('utf8').trimEnd();
    return text.split('\n').map((line, i) => {
      const values = line.split('::');
      if (values.length === width) return values;
      const reason = `expected ${width} values, received ${values.length}`;
      throw new DatasetError('bad-rows', { path: file.path, line: i + 1, reason });
    });
  };
  const all = (await lines('ratings', 4)).map(([user = '', item = '', rating, time]) => ({
    user,
    item,
    rating: Number(rating),
    time: Number(time),
  }));
  const kept = manifest.core === undefined ? all : coreOf(all, manifest.core);
  const [users, items] = [numbering(), numbering()];
  const ratings = kept.map(({ user, item, rating, time }) => ({
    user: users.of(user),
    item: items.of(item),
    rating,
    time,
  }));
  const described = new Map<string, RatedItem>();
  for (const [id = '', title = '', genres = ''] of await lines('items', 3)) {
    described.set(id, { id, title, genres: genres === '' ? [] : genres.split('|') });
  }
  return {
    ...infoOf(manifest),
    kind: 'ratings',
    ratings,
    items: items.names().map((id) => described.get(id) ?? { id, title: '', genres: [] }),
    users: users.names().length,
    scale: manifest.scale,
  };
}
