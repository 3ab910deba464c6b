/** Pictures made smaller: each new pixel is the mean of what it covers, so that no thin line is lost. */
import type { Pixels } from './image.js';

/** Which old pixels a new one covers, and how much of each; the shares add up to 1. */
function cover(from: number, to: number): { first: number; shares: number[] }[] {
  const scale = from / to;
  return Array.from({ length: to }, (_, i) => {
    const [begin, end] = [i * scale, (i + 1) * scale];
    const first = Math.floor(begin);
    const last = Math.min(from - 1, Math.ceil(end - 1e-9) - 1);
    const shares = Array.from({ length: last - first + 1 }, (_, k) => {
      const at = first + k;
      return (Math.min(end, at + 1) - Math.max(begin, at)) / scale;
    });
    return { first, shares };
  });
}

/**
 * @param width, height of the new picture; where one is larger than the old, pixels are repeated
 * @returns row by row, all channels of a pixel beside each other
 */
export function shrink(image: Pixels, width: number, height: number): Float32Array {
  const { channels, values } = image;
  const [across, down] = [cover(image.width, width), cover(image.height, height)];
  const narrow = new Float32Array(image.height * width * channels);
  for (let row = 0; row < image.height; row++) {
    across.forEach(({ first, shares }, column) => {
      for (let c = 0; c < channels; c++) {
        let sum = 0;
        for (let k = 0; k < shares.length; k++) {
          sum += (shares[k] ?? 0) * (values[(row * image.width + first + k) * channels + c] ?? 0);
        }
        narrow[(row * width + column) * channels + c] = sum;
      }
    });
  }
  const line = width * channels;
  const out = new Float32Array(height * line);
  down.forEach(({ first, shares }, row) => {
    shares.forEach((share, k) => {
      const from = (first + k) * line;
      for (let i = 0; i < line; i++) {
        out[row * line + i] = (out[row * line + i] ?? 0) + share * (narrow[from + i] ?? 0);
      }
    });
  });
  return out;
}
