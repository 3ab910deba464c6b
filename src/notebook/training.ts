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

export interface TrainingChartOptions {
  /** Default "Loss". */
  title?: string;
  /**
   * What to draw after each step instead: `loss`, and the names of what a step measures beside it. For
   * more losses than one, as a GAN has.
   */
  metrics?: readonly string[];
}

/**
 * A chart of the losses of training, and of validation where there is any, which grows with each epoch; or
 * of what the steps measure.
 *
 * @example
 * const trainer = new Trainer({ model, loss, optimizer, callbacks: [trainingChart()] });
 * @example
 * const chart = trainingChart({ metrics: ['loss', 'generatorLoss'] });
 */
export function trainingChart(options: TrainingChartOptions = {}): TrainerCallback {
  const { title, metrics } = options;
  let chart: LiveChart<string> | undefined;
  const begin = (series: readonly string[], xLabel: string): LiveChart<string> => {
    const text = messages().notebook.training;
    const labels = { title: title ?? text.title(), xLabel, yLabel: text.loss() };
    return liveChart<string>({ ...labels, series });
  };
  return {
    onBegin() {
      const text = messages().notebook.training;
      chart = metrics === undefined ? undefined : begin(metrics, text.steps());
    },
    async onStep({ step, loss, metrics: measured }) {
      if (metrics === undefined) return;
      const all: Readonly<Record<string, number>> = { loss, ...measured };
      const values = metrics.map((name) => [name, all[name] ?? Number.NaN] as const);
      await chart?.add({ x: step, ...Object.fromEntries(values) });
    },
    async onEpoch({ epoch, loss, validationLoss }) {
      if (metrics !== undefined) return;
      const text = messages().notebook.training;
      const values = {
        [text.training()]: loss,
        ...(validationLoss === undefined ? {} : { [text.validation()]: validationLoss }),
      };
      // Only now is it known whether anything is validated.
      chart ??= begin(Object.keys(values), text.epoch());
      await chart.add({ x: epoch, ...values });
    },
    onEnd: () => chart?.done(),
  };
}
