import { downsample } from '../plot/downsample.js';
import type { Figure, LineTrace } from '../plot/figure.js';
import { fail, needText, shown } from '../plot/input.js';
import { describeLines, emptyTrace, lineFigure } from '../plot/line-chart.js';
import { figureBundle, stillBundle } from './figure-bundle.js';
import { throttle } from './throttle.js';
import { showInPlace } from './tslab.js';

/** A picture is sent at most this often; more would only queue up in the browser. */
const redrawMs = 200;

export interface LiveChartOptions<Series extends string> {
  title: string;
  /** The names of the lines. */
  series: readonly Series[];
  xLabel?: string;
  yLabel?: string;
  /** Text for readers who do not see the picture. Default: made from the title and the numbers. */
  alt?: string;
  /** A clock in milliseconds. Default: `performance.now`. */
  now?: () => number;
}

/** One moment: where it lies on the x axis, and the value of some or all series. */
export type LivePoint<Series extends string> = { x: number } & Partial<Record<Series, number>>;

export interface LiveChart<Series extends string> {
  /**
   * Adds a point to each series that has a value, and redraws at most five times a second.
   * Lets the kernel breathe, so that the chart moves and an interrupt works inside a loop.
   */
  add(point: LivePoint<Series>): Promise<void>;
  /** Draws the last state, now as a chart that answers to the mouse. */
  done(): Promise<void>;
  /** The figure so far; a line of many points is downsampled to some 1,000. */
  figure(): Figure;
}

/**
 * A line chart that grows in place while a model trains: a still picture at first, interactive once
 * it is done.
 *
 * Outside a notebook nothing is drawn; `done` prints the chart's text.
 *
 * @throws TypeError when `series` is empty, or a point names no series or holds no number
 * @example
 * const chart = liveChart({ title: 'Loss', series: ['train'], xLabel: 'epoch', yLabel: 'loss' });
 * await chart.add({ x: 1, train: 0.5 });
 * await chart.done();
 */
export function liveChart<const Series extends string>(
  options: LiveChartOptions<Series>,
): LiveChart<Series> {
  const title = needText('title', options.title);
  const names: readonly string[] = options.series;
  if (!Array.isArray(names) || names.length === 0) {
    fail('series', 'a non-empty list of names', options.series);
  }
  names.forEach((name, i) => {
    needText(`series[${i}]`, name);
    if (name === 'x') fail(`series[${i}]`, 'another name than "x", which is the axis', name);
  });
  const points = new Map(
    names.map((name) => [name, { x: [] as number[], y: [] as (number | null)[] }]),
  );

  const figure = (): Figure => {
    const traces = names.map((name, index): LineTrace => {
      const { x = [], y = [] } = points.get(name) ?? {};
      return emptyTrace(name, index, [...x], [...y]);
    });
    // A chart of every step of a long run would be megabytes, five times a second.
    const downsampled = traces.map((trace) => ({ ...trace, ...downsample(trace) }));
    const alt = options.alt ?? describeLines(title, traces);
    return lineFigure(title, downsampled, { ...options, alt });
  };
  const place = showInPlace();
  const redraw = throttle(() => place.show(stillBundle(figure())), {
    everyMs: redrawMs,
    ...(options.now === undefined ? {} : { now: options.now }),
  });

  return {
    async add(point) {
      if (typeof point !== 'object' || point === null)
        fail('point', '{ x, <series>: number }', point);
      const { x, ...values }: { x: number } & Record<string, unknown> = point;
      if (typeof x !== 'number') fail('point.x', 'a number', x);
      for (const [name, value] of Object.entries(values)) {
        const held = points.get(name);
        if (held === undefined) {
          throw new TypeError(
            `Expected \`point\` to hold x and some of ${names.join(', ')}. Received: ${shown(name)}`,
          );
        }
        if (typeof value !== 'number') fail(`point.${name}`, 'a number', value);
        held.x.push(x);
        held.y.push(Number.isFinite(value) ? value : null);
      }
      await redraw.request();
    },
    // Another form than the still pictures before, so that the front end draws it anew.
    done: () => redraw.finish(() => place.finish(figureBundle(figure()))),
    figure,
  };
}
