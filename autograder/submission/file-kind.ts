/** What a file is by its first bytes, whatever it is called. */

export type FileKind =
  | 'zip'
  | 'office'
  | 'gzip'
  | 'tar'
  | 'rar'
  | 'seven-zip'
  | 'xz'
  | 'bzip2'
  | 'pdf'
  | 'image'
  | 'rtf'
  | 'html'
  | 'html-export'
  | 'xml'
  | 'git-lfs'
  | 'script'
  | 'text';

/** As many of a file's first bytes as are looked at. */
export const headBytes = 4096;

const magic: readonly (readonly [FileKind, number, readonly number[]])[] = [
  ['gzip', 0, [0x1f, 0x8b]],
  ['rar', 0, [0x52, 0x61, 0x72, 0x21, 0x1a, 0x07]],
  ['seven-zip', 0, [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]],
  ['xz', 0, [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]],
  ['bzip2', 0, [0x42, 0x5a, 0x68]],
  ['pdf', 0, [0x25, 0x50, 0x44, 0x46, 0x2d]],
  // Word, Excel and PowerPoint before 2007.
  ['office', 0, [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]],
  ['image', 0, [0x89, 0x50, 0x4e, 0x47]],
  ['image', 0, [0xff, 0xd8, 0xff]],
  ['image', 0, [0x47, 0x49, 0x46, 0x38]],
  ['rtf', 0, [0x7b, 0x5c, 0x72, 0x74, 0x66]],
  ['tar', 257, [0x75, 0x73, 0x74, 0x61, 0x72]],
];

/** An entry, the end of an empty zip, a part of one. */
const zipBegins = ['PK\u0003\u0004', 'PK\u0005\u0006', 'PK\u0007\u0008'];

/** @returns undefined where the bytes may be JSON, or nothing is known of them */
export function fileKind(head: Uint8Array): FileKind | undefined {
  const found = magic.find(([, at, bytes]) => bytes.every((byte, i) => head[at + i] === byte));
  if (found !== undefined) return found[0];
  const text = Buffer.from(head.subarray(0, headBytes)).toString('latin1');
  if (zipBegins.some((begin) => text.startsWith(begin))) return isOffice(text) ? 'office' : 'zip';
  return textKind(text.replace(/^\xef\xbb\xbf/, '').trimStart());
}

const isOffice = (text: string): boolean =>
  /\[Content_Types\]\.xml|mimetypeapplication\/vnd\.oasis/.test(text);

function textKind(text: string): FileKind | undefined {
  if (/^<(?:!doctype html|html|head|body|!--)/i.test(text)) {
    return /jp-notebook|nbconvert|jupyter/i.test(text) ? 'html-export' : 'html';
  }
  if (text.startsWith('<?xml')) return /<html/i.test(text) ? 'html' : 'xml';
  if (text.startsWith('version https://git-lfs.github.com/')) return 'git-lfs';
  // Of a script, its first words; blanks, zeros and conflict markers are no text of their own.
  if (
    /^(?:#!|\/\/|\/\*|import\b|export\b|const\b|let\b|var\b|function\b|async\b|class\b|from\b|# ?(?:%%|In\[|coding)|# -\*-)/.test(
      text,
    )
  ) {
    return 'script';
  }
  return /^[^\s{[<=>|]{2}/.test(text) && !text.includes('\u0000') ? 'text' : undefined;
}

const wrongEndings = /\.(?:json|txt|text|html?|download)$|^[^.]+$/i;
const mostSniffed = 64 * 1024;

/** Whether a file of another ending, or of none, is worth a look at its first bytes. */
export const mayBeNotebook = (name: string): boolean => wrongEndings.test(name);

/** Whether the first bytes are those of a notebook, whatever the file is called. */
export function beginsAsNotebook(head: Uint8Array): boolean {
  const text = Buffer.from(head.subarray(0, mostSniffed))
    .toString()
    .replace(/^\ufeff/, '');
  return /^\s*\{/.test(text) && /"(?:cells|worksheets|nbformat)"\s*:/.test(text);
}
