/** Tokenizers in files that Hugging Face's `tokenizers` read too. */
import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { replaceFile } from '../../backend/files.js';
import { messages } from '../../messages/index.js';
import { makeFolder } from '../../runtime/make-folder.js';
import type { Tokenizer } from './tokenizer.js';
import { TokenizerFileError } from './tokenizer-file-error.js';
import { tokenizerOf } from './tokenizer-of.js';

/**
 * Writes a tokenizer as `tokenizer.json`: in Python `Tokenizer.from_file(path)` of `tokenizers` reads it.
 *
 * @param path of the file; its folder is made where it is missing
 * @throws TokenizerFileError when it cannot be written
 * @example
 * await saveTokenizer(tokenizer, 'models/letters/tokenizer.json');
 */
export async function saveTokenizer(tokenizer: Tokenizer, path: string): Promise<void> {
  try {
    await makeFolder(dirname(path));
    await replaceFile(path, `${JSON.stringify(tokenizer)}\n`);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new TokenizerFileError(messages().library.files.notWritten({ path, reason }), { cause });
  }
}

/**
 * Reads a `tokenizer.json`, one that `saveTokenizer` or Hugging Face's `tokenizers` wrote.
 *
 * @param path of the file
 * @throws TokenizerFileError when it cannot be read, is no such file, or asks for more than the library
 *   runs
 * @example
 * const tokenizer = await loadTokenizer('models/letters/tokenizer.json');
 */
export async function loadTokenizer(path: string): Promise<Tokenizer> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new TokenizerFileError(messages().library.files.notRead({ path, reason }), { cause });
  }
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch (cause) {
    throw new TokenizerFileError(messages().nlp.notJson({ path }), { cause });
  }
  return tokenizerOf(given);
}
