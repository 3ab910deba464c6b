/** PNG and JPEG, through pngjs and jpeg-js: pixels as numbers. */
import { inflateSync } from 'node:zlib';
import jpeg from 'jpeg-js';
import { PNG } from 'pngjs';
import { messages } from '../../messages/index.js';
import { type Tensor3D, tf } from '../../nn/tf.js';
import { DatasetError } from '../dataset-error.js';
import { checkBytes } from './limits.js';

export interface ImageOptions {
  /** 1: grey, 3: colour. Default 3. What is transparent lies on white. */
  channels?: 1 | 3;
  /** A picture that has more pixels, or says so, is refused. Default 16,777,216 (4096 by 4096). */
  maxPixels?: number;
}

interface Rgba {
  width: number;
  height: number;
  data: Uint8Array;
}

const pngSignature = [137, 80, 78, 71, 13, 10, 26, 10];
const isPng = (bytes: Uint8Array): boolean => pngSignature.every((byte, i) => bytes[i] === byte);
const isJpeg = (bytes: Uint8Array): boolean => bytes[0] === 0xff && bytes[1] === 0xd8;

/** What a PNG says of its size; its packed pixels must not unpack to more than that. */
function checkPng(bytes: Buffer, maxPixels: number): void {
  const { image: reasons } = messages().data;
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  checkPixels(width, height, maxPixels);
  const packed: Buffer[] = [];
  for (let at = 8; at + 12 <= bytes.length; ) {
    const size = bytes.readUInt32BE(at);
    if (bytes.toString('latin1', at + 4, at + 8) === 'IDAT') {
      packed.push(bytes.subarray(at + 8, at + 8 + size));
    }
    at += 12 + size;
  }
  // Four channels of 16 bits, a byte before each line, and the lines of seven passes.
  const most = (width * 8 + 8) * (height + 8) * 2;
  try {
    inflateSync(Buffer.concat(packed), { maxOutputLength: most });
  } catch (error) {
    throw new Error(reasons.pixels({ reason: (error as Error).message }));
  }
}

function checkPixels(width: number, height: number, maxPixels: number): void {
  const { image: reasons } = messages().data;
  if (width < 1 || height < 1 || width * height > maxPixels) {
    throw new Error(reasons.size({ width, height, most: maxPixels }));
  }
}

/** The size that the frame of a JPEG says. */
function jpegSize(bytes: Buffer): [width: number, height: number] | undefined {
  for (let at = 2; at + 9 <= bytes.length && bytes[at] === 0xff; ) {
    const marker = bytes[at + 1] ?? 0;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return [bytes.readUInt16BE(at + 7), bytes.readUInt16BE(at + 5)];
    at += marker === 0xff ? 1 : 2 + bytes.readUInt16BE(at + 2);
  }
  return undefined;
}

function decode(bytes: Buffer, maxPixels: number): Rgba {
  const { image: reasons } = messages().data;
  if (isPng(bytes) && bytes.length > 33) {
    checkPng(bytes, maxPixels);
    return PNG.sync.read(bytes);
  }
  if (isJpeg(bytes)) {
    const [width = 0, height = 0] = jpegSize(bytes) ?? [];
    checkPixels(width, height, maxPixels);
    return jpeg.decode(bytes, {
      useTArray: true,
      maxResolutionInMP: Math.ceil(maxPixels / 1e6),
      maxMemoryUsageInMB: Math.max(64, Math.ceil(maxPixels / 1e6) * 32),
    });
  }
  throw new Error(reasons.format());
}

/** The pixels of a picture: row by row, all channels of a pixel beside each other, in [0, 1]. */
export interface Pixels {
  width: number;
  height: number;
  channels: 1 | 3;
  values: Float32Array;
}

/** @throws DatasetError `bad-file`, as `imageTensor` */
export function imagePixels(
  bytes: Uint8Array,
  options: ImageOptions = {},
  where = 'image',
): Pixels {
  const { channels = 3, maxPixels = 4096 * 4096 } = options;
  checkBytes(bytes.length);
  let image: Rgba;
  try {
    image = decode(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), maxPixels);
  } catch (error) {
    const { message } = error as Error;
    throw new DatasetError('bad-file', { path: where, reason: message });
  }
  const { width, height, data } = image;
  const values = new Float32Array(width * height * channels);
  for (let i = 0; i < width * height; i++) {
    const alpha = (data[4 * i + 3] ?? 255) / 255;
    const on = (c: number): number => (((data[4 * i + c] ?? 0) - 255) * alpha + 255) / 255;
    if (channels === 3) for (let c = 0; c < 3; c++) values[3 * i + c] = on(c);
    // The weights of ITU-R BT.601, as most libraries of images have them.
    else values[i] = 0.299 * on(0) + 0.587 * on(1) + 0.114 * on(2);
  }
  return { width, height, channels, values };
}

/**
 * A PNG or JPEG as a tensor of its pixels.
 *
 * @returns values in [0, 1], float32: `[rows, columns, channels]`; the caller owns it
 * @throws DatasetError `bad-file` for another format, a broken file, or one of more pixels than
 *   `maxPixels`: that is seen in its header
 * @example
 * const cat = imageTensor(readFileSync('cat.jpg')); // [rows, columns, 3]
 */
export function imageTensor(
  bytes: Uint8Array,
  options: ImageOptions = {},
  where = 'image',
): Tensor3D {
  const { width, height, channels, values } = imagePixels(bytes, options, where);
  return tf.tensor3d(values, [height, width, channels]);
}
