/** The outputs of a published notebook: the same run gives the same bytes, and GitHub can show them. */

/** One output of a cell, as nbformat 4 has it. */
export interface Output {
  output_type: 'stream' | 'display_data' | 'execute_result' | 'error';
  name?: string;
  text?: string | string[];
  data?: Record<string, unknown>;
  metadata?: Record<string, unknown>;
  ename?: string;
  evalue?: string;
}

/** Digits of a number in a figure that mean something; the rest is rounding of the machine. */
const digits = 6;

/** A chart that a front end with plotly draws; the others show the still picture beside it. */
const plotly = 'application/vnd.plotly.v1+json';
const picture = 'image/svg+xml';

interface Cell {
  id?: string;
  cell_type: string;
  source: string | string[];
  metadata?: { gradus?: { quiz?: string } };
  outputs?: unknown[];
  execution_count?: number | null;
}
interface Notebook {
  cells: Cell[];
}

/** Of each cell that shows something, by its id. */
export type Outputs = Readonly<Record<string, readonly Output[]>>;

const joined = (text: string | readonly string[]): string => [text].flat().join('');
const lines = (text: string): string[] => text.split(/(?<=\n)/);

/** As Jupyter writes a notebook: keys in order, one space, a newline at the end. */
export const jupyterText = (notebook: object): string => `${JSON.stringify(notebook, null, 1)}\n`;

/** A notebook without what running it left: outputs and the numbers beside the cells. */
export function withoutOutputs(text: string): string {
  const notebook = JSON.parse(text) as Notebook;
  for (const cell of notebook.cells) {
    if (cell.cell_type !== 'code') continue;
    cell.outputs = [];
    cell.execution_count = null;
  }
  return jupyterText(notebook);
}

/** A file of the course as a student begins with it: before they work, nothing says "passed". */
export function handedOut(path: string, data: Buffer): Buffer {
  if (!path.endsWith('.ipynb')) return data;
  try {
    return Buffer.from(withoutOutputs(data.toString('utf8')));
  } catch {
    // No notebook after all.
    return data;
  }
}

/** What a question says to the right answer, its reader finds out: no published notebook tells it. */
const isQuestion = ({ metadata }: Cell): boolean => metadata?.gradus?.quiz !== undefined;

/** A compiled notebook that shows these outputs. */
export function withOutputs(compiled: string, outputs: Outputs): string {
  const notebook = JSON.parse(compiled) as Notebook;
  for (const cell of notebook.cells) {
    if (cell.cell_type !== 'code' || cell.id === undefined) continue;
    cell.outputs = isQuestion(cell) ? [] : publishedOutputs(outputs[cell.id] ?? []);
  }
  return jupyterText(notebook);
}

/**
 * A compiled notebook with the outputs of the one before it, where a cell's code is as it was; what a
 * changed cell showed is dropped.
 *
 * @param before the file as it is; where it is no notebook, nothing of it is kept
 */
export function withKeptOutputs(compiled: string, before: string): string {
  const old = cellsOf(before);
  const notebook = JSON.parse(compiled) as Notebook;
  for (const cell of notebook.cells) {
    const same = old.get(cell.id ?? '');
    if (cell.cell_type !== 'code' || same === undefined) continue;
    if (joined(same.source) === joined(cell.source)) cell.outputs = same.outputs ?? [];
  }
  return jupyterText(notebook);
}

/** Whether a file is what a lesson gives, whatever its cells show. */
export function isCompiled(text: string, compiled: string): boolean {
  try {
    return withoutOutputs(text) === compiled;
  } catch {
    return false;
  }
}

/** Ids of cells that show something in one run and nothing in the file. */
export function cellsWithout(text: string, outputs: Outputs): string[] {
  const shown = cellsOf(text);
  return Object.entries(outputs)
    .filter(([id, list]) => {
      const cell = shown.get(id);
      if (cell !== undefined && isQuestion(cell)) return false;
      return list.length > 0 && (cell?.outputs ?? []).length === 0;
    })
    .map(([id]) => id);
}

/** A call at the left edge of a cell: it prints whenever the cell runs. */
const prints = /^console\.log\(/m;

/**
 * Ids of cells of a published notebook that print and show nothing: their code is another one since.
 * None where no cell shows anything.
 */
export function cellsUnshown(text: string): string[] {
  const cells = [...cellsOf(text).values()].filter((cell) => cell.cell_type === 'code');
  const isEmpty = ({ outputs = [] }: Cell): boolean => outputs.length === 0;
  if (cells.every(isEmpty)) return [];
  return cells
    .filter((cell) => isEmpty(cell) && prints.test(joined(cell.source)))
    .flatMap(({ id }) => id ?? []);
}

function cellsOf(text: string): Map<string, Cell> {
  try {
    const { cells } = JSON.parse(text) as Notebook;
    return new Map(cells.map((cell) => [cell.id ?? '', cell]));
  } catch {
    return new Map();
  }
}

/** The outputs of one cell as they are published. */
export function publishedOutputs(outputs: readonly Output[]): Output[] {
  const published: Output[] = [];
  for (const output of outputs) {
    const last = published.at(-1);
    if (output.output_type !== 'stream') {
      published.push(shownOutput(output));
      continue;
    }
    const text = joined(output.text ?? '');
    // How a text was cut into messages is chance.
    if (last?.output_type === 'stream' && last.name === output.name) {
      last.text = lines(joined(last.text ?? '') + text);
    } else {
      published.push({ name: output.name ?? 'stdout', output_type: 'stream', text: lines(text) });
    }
  }
  return published;
}

function shownOutput({ output_type, data = {}, metadata = {} }: Output): Output {
  const isChart = plotly in data && picture in data;
  const kept = Object.keys(data)
    .sort()
    // Its script asks for a file beside the notebook of a workspace: nothing that a page has.
    .filter((type) => !(isChart && type === 'text/html'))
    .map((type) => [type, form(type, data[type])] as const);
  return { data: Object.fromEntries(kept), metadata, output_type };
}

/** Texts as lists of lines, which is how they differ line by line; the rest with its keys in order. */
function form(type: string, value: unknown): unknown {
  if (typeof value === 'string' || (Array.isArray(value) && !type.endsWith('json'))) {
    return lines(joined(value as string | string[]));
  }
  return inOrder(value);
}

function inOrder(value: unknown): unknown {
  if (typeof value === 'number') return rounded(value);
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, inOrder(inner)]));
}

const rounded = (value: number): number =>
  Number.isInteger(value) ? value : Number(value.toPrecision(digits));
