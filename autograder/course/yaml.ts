/** YAML inside Markdown, checked: each problem has its line and column in the file. */
import { LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import type { Problems } from './problem.js';

/**
 * Reads YAML.
 *
 * @param firstLine the line of the file on which the text begins
 * @returns undefined when something is wrong; what it is has been added to `problems`
 */
export function parseYaml<S extends z.ZodType>(
  yaml: string,
  firstLine: number,
  schema: S,
  problems: Problems,
): z.infer<S> | undefined {
  const lines = new LineCounter();
  const document = parseDocument(yaml, { lineCounter: lines });
  const place = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { line: firstLine + line - 1, column: col };
  };
  for (const error of document.errors) {
    const message = error.message.split('\n')[0] ?? '';
    problems.add(place(error.pos[0]), 'yaml-syntax', { message });
  }
  if (document.errors.length > 0) return undefined;
  const parsed = schema.safeParse(document.toJS());
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues) {
    const path = issue.path.map((part) => (typeof part === 'number' ? part : String(part)));
    const params = { field: path.join('.') || 'all', message: issue.message };
    problems.add(placeOf(document, path, place), 'yaml-field', params);
  }
  return undefined;
}

/** The nearest node that exists on the way to a field. */
function placeOf(
  document: ReturnType<typeof parseDocument>,
  path: readonly (string | number)[],
  place: (offset: number) => { line: number; column: number },
): { line: number; column: number } {
  for (let depth = path.length; depth > 0; depth--) {
    const node = document.getIn(path.slice(0, depth), true);
    if (typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range)) {
      return place(Number(node.range[0]));
    }
  }
  return place(0);
}
