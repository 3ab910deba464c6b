/** Zips for tests, odd ones included: a local header, the data and a directory entry for each. */
import { crc32, deflateRawSync } from 'node:zlib';

export interface ZipEntry {
  name: string | Buffer;
  data?: string | Buffer;
  /** Unix mode with type bits, e.g. `0o120777` for a link. */
  mode?: number;
  encrypted?: boolean;
  /** What the headers say instead of the data's length. */
  declaredSize?: number;
  /** Whether the name's flag says UTF-8. Default true. */
  isUtf8?: boolean;
  /** Info-ZIP's extra field with the name in UTF-8. */
  unicodePath?: string;
}

export function sampleZip(entries: readonly ZipEntry[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, data = '', mode = 0o100644, encrypted = false, ...odd } of entries) {
    const { declaredSize, isUtf8 = true, unicodePath } = odd;
    const nameBytes = Buffer.from(name);
    const bytes = Buffer.from(data);
    const packed = deflateRawSync(bytes);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0); // version needed
    common.writeUInt16LE((isUtf8 ? 0x800 : 0) | (encrypted ? 1 : 0), 2);
    common.writeUInt16LE(8, 4); // deflated
    common.writeUInt32LE(crc32(bytes), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(declaredSize ?? bytes.length, 18);
    common.writeUInt16LE(nameBytes.length, 22);
    const extra = unicodePath === undefined ? Buffer.alloc(0) : pathField(nameBytes, unicodePath);
    common.writeUInt16LE(extra.length, 24);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, nameBytes, extra, packed]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE((mode << 16) >>> 0, 6);
    rest.writeUInt32LE(offset, 10);
    const madeByUnix = Buffer.from([20, 3]);
    directory.push(Buffer.from('PK\x01\x02'), madeByUnix, common, rest, nameBytes, extra);
    parts.push(local);
    offset += local.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(entries.length, 4);
  end.writeUInt16LE(entries.length, 6);
  end.writeUInt32LE(listed.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...parts, listed, Buffer.from('PK\x05\x06'), end]);
}

function pathField(name: Buffer, path: string): Buffer {
  const field = Buffer.alloc(9);
  field.writeUInt16LE(0x7075, 0);
  field.writeUInt16LE(5 + Buffer.byteLength(path), 2);
  field.writeUInt8(1, 4);
  field.writeUInt32LE(crc32(name), 5);
  return Buffer.concat([field, Buffer.from(path)]);
}
