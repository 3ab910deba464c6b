/** What a GAN and a diffusion draw of small faces in colour. */
import { tf } from 'gradus';
import { diffusionFaces, ganFaces } from '../face-models.mjs';

const COLUMNS = 12;
const COUNT = 4 * COLUMNS;

/** From [−1, 1]. @param {import('gradus').Tensor} x */
const pixels = (x) => tf.div(tf.add(x, 1), 2);

/** @type {import('../pictures.mjs').Pictures[]} */
export const pictures = [
  {
    name: 'gan-faces',
    shows: 'samples of a DCGAN',
    columns: COLUMNS,
    draw: async (seed) => pixels((await ganFaces(seed)).draw(COUNT)),
  },
  {
    name: 'ddim-faces',
    shows: 'samples of a diffusion, in 50 steps of DDIM',
    columns: COLUMNS,
    draw: async (seed) => pixels(await (await diffusionFaces(seed)).draw(COUNT)),
  },
];
