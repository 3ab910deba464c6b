/** Plain files of a class, read without following a link or waiting on a pipe. */
import { constants } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { inMb, NotebookError } from './notebook-error.js';

const chunkBytes = 1024 * 1024;

/**
 * The bytes of a plain file piece by piece; a link, a pipe, a device or a folder is refused.
 *
 * A file with further hard links (`nlink` > 1) is taken where it belongs to the owner of its folder,
 * as in a copy made with `cp -al`; a file of somebody else, linked into the folder from outside, is
 * refused.
 *
 * @param file a `Buffer` where the name on disk is no UTF-8
 */
export async function* plainFileChunks(
  file: string | Buffer,
  maxBytes: number,
  folder: string | Buffer = dirname(String(file)),
): AsyncGenerator<Buffer> {
  let handle: Awaited<ReturnType<typeof open>>;
  try {
    handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new NotebookError(code === 'ELOOP' ? 'link' : 'unreadable', code ?? '');
  }
  try {
    const found = await handle.stat();
    if (!found.isFile()) throw new NotebookError('no-file');
    if (isForeignLink(found, await stat(folder))) throw new NotebookError('hard-link');
    if (found.size > maxBytes) throw new NotebookError('too-large', inMb(found.size));
    // No further than it was long: a file that grows while it is read never ends.
    for (let at = 0; at < found.size; ) {
      const bytes = Buffer.alloc(Math.min(chunkBytes, found.size - at));
      const { bytesRead } = await handle.read(bytes, 0, bytes.length, at);
      if (bytesRead === 0) return;
      at += bytesRead;
      yield bytes.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}

/** All of it at once. @throws NotebookError */
export const readPlainFile = (file: string, maxBytes: number): Promise<Buffer> =>
  collected(plainFileChunks(file, maxBytes));

/** The pieces put together. */
export async function collected(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const chunk of chunks) pieces.push(chunk);
  return Buffer.concat(pieces);
}

/** A hard link, in a folder, to a file of another user than the folder's. */
export const isForeignLink = (
  file: { nlink: number; uid: number },
  folder: { uid: number },
): boolean => file.nlink > 1 && file.uid !== folder.uid;
