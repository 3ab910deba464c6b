/**
 * `node test/bench/models/pictures.mjs FOLDER`: grids of what generative models of the rows draw, as PNG to
 * look at. Needs `npm run build`.
 *
 *   --only NAME    pictures whose name begins so; several: --only vae --only vq
 *   --seed 0       of data, weights and samples
 *
 * They lie in `pictures/`, one file for each family.
 *
 * @typedef {object} Pictures
 * @property {string} name of the file, and as `--only` names it
 * @property {string} shows what is seen, row by row
 * @property {number} columns
 * @property {(seed: number) => Promise<import('gradus').Tensor>} draw `[N, H, W, 1 or 3]` in [0, 1]
 */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { useBackend } from 'gradus';
import { PNG } from 'pngjs';

/** Least height of a picture in the grid, in pixels: small ones are enlarged by whole factors. */
const LEAST = 64;
const GAP = 2;

/**
 * A grid, row by row, on grey.
 *
 * @param {import('gradus').Tensor} images
 * @param {number} columns
 */
function gridOf(images, columns) {
  const [count = 0, height = 0, width = 0, channels = 1] = images.shape;
  const values = images.dataSync();
  const scale = Math.max(1, Math.ceil(LEAST / height));
  const [tall, wide] = [height * scale + GAP, width * scale + GAP];
  const png = new PNG({
    width: columns * wide + GAP,
    height: Math.ceil(count / columns) * tall + GAP,
  });
  png.data.fill(128);
  for (let i = 3; i < png.data.length; i += 4) png.data[i] = 255;
  for (let i = 0; i < count; i++) {
    const top = GAP + Math.floor(i / columns) * tall;
    const left = GAP + (i % columns) * wide;
    for (let y = 0; y < height * scale; y++) {
      for (let x = 0; x < width * scale; x++) {
        const pixel = (i * height + Math.floor(y / scale)) * width + Math.floor(x / scale);
        for (let c = 0; c < 3; c++) {
          const value = values[pixel * channels + (channels === 1 ? 0 : c)] ?? 0;
          const at = 4 * ((top + y) * png.width + left + x) + c;
          png.data[at] = Math.round(255 * Math.min(1, Math.max(0, value)));
        }
      }
    }
  }
  return png;
}

const { values, positionals } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    seed: { type: 'string', default: '0' },
  },
  allowPositionals: true,
});
const [to] = positionals;
if (to === undefined) throw new Error('Expected a folder for the pictures.');
const folder = new URL('pictures/', import.meta.url);
/** @type {{ pictures: Pictures[] }[]} */
const families = await Promise.all(
  readdirSync(folder)
    .filter((file) => file.endsWith('.mjs'))
    .sort()
    .map((file) => import(new URL(file, folder).href)),
);
const all = families.flatMap(({ pictures }) => pictures);
const { only } = values;
await useBackend();
mkdirSync(to, { recursive: true });
for (const { name, shows, columns, draw } of all) {
  if (only?.some((start) => name.startsWith(start)) === false) continue;
  const file = join(to, `${name}.png`);
  writeFileSync(file, PNG.sync.write(gridOf(await draw(Number(values.seed)), columns)));
  console.log(`${file}: ${shows}`);
}
