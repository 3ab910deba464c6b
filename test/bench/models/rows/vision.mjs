/** Rows of `vision`. */
import { shapeImages } from 'gradus/data';
import { mlp } from 'gradus/deep-learning';
import { cnn } from 'gradus/vision';
import { byModel, centroids, share, train } from '../training.mjs';

/** @type {import('../row.mjs').Row[]} */
export const rows = [
  {
    name: 'cnn-shapes',
    data: '4,000 drawn shapes, 1,000 held out',
    measure: 'accuracy',
    floor: 0.89,
    async run(seed) {
      const data = shapeImages({ count: 4000, seed });
      const held = shapeImages({ count: 1000, seed: `held out ${seed}` });
      const classes = data.classes.length;
      /** @type {[number, number, number]} */
      const inputShape = [28, 28, 1];
      const run = { epochs: 8, batchSize: 32, rate: 2e-3, seed };
      const linear = mlp({ inputShape, hidden: [], classes, seed });
      await train(linear, data, run);
      const model = cnn({ inputShape, classes, seed });
      const seconds = await train(model, data, run);
      return {
        ours: share(held, byModel(model)),
        baselines: {
          'nearest centroid': centroids(data, held, classes),
          linear: share(held, byModel(linear)),
        },
        seconds,
      };
    },
  },
];
