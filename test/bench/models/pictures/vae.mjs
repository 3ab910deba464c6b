/** What variational autoencoders draw. */
import { tf } from 'gradus';
import {
  attributeVector,
  decode,
  decodeCodes,
  encode,
  interpolate,
  latentTraversal,
  sample,
  sampleCodes,
} from 'gradus/vae';
import { conditionalDigits, vaeFaces, vqFaces, vqPriorFaces } from '../vae-models.mjs';

/** @typedef {import('gradus').Tensor} Tensor */
/** @typedef {import('gradus').Tensor2D} Tensor2D */

const COLUMNS = 12;

/** The first ones. @param {Tensor} x */
const first = (x) => tf.slice(x, 0, COLUMNS);

/** @type {import('../pictures.mjs').Pictures[]} */
export const pictures = [
  {
    name: 'conditional-vae-digits',
    shows: 'samples of ten digits, one a column',
    columns: 10,
    async draw(seed) {
      const { model } = await conditionalDigits(seed);
      const asked = tf.tensor1d(
        Array.from({ length: 80 }, (_, i) => i % 10),
        'int32',
      );
      const condition = /** @type {Tensor2D} */ (tf.cast(tf.oneHot(asked, 10), 'float32'));
      return tf.reshape(sample(model, { condition, seed }), [-1, 8, 8, 1]);
    },
  },
  {
    name: 'vae-faces',
    shows:
      'held-out faces, their reconstructions, these with glasses added; three rows of samples; a way from ' +
      'one face to another; two dimensions of the code',
    columns: COLUMNS,
    async draw(seed) {
      const { model, data, held } = await vaeFaces(seed);
      const glasses = attributeVector(encode(model, data.x).mean, data.y);
      const codes = encode(model, first(held.x)).mean;
      const [from, to] = [tf.slice(codes, 0, 1), tf.slice(codes, 1, 1)];
      const values = Array.from({ length: COLUMNS }, (_, i) => (6 * i) / (COLUMNS - 1) - 3);
      const traversal = latentTraversal(model, { dimensions: [0, 1], values, code: from });
      return tf.concat([
        first(held.x),
        decode(model, codes),
        decode(model, tf.add(codes, glasses)),
        sample(model, { count: 3 * COLUMNS, seed }),
        decode(model, interpolate(from, to, { steps: COLUMNS, path: 'spherical' })),
        tf.reshape(traversal, [-1, 32, 32, 3]),
      ]);
    },
  },
  {
    name: 'vq-vae-faces',
    shows: 'held-out faces, and what 64 codes of 6 bits keep of each',
    columns: COLUMNS,
    async draw(seed) {
      const { model, held } = await vqFaces(seed);
      const some = tf.slice(held.x, 0, 2 * COLUMNS);
      const again = /** @type {Tensor} */ (model.predict(some));
      const rows = [0, 1].flatMap((row) => [
        tf.slice(some, row * COLUMNS, COLUMNS),
        tf.slice(again, row * COLUMNS, COLUMNS),
      ]);
      return tf.concat(rows);
    },
  },
  {
    name: 'vq-vae-prior-faces',
    shows: 'faces of codes that a prior has drawn',
    columns: COLUMNS,
    async draw(seed) {
      const { model, prior } = await vqPriorFaces(seed);
      return decodeCodes(model, await sampleCodes(model, prior, { count: 4 * COLUMNS, seed }));
    },
  },
];
