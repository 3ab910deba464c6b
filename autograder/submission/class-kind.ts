/** What a path that was given for a class is: by its name, else by its first bytes. */
import { open } from 'node:fs/promises';
import { beginsAsNotebook, fileKind, headBytes } from './file-kind.js';
import { isArchive, isNotebook } from './layout.js';

/** Of a file; undefined where it is neither. */
export async function kindOfClass(path: string): Promise<'notebook' | 'archive' | undefined> {
  if (isNotebook(path)) return 'notebook';
  if (isArchive(path)) return 'archive';
  const handle = await open(path).catch(() => undefined);
  if (handle === undefined) return undefined;
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(headBytes), 0, headBytes, 0);
    const head = buffer.subarray(0, bytesRead);
    if (beginsAsNotebook(head)) return 'notebook';
    return ['zip', 'gzip', 'tar'].includes(fileKind(head) ?? '') ? 'archive' : undefined;
  } finally {
    await handle.close();
  }
}
