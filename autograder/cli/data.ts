/** `gradus data`: what data sets there are, the card of one, and its download. */
import type { DatasetError } from '../../src/data/dataset-error.js';
import type { DownloadProgress } from '../../src/data/download/download.js';
import type { DatasetEntry } from '../../src/data/list.js';
import type { Messages } from '../../src/messages/index.js';
import { terminalText } from '../results/plain-text.js';
import { UsageError } from '../results/types.js';
import { asCalled } from './called.js';
import { suggest } from './suggest.js';

const actions = ['list', 'card', 'download'] as const;
type Action = (typeof actions)[number];

export interface DataFlags {
  mirror?: string;
  cache?: string;
}

/** @throws UsageError `bad-value`, `missing-argument`, `too-many-arguments` */
function checked(action: string, name: string | undefined): { action: Action; name: string } {
  const found = actions.find((one) => one === action);
  if (found === undefined) {
    throw new UsageError('bad-value', {
      option: 'data',
      got: action,
      expected: actions.join(', '),
    });
  }
  if (found === 'list' && name !== undefined) throw new UsageError('too-many-arguments');
  if (found !== 'list' && name === undefined) {
    throw new UsageError('missing-argument', { name: 'name' });
  }
  return { action: found, name: name ?? '' };
}

/** `1.9 MB`, `57 KB`. */
function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1e6 ? `${Math.round(bytes / 1000)} KB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

/** How wide a text is on a terminal: Chinese characters take two columns. */
const widthOf = (text: string): number =>
  [...text].reduce((sum, c) => sum + (/[\u1100-\u115f\u2e80-\uffdc]/.test(c) ? 2 : 1), 0);

function listText(entries: readonly DatasetEntry[], m: Messages): string {
  const { list, card } = m.data;
  const rows = [
    [list.name(), list.kind(), list.size(), list.here(), list.licence()],
    ...entries.map(({ name, kind, by, bytes, here, licence }) => [
      name,
      card.kind[kind] ?? kind,
      by === 'generated' ? '' : sizeText(bytes),
      by === 'generated' ? list.made() : here ? list.yes() : list.no(),
      licence,
    ]),
  ];
  const widths =
    rows[0]?.map((_, i) => Math.max(...rows.map((row) => widthOf(row[i] ?? '')))) ?? [];
  const line = (row: readonly string[]): string =>
    row.map((text, i) => text + ' '.repeat((widths[i] ?? 0) - widthOf(text))).join('  ');
  return rows.map((row) => line(row).trimEnd()).join('\n');
}

/** On a terminal a bar with the time left; elsewhere a line for each file. */
async function createBar(name: string, m: Messages, stream = process.stderr) {
  if (!stream.isTTY) {
    let last = '';
    return {
      show({ file }: DownloadProgress): void {
        if (file !== last) stream.write(`${m.data.downloading({ name, file })}\n`);
        last = file;
      },
      stop(): void {},
    };
  }
  const { default: cliProgress } = await import('cli-progress');
  const bar = new cliProgress.SingleBar({
    format: `${name} {bar} {percentage}% {size} · {eta_formatted}`,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    barsize: 30,
    hideCursor: true,
    stream,
  });
  let started = false;
  return {
    show({ bytes, total }: DownloadProgress): void {
      const size = { size: `${sizeText(bytes)} / ${sizeText(total)}` };
      if (!started) bar.start(total, bytes, size);
      else bar.update(bytes, size);
      started = true;
    },
    stop: (): void => bar.stop(),
  };
}

async function download(name: string, flags: DataFlags, m: Messages): Promise<void> {
  const { downloadDataset } = await import('../../src/data/download/download.js');
  const bar = await createBar(name, m);
  // Before the bar is drawn over.
  const onWait = (): void => console.error(m.data.waiting({ name }));
  try {
    const path = await downloadDataset(name, { ...flags, onProgress: bar.show, onWait });
    bar.stop();
    console.log(m.data.downloaded({ name, path }));
  } catch (error) {
    bar.stop();
    throw error;
  }
}

/** A name that is nearly one is told. */
async function knownName(name: string): Promise<string> {
  const { datasetNames, datasetsFolder } = await import('../../src/data/folder.js');
  const names = datasetNames(datasetsFolder());
  if (names.includes(name)) return name;
  throw new UsageError('unknown-dataset', {
    name,
    known: names.join(', '),
    near: suggest(name, names),
  });
}

/**
 * @returns the exit code: 0, or 1 when the set could not be had
 * @throws UsageError `bad-value`, `missing-argument`, `too-many-arguments`, `unknown-dataset`
 */
export async function dataCommand(
  given: string,
  wanted: string | undefined,
  flags: DataFlags,
  m: Messages,
  called: string,
): Promise<number> {
  const { action, name } = checked(given, wanted);
  try {
    if (action === 'list') {
      const { listDatasets } = await import('../../src/data/list.js');
      const { cacheFolder } = await import('../../src/data/cache-folder.js');
      const { cache = cacheFolder() } = flags;
      console.log(listText(await listDatasets({ cache }), m));
      console.log(m.data.list.cache({ path: cache }));
    } else if (action === 'card') {
      const { dataCard } = await import('../../src/data/card.js');
      const card = await dataCard(await knownName(name), { language: m.language });
      process.stdout.write(asCalled(card, called));
    } else {
      await download(await knownName(name), flags, m);
    }
    return 0;
  } catch (error) {
    const { code, message, name: kind } = error as DatasetError;
    if (kind !== 'DatasetError') throw error;
    console.error(terminalText(m.cli.error({ sentence: asCalled(message, called) })));
    // What was asked for cannot be, whatever the machine.
    return code === 'not-a-download' || code === 'bad-mirror' ? 2 : 1;
  }
}
