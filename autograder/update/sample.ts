/** Small editions of a lesson, and what readers make of them, for tests. */
import { contentOf } from '../course/content.js';
import { parseImported } from '../course/import/read.js';

export interface SampleCell {
  id: string;
  source: string;
  kind?: 'markdown' | 'code';
  gradus?: Record<string, string>;
}

export const lessonId = '01-a-sample';

export const text = (id: string, source: string): SampleCell => ({ id, source, kind: 'markdown' });
export const code = (id: string, source: string): SampleCell => ({ id, source });
export const exercise = (name: string, source: string): SampleCell => ({
  id: `exercise-${name}`,
  source,
  gradus: { exercise: name },
});
export const check = (name: string): SampleCell => ({
  id: `check-${name}`,
  source: `await check('${name}', ${name});`,
  gradus: { check: name },
});
export const quiz = (name: string, answer = '?'): SampleCell => ({
  id: `quiz-${name}`,
  source: `await quiz('${name}', '${answer}');`,
  gradus: { quiz: name },
});

const cellOf = ({ id, source, kind = 'code', gradus }: SampleCell) => ({
  cell_type: kind,
  id,
  metadata: gradus === undefined ? {} : { deletable: false, gradus },
  source: source.split(/(?<=\n)/),
  ...(kind === 'code' && { execution_count: null, outputs: [] }),
});

/** The text of a notebook as the course hands it out. */
export function edition(
  cells: readonly SampleCell[],
  { version = 1, language = 'en' }: { version?: number; language?: 'en' | 'zh' } = {},
): string {
  const { content, cells: hashes } = contentOf(cells);
  const metadata = {
    gradus: { content, language, lesson: lessonId, version },
    gradus_cells: hashes,
  };
  const notebook = { cells: cells.map(cellOf), metadata, nbformat: 4, nbformat_minor: 5 };
  return `${JSON.stringify(notebook, null, 1)}\n`;
}

type Raw = { cells: Record<string, unknown>[]; metadata: Record<string, unknown> };

/** What a reader did to it. */
export function worked(notebook: string, change: (raw: Raw) => void): string {
  const raw = JSON.parse(notebook) as Raw;
  change(raw);
  return JSON.stringify(raw);
}

/** Puts a source in the place of a cell's. */
export const answer =
  (sources: Record<string, string>) =>
  ({ cells }: Raw): void => {
    for (const cell of cells) {
      const source = sources[String(cell.id)];
      if (source !== undefined) cell.source = source;
    }
  };

/** Puts a cell of the reader's own behind another. */
export const addAfter =
  (id: string, own: SampleCell) =>
  ({ cells }: Raw): void => {
    cells.splice(cells.findIndex((cell) => cell.id === id) + 1, 0, cellOf(own));
  };

/** Ids and sources, as a reader sees them. */
export const seen = (notebook: string): [string, string][] =>
  parseImported(notebook).cells.map(({ rest, source }) => [String(rest.id), source]);
