/** A safetensors file: its tensors are read one by one, when they are asked for. */
import { type FileHandle, open, stat } from 'node:fs/promises';
import { messages } from '../../messages/index.js';
import { CheckpointError } from './checkpoint-error.js';
import { floatTypes, isFloatType, toFloat32 } from './float-types.js';
import {
  BrokenFile,
  headerLength,
  LENGTH_BYTES,
  parseHeader,
  type StoredTensor,
} from './safetensors-header.js';

export interface SafetensorsFile {
  readonly path: string;
  readonly tensors: ReadonlyMap<string, StoredTensor>;
  /**
   * The numbers of one of `tensors`, row by row.
   *
   * @throws CheckpointError when they are no floats of 16 or 32 bits, or cannot be read
   */
  read(name: string): Promise<Float32Array>;
  close(): Promise<void>;
}

async function readBytes(file: FileHandle, begin: number, end: number): Promise<ArrayBuffer> {
  const bytes = new Uint8Array(end - begin);
  for (let at = 0; at < bytes.length; ) {
    const { bytesRead } = await file.read(bytes, at, bytes.length - at, begin + at);
    if (bytesRead === 0) throw new BrokenFile((say) => say.cutOff({ end }));
    at += bytesRead;
  }
  return bytes.buffer;
}

/** @throws CheckpointError with the path, in place of what the work throws */
async function explained<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof CheckpointError) throw cause;
    const { checkpoint } = messages().nlp;
    const reason = cause instanceof Error ? cause.message : String(cause);
    const message =
      cause instanceof BrokenFile
        ? checkpoint.broken({ path, reason })
        : messages().library.files.notRead({ path, reason });
    throw new CheckpointError(message, path, { cause });
  }
}

/**
 * Opens a safetensors file and checks its header.
 *
 * @throws CheckpointError when it cannot be read, or its header does not fit it
 */
export function openSafetensors(path: string): Promise<SafetensorsFile> {
  return explained(path, async () => {
    // Before it is opened: a named pipe would wait for ever.
    const about = await stat(path);
    const { size } = about;
    if (!about.isFile()) throw new BrokenFile((say) => say.noFile());
    const file = await open(path, 'r');
    try {
      const first = new Uint8Array(await readBytes(file, 0, Math.min(LENGTH_BYTES, size)));
      const length = headerLength(first, size);
      const text = new Uint8Array(await readBytes(file, LENGTH_BYTES, LENGTH_BYTES + length));
      const tensors = parseHeader(text, size);
      return {
        path,
        tensors,
        read: (name) => explained(path, () => readTensor(file, path, name, tensors.get(name))),
        close: () => file.close(),
      };
    } catch (error) {
      await file.close();
      throw error;
    }
  });
}

async function readTensor(
  file: FileHandle,
  path: string,
  name: string,
  stored: StoredTensor | undefined,
): Promise<Float32Array> {
  const { checkpoint } = messages().nlp;
  if (stored === undefined) throw new CheckpointError(checkpoint.noTensor({ path, name }), path);
  const { dtype, begin, end } = stored;
  if (!isFloatType(dtype)) {
    const params = { path, name, known: floatTypes.join(', '), given: dtype };
    throw new CheckpointError(checkpoint.notFloat(params), path);
  }
  return toFloat32(await readBytes(file, begin, end), dtype);
}
