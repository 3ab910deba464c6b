/**
 * Any notebook as Markdown, and back: for notebooks that are no lesson of the course.
 *
 * Each cell stands under a line such as `<!-- cell: code {"id":"a1"} -->`, which holds what Markdown
 * has no place for (id, metadata, attachments); Markdown follows letter by letter, code in a fence
 * that is longer than any in it. The line is invisible on a page of GitHub. The front matter is the
 * notebook's own metadata.
 */
import { jupyterText } from '../../outputs.js';
import { Problems } from '../problem.js';
import type { ImportedCell, ImportedNotebook, Json } from './read.js';

const mark = /^<!-- cell: (code|markdown|raw) (\{.*\}) -->$/;
const escaped = /^<!-- \\+cell:/;
const first = 'notebook: ';

/** Whether a text was made by `toMarkdown`. */
export const isPlain = (text: string): boolean => text.startsWith(`---\n${first}{`);

export function toMarkdown({ cells, rest }: ImportedNotebook): string {
  const language = languageOf(rest.metadata);
  const blocks = cells.map((cell) => `${blockOf(cell, language)}\n`);
  return [`---\n${first}${inComment(rest)}\n---\n`, ...blocks].join('\n');
}

function blockOf({ kind, source, rest }: ImportedCell, language: string): string {
  // Half of a character cannot be written as UTF-8.
  const isWritable = Buffer.from(source).toString() === source;
  const held = isWritable ? rest : { ...rest, source };
  const head = `<!-- cell: ${kind} ${inComment(held)} -->`;
  if (!isWritable) return `${head}\n`;
  const body = source.replace(/^<!-- (?=\\*cell:)/gm, '<!-- \\');
  if (kind === 'markdown') return `${head}\n${body}`;
  const runs = source.match(/`{3,}/g) ?? [];
  const ticks = '`'.repeat(Math.max(3, ...runs.map((run) => run.length + 1)));
  return `${head}\n${ticks}${kind === 'code' ? language : ''}\n${body}\n${ticks}`;
}

/** JSON on one line that ends no comment. */
const inComment = (value: Json): string =>
  JSON.stringify(value)
    .replace(/>/g, '\\u003e')
    .replace(/\u2028/g, '\\u2028')
    .replace(/\u2029/g, '\\u2029');

function languageOf(metadata: unknown): string {
  const { kernelspec, language_info: info } = (metadata ?? {}) as Record<string, Json | undefined>;
  const name = kernelspec?.language ?? info?.name;
  return typeof name === 'string' && /^[A-Za-z][\w+#.-]{0,30}$/.test(name) ? name : '';
}

/**
 * The notebook of such a Markdown.
 *
 * @throws CourseError with every problem as `file:12:1: …`
 */
export function fromMarkdown(text: string, file: string): ImportedNotebook {
  const problems = new Problems(file);
  const lines = text.split('\n');
  const rest = isPlain(text) ? jsonOf(lines[1]?.slice(first.length) ?? '') : undefined;
  if (rest === undefined) problems.add({ line: 2 }, 'plain-front-matter');
  const marks = lines.flatMap((line, i) => (/^<!-- cell:/.test(line) ? [i] : []));
  const cells = marks.flatMap((at, i): ImportedCell[] => {
    const [, kind, json = ''] = mark.exec(lines[at] ?? '') ?? [];
    const held = jsonOf(json);
    if (kind === undefined || held === undefined) {
      problems.add({ line: at + 1 }, 'plain-cell');
      return [];
    }
    const body = lines.slice(at + 1, marks[i + 1] ?? lines.length);
    // The empty line before the next cell, or what follows the last line's end.
    if (body.at(-1) === '') body.pop();
    const { source: odd, ...others } = held;
    const cell = { kind: kind as ImportedCell['kind'], rest: others };
    if (typeof odd === 'string') return [{ ...cell, source: odd }];
    const source = kind === 'markdown' ? body : fenced(body, at + 2, problems);
    return [{ ...cell, source: source.map(unmarked).join('\n') }];
  });
  problems.throwIfAny();
  return { cells, rest: rest ?? {} };
}

const unmarked = (line: string): string => (escaped.test(line) ? line.replace('\\', '') : line);

/** What a fence holds; blank lines around it are an editor's. */
function fenced(body: string[], line: number, problems: Problems): string[] {
  const from = body.findIndex((text) => text.trim() !== '');
  const to = body.findLastIndex((text) => text.trim() !== '');
  const [ticks] = /^`{3,}/.exec(body[from] ?? '') ?? [];
  if (ticks !== undefined && to > from && body[to]?.trimEnd() === ticks) {
    return body.slice(from + 1, to);
  }
  problems.add({ line }, 'plain-fence');
  return [];
}

function jsonOf(text: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

/** As Jupyter writes it, without outputs. */
export function notebookText({ cells, rest }: ImportedNotebook): string {
  const notebook = {
    cells: cells.map(({ kind, source, rest: { id, metadata = {}, ...others } }) => ({
      cell_type: kind,
      ...(kind === 'code' && { execution_count: null }),
      ...(id !== undefined && { id }),
      metadata,
      ...others,
      ...(kind === 'code' && { outputs: [] }),
      source: source === '' ? [] : source.split(/(?<=\n)/),
    })),
    ...rest,
  };
  return jupyterText(notebook);
}
