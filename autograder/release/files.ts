/** The files of a bundle, in memory, and the archive made of them. */
import { createHash } from 'node:crypto';
import { buffer, text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { ZipFile } from 'yazl';

export interface BundleFile {
  /** From the bundle's folder, with `/`. */
  path: string;
  data: Buffer;
  /** Whether the owner may run it. Default false. */
  runs?: boolean;
}

/** In the order of their paths, which does not depend on the machine's language. */
export const sorted = (files: readonly BundleFile[]): BundleFile[] =>
  [...files].sort((a, b) => (a.path < b.path ? -1 : 1));

export const sha256 = (data: Buffer | string): string =>
  createHash('sha256').update(data).digest('hex');

/** 1980: the first that zip has too, so that an archive made of an unpacked one is not odd. */
const fixedTime = new Date('1980-01-01T00:00:00Z');

/** A tar.gz of a folder: the same files give the same bytes, whenever and by whomever it is made. */
export async function archiveOf(folder: string, files: readonly BundleFile[]): Promise<Buffer> {
  const tar = pack();
  const whole = text(tar.setEncoding('latin1'));
  for (const { path, data, runs = false } of sorted(files)) {
    const mode = runs ? 0o755 : 0o644;
    const header = { name: `${folder}/${path}`, mode, mtime: fixedTime, uid: 0, gid: 0 };
    await new Promise<void>((resolve, reject) => {
      tar.entry(header, data, (error) => (error ? reject(error) : resolve()));
    });
  }
  tar.finalize();
  const packed = gzipSync(Buffer.from(await whole, 'latin1'), { level: 9 });
  // The byte that names the system that packed it.
  packed[9] = 255;
  return packed;
}

/** A zip of a folder, for systems that open no tar.gz: the same files give the same bytes. */
export async function zipOf(folder: string, files: readonly BundleFile[]): Promise<Buffer> {
  const zip = new ZipFile();
  for (const { path, data, runs = false } of sorted(files)) {
    zip.addBuffer(data, `${folder}/${path}`, {
      // A zip holds local time, without its zone.
      mtime: new Date(1980, 0, 1),
      forceDosTimestamp: true,
      mode: runs ? 0o100755 : 0o100644,
      compressionLevel: 9,
    });
  }
  zip.end();
  return buffer(zip.outputStream);
}
