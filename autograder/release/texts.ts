/** Every text that a file holds, however it is wrapped: what a determined reader would find too. */
import { isUtf8 } from 'node:buffer';
import { basename } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { extract } from 'tar-stream';
import * as yauzl from 'yauzl';

export interface FoundText {
  /** The file, then what it lies in: `lessons/a.zip`, `notes.ipynb`, `cell 3, output`. */
  where: readonly string[];
  text: string;
}

/** A bundle that is deeper has something to hide. */
const maxDepth = 10;

/** @throws RangeError when archives, or encodings, are nested deeper than anybody has a reason to */
export async function* textsOf(
  path: string,
  data: Buffer,
  outer: readonly string[] = [],
): AsyncGenerator<FoundText> {
  const where = [...outer, path];
  if (where.length > maxDepth) {
    throw new RangeError(
      `Expected archives and encodings nested at most ${maxDepth} deep. Received: ${where.join(' > ')}`,
    );
  }
  if (data.subarray(0, 4).equals(Buffer.from('PK\x03\x04', 'latin1'))) {
    for await (const entry of zipped(data)) yield* textsOf(entry.name, entry.data, where);
  } else if (data[0] === 0x1f && data[1] === 0x8b) {
    yield* textsOf(basename(path).replace(/\.(gz|tgz)$/, ''), gunzipSync(data), where);
  } else if (data.subarray(257, 262).toString('latin1') === 'ustar') {
    for await (const stream of extractAll(data)) yield* textsOf(stream.name, stream.data, where);
  } else if (isUtf8(data) && !data.includes(0)) {
    yield* textsIn(data.toString('utf8'), where);
  } else if (isUtf16(data)) {
    yield* textsIn(data.toString('utf16le'), where);
  } else {
    // Strings in a binary file, such as the text chunks of a picture.
    for (const [run] of data.toString('latin1').matchAll(/[\t\n\r\x20-\x7e]{60,}/g)) {
      yield* textsIn(run, where);
    }
  }
}

const isUtf16 = (data: Buffer): boolean => data[0] === 0xff && data[1] === 0xfe;

async function* zipped(data: Buffer): AsyncGenerator<{ name: string; data: Buffer }> {
  const zip = await yauzl.fromBufferPromise(data, { lazyEntries: true, autoClose: false });
  for await (const entry of zip.eachEntry()) {
    if (entry.fileName.endsWith('/')) continue;
    yield { name: entry.fileName, data: await buffer(await zip.openReadStreamPromise(entry)) };
  }
}

async function* extractAll(data: Buffer): AsyncGenerator<{ name: string; data: Buffer }> {
  const reader = extract();
  reader.end(data);
  for await (const stream of reader) {
    yield { name: stream.header.name, data: await buffer(stream) };
  }
}

/** A text, and what is encoded in it. */
async function* textsIn(text: string, where: readonly string[]): AsyncGenerator<FoundText> {
  const json = /^\s*[{[]/.test(text) ? parsed(text) : undefined;
  if (json === undefined) {
    yield { where, text };
    yield* encodedIn(text, where);
    return;
  }
  for (const { place, text: string } of stringsOf(json, [])) {
    const inside = place === '' ? where : [...where, place];
    yield { where: inside, text: string };
    if (string.length > 60) yield* encodedIn(string, inside);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The strings of a JSON value; a list of strings is one text, as notebooks write sources. */
function* stringsOf(
  value: unknown,
  path: readonly (string | number)[],
): Generator<{ place: string; text: string }> {
  if (typeof value === 'string') yield { place: placeOf(path), text: value };
  else if (Array.isArray(value) && value.every((one) => typeof one === 'string')) {
    const text = value.every((one, i) => i === value.length - 1 || one.endsWith('\n'))
      ? value.join('')
      : value.join('\n');
    yield { place: placeOf(path), text };
    // A source map lists whole files.
    if (value.length > 1) {
      for (const [i, one] of value.entries()) {
        if (one.length > 200) yield { place: placeOf([...path, i]), text: one };
      }
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) {
      // A name can hold a text as well as what it names.
      if (key.length > 60) yield { place: placeOf(path), text: key };
      yield* stringsOf(inner, [...path, Array.isArray(value) ? Number(key) : key]);
    }
  }
}

/** `cells[2].source` of a notebook is its third cell, as JupyterLab shows it. */
function placeOf(path: readonly (string | number)[]): string {
  const [first, index, ...rest] = path;
  if (first === 'cells' && typeof index === 'number') {
    return `cell ${index + 1}${rest[0] === 'source' ? '' : `, ${rest.join('.')}`}`;
  }
  return path
    .map((one) => (typeof one === 'number' ? `[${one}]` : `.${one}`))
    .join('')
    .replace(/^\./, '');
}

const unescaped = 'unescaped';

/** What is written in escapes, such as code in a string of code; what is written in base64. */
async function* encodedIn(text: string, where: readonly string[]): AsyncGenerator<FoundText> {
  // Escapes in escapes in escapes: what is left then is a pattern, not a text.
  const times = where.filter((one) => one === unescaped).length;
  if (times < 3 && /\\[nrt"'`u\\]/.test(text)) {
    const plain = text.replace(/\\(?:u([0-9a-fA-F]{4})|([nrt"'`\\]))/g, (_all, hex, one) =>
      hex
        ? String.fromCharCode(Number.parseInt(hex, 16))
        : ({ n: '\n', r: '\r', t: '\t' }[one as string] ?? one),
    );
    yield* textsOf(unescaped, Buffer.from(plain), where);
  }
  for (const [run] of text.matchAll(
    /(?:[A-Za-z0-9+/]{4}(?:\r?\n)?){15,}[A-Za-z0-9+/]{0,3}={0,2}/g,
  )) {
    const bytes = Buffer.from(run, 'base64');
    // What a long path or a name decodes to is noise.
    if (isArchive(bytes) || (isUtf8(bytes) && bytes.every((byte) => byte > 8))) {
      yield* textsOf('base64', bytes, where);
    }
  }
}

const isArchive = (bytes: Buffer): boolean =>
  (bytes[0] === 0x1f && bytes[1] === 0x8b) || bytes.subarray(0, 2).toString('latin1') === 'PK';
