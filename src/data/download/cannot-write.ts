/** What the disk refused, with what mends it. */
import { messages } from '../../messages/index.js';
import { DatasetError } from '../dataset-error.js';

/** An error of the file system as one of the data set; any other as it is. */
export function cannotWrite(error: unknown, path: string): unknown {
  const { code = '', syscall } = error as NodeJS.ErrnoException;
  if (error instanceof DatasetError || syscall === undefined) return error;
  const { remedies } = messages().data;
  let remedy = remedies.otherFolder();
  if (code === 'ENOSPC' || code === 'EDQUOT') remedy = remedies.room();
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') remedy = remedies.permission();
  return new DatasetError('cannot-write', { path, detail: code, remedy });
}
