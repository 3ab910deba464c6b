/** Rows of `deep-learning`. */
import { loadDataset, trainTestSplit } from 'gradus';
import { mlp } from 'gradus/deep-learning';
import { byModel, centroids, share, train } from '../training.mjs';

/** @type {import('../row.mjs').Row[]} */
export const rows = [
  {
    name: 'mlp-digits',
    data: 'digits, 360 held out',
    measure: 'accuracy',
    floor: 0.96,
    async run(seed) {
      const { train: data, test: held } = trainTestSplit(await loadDataset('digits'), { seed });
      const model = mlp({ inputShape: [64], hidden: [64, 32], classes: 10, seed });
      const seconds = await train(model, data, { epochs: 20, batchSize: 32, rate: 5e-3, seed });
      return {
        ours: share(held, byModel(model)),
        baselines: { 'nearest centroid': centroids(data, held, 10) },
        seconds,
      };
    },
  },
];
