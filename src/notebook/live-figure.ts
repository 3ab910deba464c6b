import { setImmediate } from 'node:timers/promises';
import type { Figure } from '../plot/figure.js';
import { throwIfInterrupted } from '../runtime/interrupt.js';
import { figureBundle, stillBundle } from './figure-bundle.js';
import { inNotebook, showInPlace } from './tslab.js';

/** A picture is sent at most this often; more would only queue up in the browser. */
const redrawMs = 200;

export interface LiveFigureOptions {
  /** A clock in milliseconds. Default: `performance.now`. */
  now?: () => number;
}

export interface LiveFigure {
  /**
   * Shows a figure in the place of the one before, at most five times a second: `draw` is called only
   * when it is due, so that it may be slow. Outside a notebook it is never called. Lets the kernel
   * breathe, so that the picture moves and an interrupt works inside a loop.
   *
   * @throws InterruptedError when the cell was stopped
   */
  show(draw: () => Figure): Promise<void>;
  /** Shows the last figure, now as one that answers to the mouse; outside a notebook prints its text. */
  done(figure: Figure): Promise<void>;
}

/**
 * A figure that changes in place while something forms: pictures that come out of noise, a cloud of
 * points that finds its shape.
 *
 * @example
 * const picture = liveFigure();
 * const drawn = await ddpmSample(model, {
 *   schedule, count: 10, clip: [-1, 1],
 *   onStep: ({ denoised, step, steps }) =>
 *     picture.show(() => imageGrid({ title: `Step ${step} of ${steps}`, images: denoised })),
 * });
 * await picture.done(imageGrid({ title: 'Out of noise', images: drawn }));
 */
export function liveFigure(options: LiveFigureOptions = {}): LiveFigure {
  const now = options.now ?? (() => performance.now());
  const place = showInPlace();
  let last = Number.NEGATIVE_INFINITY;
  return {
    async show(draw) {
      if (inNotebook() && now() - last >= redrawMs) {
        last = now();
        place.show(stillBundle(draw()));
      }
      await setImmediate();
      throwIfInterrupted();
    },
    // Another form than the still pictures before, so that the front end draws it anew.
    async done(figure) {
      place.finish(figureBundle(figure));
      await setImmediate();
    },
  };
}
