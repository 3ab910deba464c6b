/** JSON, and JSON of one record a line. */
import { messages } from '../../messages/index.js';
import { DatasetError } from '../dataset-error.js';
import type { BadRow } from './csv.js';
import { checkBytes } from './limits.js';

export interface JsonOptions {
  /** A longer text is refused. Default 256 MB. */
  maxBytes?: number;
}

/** @throws DatasetError `bad-file` for what is no JSON, `too-large` */
export function parseJson(text: string, { maxBytes }: JsonOptions = {}, where = 'JSON'): unknown {
  checkBytes(text.length, maxBytes);
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    const reason = messages().data.noJson({ reason: (error as Error).message });
    throw new DatasetError('bad-file', { path: where, reason });
  }
}

/**
 * Reads one record a line (JSON Lines); empty lines are passed over.
 *
 * @returns the records, and the lines that are no JSON
 * @throws DatasetError `too-large`
 * @example
 * const { records, bad } = parseJsonLines('{"text":"yes"}\n{"text":');
 */
export function parseJsonLines(
  text: string,
  { maxBytes }: JsonOptions = {},
): { records: unknown[]; bad: BadRow[] } {
  checkBytes(text.length, maxBytes);
  const records: unknown[] = [];
  const bad: BadRow[] = [];
  text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .forEach((line, i) => {
      if (line.trim() === '') return;
      try {
        records.push(JSON.parse(line));
      } catch (error) {
        const reason = messages().data.noJson({ reason: (error as Error).message });
        bad.push({ line: i + 1, reason, text: line.slice(0, 200) });
      }
    });
  return { records, bad };
}
