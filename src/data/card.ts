/** The data card of a set: its manifest, to be read. */
import { messages } from '../messages/index.js';
import { manifestOf } from './find-manifest.js';
import { datasetsFolder } from './folder.js';
import type { Manifest } from './manifest.js';

export interface CardOptions {
  /** Another folder of data sets; default: the one in the package. */
  folder?: string;
  /** `en` or `zh`; default: `GRADUS_LANG`, else English. */
  language?: string;
}

/** A cell of a table: one line, no bar. */
const cell = (value: string | number): string =>
  `${value}`.replace(/\s+/g, ' ').replace(/[\\|]/g, '\\$&');

const tableOf = (
  head: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): string =>
  [
    `| ${head.map(cell).join(' | ')} |`,
    `| ${head.map(() => '---').join(' | ')} |`,
    ...rows.map((row) => `| ${row.map(cell).join(' | ')} |`),
  ].join('\n');

/** The size of one example, in words of the field. */
function shapeOf(manifest: Manifest): string | undefined {
  switch (manifest.kind) {
    case 'images':
    case 'boxes':
      return manifest.imageShape.join(' × ');
    case 'sequences':
      return `${manifest.length}`;
    case 'audio':
      return `${manifest.sampleRate} Hz`;
    case 'series':
      return manifest.every;
    case 'ratings':
      return manifest.scale.join(' – ');
    default:
      return undefined;
  }
}

const languageOf = (manifest: Manifest): string | undefined => {
  if ('language' in manifest) return manifest.language;
  return 'languages' in manifest ? manifest.languages.join(' → ') : undefined;
};

/** The names of classes, and how many examples of each there are by part. */
function classTables(manifest: Manifest, language: string | undefined): string[] {
  const { card } = messages(language).data;
  const target = 'target' in manifest ? manifest.target : undefined;
  const columns = 'columns' in manifest ? manifest.columns : [];
  const category = columns.find(({ name, values }) =>
    target === undefined ? values !== undefined : name === target,
  );
  const classes = 'classes' in manifest ? manifest.classes : category?.values;
  const attributes = 'attributes' in manifest ? manifest.attributes : undefined;
  const counted =
    manifest.classCounts ?? ('attributeCounts' in manifest ? manifest.attributeCounts : undefined);
  const names = classes ?? attributes;
  if (names === undefined || counted === undefined) return [];
  const parts = Object.keys(counted);
  const partName = (part: string): string => (part === 'all' ? card.count() : part);
  const head = [classes ? card.className() : card.attribute(), ...parts.map(partName)];
  return [
    `## ${card.classes()}`,
    tableOf(
      head,
      names.map((name, i) => [name, ...parts.map((part) => counted[part]?.[i] ?? 0)]),
    ),
  ];
}

function renderCard(manifest: Manifest, language?: string): string {
  const { card, bytesOf } = messages(language).data;
  const { name, title, description, kind, provided, origin, licence, citation, files } = manifest;
  const note = licence.note === undefined ? '' : `: ${licence.note}`;
  const parts = Object.entries(manifest.splits);
  const facts: [string, string | undefined][] = [
    ['kind', card.kind[kind]],
    ['where', card.by[provided.by]],
    ['origin', origin],
    ['licence', `${licence.id}${note}`],
    ['citation', citation],
    [
      'size',
      files.length === 0 ? undefined : bytesOf({ n: files.reduce((sum, f) => sum + f.bytes, 0) }),
    ],
    ['examples', parts.map(([part, n]) => (part === 'all' ? `${n}` : `${part} ${n}`)).join(', ')],
    ['shape', shapeOf(manifest)],
    ['language', languageOf(manifest)],
    [
      'columns',
      'columns' in manifest
        ? manifest.columns.map((c) => (c.unit ? `${c.name} (${c.unit})` : c.name)).join(', ')
        : undefined,
    ],
  ];
  const rows = facts.flatMap(([key, value]) =>
    value === undefined ? [] : [[card.facts[key] ?? key, value] as const],
  );
  const blocks = [
    `# ${title}`,
    description,
    tableOf([name, ''], rows),
    ...classTables(manifest, language),
  ];
  if (files.length > 0) {
    const listed = files.map(({ path, bytes, sha256, unpacked }) => [
      path,
      bytes,
      sha256 ?? unpacked?.sha256 ?? '',
    ]);
    blocks.push(`## ${card.files()}`, tableOf([card.file(), card.bytes(), 'SHA-256'], listed));
  }
  if (provided.by === 'download') blocks.push(card.download({ name }));
  blocks.push(`\`\`\`ts\nconst data = await loadDataset('${name}');\n\`\`\``);
  return `${blocks.join('\n\n')}\n`;
}

/**
 * What a data set is, as Markdown: origin, licence, citation, shape, parts, examples of each class,
 * files with their digests.
 *
 * @throws RangeError for an unknown name, with the known ones
 * @example
 * display({ markdown: await dataCard('digits') });
 */
export async function dataCard(name: string, options: CardOptions = {}): Promise<string> {
  const manifest = await manifestOf(name, options.folder ?? datasetsFolder());
  return renderCard(manifest, options.language);
}
