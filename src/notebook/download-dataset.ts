/** `downloadDataset` of a notebook: with a bar. */
import type { DownloadProgress } from '../data/download/download.js';
import { messages } from '../messages/index.js';
import { type Progress, progress } from './progress.js';

export interface DownloadDatasetOptions {
  /**
   * The base of a mirror, `file:`, `http:` or `https:`, tried before the makers' addresses. Default:
   * `GRADUS_DATASET_MIRROR`.
   */
  mirror?: string;
  /** Where downloads lie; default: `gradus/datasets` in the user's cache. */
  cache?: string;
}

const kilobyte = 1024;

/**
 * Downloads a data set, once, with a bar and the time left; `loadDataset` has it then. What was
 * interrupted goes on when it is called again.
 *
 * @returns the folder with its files
 * @throws RangeError for an unknown name; DatasetError when no address has it (`download-failed`),
 *   the disk refuses (`cannot-write`), or the set is no download (`not-a-download`)
 * @example
 * await downloadDataset('mnist');
 * const { train, test } = await loadDataset('mnist');
 */
export async function downloadDataset(
  name: string,
  options: DownloadDatasetOptions = {},
): Promise<string> {
  const download = await import('../data/download/download.js');
  const m = messages().data;
  let bar: Progress | undefined;
  let shown = 0;
  const onProgress = ({ file, bytes, total }: DownloadProgress): void => {
    bar ??= progress({ total: Math.max(1, Math.ceil(total / kilobyte)), label: `${name} (KB)` });
    const now = Math.ceil(bytes / kilobyte);
    void bar.add(now - shown, m.downloading({ name, file }));
    shown = now;
  };
  const onWait = (): void => console.log(m.waiting({ name }));
  try {
    return await download.downloadDataset(name, { ...options, onProgress, onWait });
  } finally {
    await bar?.done();
  }
}
