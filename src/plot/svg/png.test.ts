import { inflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { encodePng } from './png.js';

test('writes a PNG that holds the pixels', () => {
  const rgba = Uint8Array.from([255, 0, 0, 255, 0, 0, 255, 128]);
  const png = encodePng(2, 1, rgba);
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([2, 1]);
  const at = png.indexOf('IDAT');
  const packed = png.subarray(at + 4, at + 4 + png.readUInt32BE(at - 4));
  expect([...inflateSync(packed)]).toEqual([0, ...rgba]);
  // The checksum of an empty IEND chunk is the same in every PNG file.
  expect(png.subarray(-4).toString('hex')).toBe('ae426082');
});
