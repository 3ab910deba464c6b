/** For tests: what a picture in a figure holds. */
import { inflateSync } from 'node:zlib';
import { pngSize } from './svg/png.js';

/** Pixels of a PNG of this library's own making (filter 0), as rows of RGBA. */
export function pixelsOf(dataUri: string | undefined): number[][][] {
  const base64 = dataUri?.slice(dataUri.indexOf(',') + 1) ?? '';
  const png = Buffer.from(base64, 'base64');
  const { width, height } = pngSize(base64);
  const at = png.indexOf('IDAT');
  const packed = inflateSync(png.subarray(at + 4, at + 4 + png.readUInt32BE(at - 4)));
  return Array.from({ length: height }, (_, row) =>
    Array.from({ length: width }, (_, column) => {
      const from = row * (width * 4 + 1) + 1 + column * 4;
      return [...packed.subarray(from, from + 4)];
    }),
  );
}
