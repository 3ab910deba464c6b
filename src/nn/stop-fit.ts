/** The stop button ends `model.fit` and `fitDataset` after their batch, with the history so far. */
import * as tfl from '@tensorflow/tfjs-layers';
import { messages } from '../messages/index.js';
import { endsItself } from '../runtime/interrupt.js';

type Train = (...args: never[]) => Promise<tfl.History>;
/** Lets `fit` and `fitDataset` of all models end so. */
export function stopFit(): void {
  const model = tfl.LayersModel.prototype as unknown as Record<'fit' | 'fitDataset', Train>;

  for (const name of ['fit', 'fitDataset'] as const) {
    const train = model[name];
    model[name] = async function (this: tfl.LayersModel, ...args) {
      let stopped = false;
      const over = endsItself(() => {
        stopped = true;
        this.stopTraining = true;
      });
      try {
        const history = await Reflect.apply(train, this, args);
        // The epoch in which it was stopped is in `epoch`, but has no values.
        const epochs = Object.values(history.history)[0]?.length ?? 0;
        if (stopped) console.log(messages().notebook.training.stopped({ epochs }));
        return history;
      } finally {
        over();
      }
    };
  }
}
