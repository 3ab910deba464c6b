/** A trainer's progress where a student sees it. */
import { messages } from '../messages/index.js';
import type { TrainerCallback } from '../nn/callbacks/callback.js';
import { type LiveChart, liveChart } from './live-chart.js';
import { type Progress, progress } from './progress.js';

/**
 * A progress bar with epoch, loss and the time left, in place; in a terminal one line that moves.
 *
 * @example
 * const trainer = new Trainer({ model, loss, optimizer, callbacks: [trainingProgress()] });
 */
export function trainingProgress(): TrainerCallback {
  let bar: Progress | undefined;
  return {
    onBegin({ steps, history }) {
      const left = steps - history.steps.length;
      if (left > 0) bar = progress({ total: left, label: messages().notebook.training.steps() });
    },
    async onStep({ epoch, epochs, loss }) {
      const note = { epoch, epochs, loss: loss.toPrecision(4) };
      await bar?.add(1, messages().notebook.training.progress(note));
    },
    onEnd: () => bar?.done(),
  };
}

/**
 * A chart of the losses of training and validation, which grows with each epoch.
 *
 * @param options `title`, default "Loss"
 * @example
 * const trainer = new Trainer({ model, loss, optimizer, callbacks: [trainingChart()] });
 */
export function trainingChart(options: { title?: string } = {}): TrainerCallback {
  let chart: LiveChart<string> | undefined;
  return {
    onBegin() {
      const text = messages().notebook.training;
      chart = liveChart<string>({
        title: options.title ?? text.title(),
        series: [text.training(), text.validation()],
        xLabel: text.epoch(),
        yLabel: text.loss(),
      });
    },
    async onEpoch({ epoch, loss, validationLoss }) {
      const text = messages().notebook.training;
      await chart?.add({
        x: epoch,
        [text.training()]: loss,
        ...(validationLoss === undefined ? {} : { [text.validation()]: validationLoss }),
      });
    },
    onEnd: () => chart?.done(),
  };
}
