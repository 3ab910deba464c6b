/** What goes wrong with a data set: a stable code, and a sentence of the catalogue. */
import { messages } from '../messages/index.js';

/** Why a data set cannot be had. */
export type DatasetErrorCode =
  | 'not-downloaded'
  | 'file-missing'
  | 'damaged'
  | 'zip-refused'
  | 'bad-file'
  | 'too-large'
  | 'unknown-name'
  | 'not-a-download'
  | 'download-failed'
  | 'bad-mirror'
  | 'cannot-write'
  | 'busy'
  | 'bad-rows';

/** The values in the sentence. */
type Params = Readonly<Record<string, string | number>>;

/**
 * A data set that cannot be had or read.
 *
 * `code` stays the same between versions: `not-downloaded`, `download-failed`, `damaged` and so on.
 */
export class DatasetError extends Error {
  readonly code: DatasetErrorCode;
  readonly params: Params;

  constructor(code: DatasetErrorCode, params: Params) {
    const sentences: Readonly<Record<DatasetErrorCode, (p: Params) => string>> =
      messages().data.errors;
    super(sentences[code](params));
    this.name = 'DatasetError';
    this.code = code;
    this.params = params;
  }
}
