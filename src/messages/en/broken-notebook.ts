/** What is wrong with a file that was handed in as a notebook, and what mends it. */
import type { Params } from '../params.js';

/** Why a file is no notebook; `detail` is a line, a size in MB, an encoding, a place. */
export const notebookReasons = {
  link: () => 'it is a link to another file',
  unreadable: () => 'the file cannot be opened',
  'no-file': () => 'it is not a plain file',
  'hard-link': () => "it is a hard link to another user's file",
  encrypted: () => 'it is encrypted in the archive',
  'packed-too-tightly': () => 'it unpacks to over a hundred times its size, as no notebook does',
  'no-zip': () => 'it is not a whole zip',
  'no-tar': () => 'it is not a whole tar or tar.gz archive',
  'too-many-entries': () => 'the archive has more entries than a submission may have (2,000)',
  'unpacks-too-large': () => 'the archive unpacks to more than a submission may have (256 MB)',
  twice: () => 'the archive holds two files of this name',
  'too-large': (mb) => `it has ${mb || 'too many'} MB, and at most 256 MB are read`,
  'too-much-code': (mb) => `its cells hold more than ${mb} MB of text, outputs apart`,
  'too-many-cells': (count) => `it has more than ${count} cells`,
  'too-deep': (levels) => `its JSON is nested more than ${levels} levels deep`,
  empty: () => 'the file is empty (0 bytes)',
  blank: () => 'the file holds nothing but blanks',
  nul: (line) =>
    `zero bytes stand in line ${line}, as when a disk was full or a download was not whole`,
  conflict: (line) => `line ${line} is a conflict marker of git`,
  truncated: (line) =>
    `its JSON ends in the middle (line ${line}), as when an upload or a download was cut short`,
  encoding: (encoding) => `its text is not UTF-8 but, as it seems, ${encoding || 'something else'}`,
  'no-json': (line) => `its JSON is broken in line ${line}`,
  'no-object': () => 'it is JSON, but not a notebook',
  'no-notebook': (place) =>
    `it is JSON, but not a notebook of format 3 or 4 (look at \`${place}\`)`,
  nbformat: (version) => `it is a notebook of format ${version}, and formats 3 and 4 are read`,
  zip: () => 'it is a zip archive, not a notebook',
  gzip: () => 'it is a gzip archive (.gz, .tar.gz), not a notebook',
  tar: () => 'it is a tar archive, not a notebook',
  rar: () => 'it is a RAR archive, which is not opened',
  'seven-zip': () => 'it is a 7z archive, which is not opened',
  xz: () => 'it is an xz archive, which is not opened',
  bzip2: () => 'it is a bzip2 archive, which is not opened',
  office: () => 'it is an office document (Word, Excel, PowerPoint)',
  pdf: () => 'it is a PDF',
  image: () => 'it is a picture',
  rtf: () => 'it is a text document (RTF)',
  html: () => 'it is a web page, perhaps one that asked to log in',
  'html-export': () => 'it is a notebook that was exported as a web page',
  xml: () => 'it is an XML document',
  'git-lfs': () => 'it is a pointer of Git LFS; the file itself was not handed in',
  script: () => 'it is a script, perhaps a notebook that was exported as one',
  text: () => 'it is plain text, not JSON',
} satisfies Record<string, (detail: string) => string>;

export type NotebookReason = keyof typeof notebookReasons;

const asNotebook =
  'Hand in the notebook itself: the file that JupyterLab opens, which ends in `.ipynb`.';
const unpack = 'Unpack it and hand in the `.ipynb` file itself, or a zip of it.';
const again =
  'Look at the file in your own folder: where it opens in JupyterLab, hand it in again.';

/** What mends it: never what fails as well. */
const notebookRemedies: Partial<Record<NotebookReason, string>> = {
  link: asNotebook,
  'hard-link': asNotebook,
  'no-file': asNotebook,
  encrypted: 'Pack it without a password.',
  'packed-too-tightly': 'Hand in the `.ipynb` file itself.',
  'no-zip': 'Pack it again, or hand in the `.ipynb` file itself.',
  'no-tar': 'Pack it again, or hand in the `.ipynb` file itself.',
  'too-many-entries': 'Hand in the `.ipynb` file itself.',
  'unpacks-too-large': 'Hand in the `.ipynb` file itself.',
  twice: 'Hand in only the one that counts.',
  'too-large': 'Clear its outputs in JupyterLab (Edit, Clear Outputs of All Cells) and save it.',
  'too-much-code': 'Keep data and pictures in files of their own.',
  'too-many-cells': 'Delete cells that no exercise needs.',
  'too-deep': 'Copy your answers into a fresh copy of the lesson.',
  conflict:
    'Keep one of the two versions: `git checkout --ours -- FILE` or `git checkout --theirs -- FILE`, then hand it in again.',
  encoding:
    'Save it as UTF-8 in the editor that changed it, or hand in the copy that JupyterLab saved.',
  'no-json':
    'It was changed outside of JupyterLab: mend that line in a text editor, or copy your answers into a fresh copy of the lesson.',
  'no-notebook': asNotebook,
  'no-object': asNotebook,
  nbformat: 'Save it in a current JupyterLab.',
  zip: unpack,
  gzip: unpack,
  tar: unpack,
  rar: unpack,
  'seven-zip': unpack,
  xz: unpack,
  bzip2: unpack,
  office: asNotebook,
  pdf: asNotebook,
  image: asNotebook,
  rtf: asNotebook,
  html: 'Log in, download the `.ipynb` file itself, and hand that in.',
  'html-export': asNotebook,
  xml: asNotebook,
  'git-lfs': 'Run `git lfs pull`, then hand in the file.',
  script: asNotebook,
  text: asNotebook,
};

/** What is wrong; undefined where the reason is not known. */
export const whyNoNotebook = (p: Params): string | undefined =>
  own<(detail: string) => string>(notebookReasons, `${p.reason}`)?.(`${p.detail ?? ''}`);

/** What to do about it. */
const mendNotebook = (p: Params): string => own<string>(notebookRemedies, `${p.reason}`) ?? again;

/** Both, as the end of a sentence about the file. */
export const noNotebook = (p: Params): string =>
  `cannot be read as a notebook: ${whyNoNotebook(p) ?? p.reason}. ${mendNotebook(p)}`;

/** Own keys only: a reason that came from a file must not find `constructor`. */
const own = <T>(table: Readonly<Partial<Record<string, T>>>, key: string): T | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined;
