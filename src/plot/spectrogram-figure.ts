import { messages } from '../messages/index.js';
import { type Axis, type Figure, makeFigure } from './figure.js';
import { fail, isList, needText } from './input.js';
import { extremes } from './matrix.js';
import { isTensorLike, type TensorLike, toList } from './pixels.js';
import { baseLayout, colorBar, sequential, valueAxis } from './style.js';
import { shortNumber } from './text.js';

/** What the numbers of a spectrogram are; `nats` is the natural logarithm of a power. */
export type SpectrogramUnit = 'magnitude' | 'power' | 'nats' | 'dB';

export interface SpectrogramFigureOptions {
  title: string;
  /** [frames, bins]: a tensor or a list of frames. */
  values: TensorLike | readonly ArrayLike<number>[];
  /** Samples a second, Hz. */
  sampleRate: number;
  /** Samples from one frame to the next. */
  stride: number;
  /** Default: `magnitude`, or `nats` with `mel`: what `gradus/speech` gives. */
  unit?: SpectrogramUnit;
  /**
   * The bins are bands of the mel scale between two frequencies in Hz. Default: bins are evenly
   * spaced from 0 to half the sample rate.
   */
  mel?: { lowerHz: number; upperHz: number };
  /** What lies so many dB below the loudest is dark. Default: 80. */
  rangeDb?: number;
  /** Text for readers who do not see the picture. Default: made from the title and the numbers. */
  alt?: string;
}

/** More are finer than a page; neighbours are averaged, in power. */
const mostFrames = 500;
const mostBins = 200;

/** The mel scale (O'Shaughnessy 1987), and back. */
const mel = (hz: number): number => 1127 * Math.log1p(hz / 700);

const toPower: Record<SpectrogramUnit, (value: number) => number> = {
  magnitude: (value) => value * value,
  power: (value) => value,
  nats: Math.exp,
  dB: (value) => 10 ** (value / 10),
};

/**
 * Loudness over time (across) and frequency (upwards), in dB below the loudest place. A number that is
 * not finite is a gap; of a long sound, neighbouring frames are averaged.
 *
 * @throws TypeError | RangeError when `values` is no matrix or holds nothing above zero, or a setting
 * is out of range
 * @example
 * const frames = spectrogram(signal, { windowSize: 400, stride: 160 }); // gradus/speech
 * spectrogramFigure({ title: 'A word', values: frames, sampleRate: 16000, stride: 160 });
 */
export function spectrogramFigure(options: SpectrogramFigureOptions): Figure {
  const title = needText('title', options.title);
  const sampleRate = needPositive('sampleRate', options.sampleRate);
  const stride = needPositive('stride', options.stride);
  const rangeDb = needPositive('rangeDb', options.rangeDb ?? 80);
  const unit = options.unit ?? (options.mel === undefined ? 'magnitude' : 'nats');
  if (!Object.hasOwn(toPower, unit)) fail('unit', 'magnitude, power, nats or dB', unit);
  const given = needFrames(options.values);
  const power = pool(given.map((frame) => frame.map(toPower[unit])));
  const [frames, bins] = [power.length, power[0]?.length ?? 0];
  const loudest = Math.max(...power.map((frame) => Math.max(0, ...frame.filter(Number.isFinite))));
  if (!(loudest > 0)) fail('values', 'a spectrogram that is not silent', options.values);
  // Row by row for the picture: a row is a frequency.
  const z = Array.from({ length: bins }, (_, bin) =>
    power.map((frame) => decibels(frame[bin] ?? Number.NaN, loudest, rangeDb)),
  );

  const seconds = (given.length * stride) / sampleRate;
  const dx = seconds / frames;
  const { axis, hertz, dy, y0 } = frequencyAxis(options, sampleRate, bins);
  const text = messages().figures;
  const layout = baseLayout({
    title,
    width: 720,
    height: 380,
    margin: { l: 72, r: 100, t: 56, b: 56 },
    legend: false,
    xaxis: valueAxis(text.time(), { range: [0, seconds], showgrid: false, automargin: false }),
    yaxis: axis,
  });
  const peak = extremes(z)?.high ?? { row: 0, column: 0 };
  const at = { seconds: (peak.column + 0.5) * dx, hertz: hertz(peak.row) };
  return makeFigure(
    [
      {
        type: 'heatmap',
        name: '',
        z,
        x0: dx / 2,
        dx,
        y0,
        dy,
        zmin: -rangeDb,
        zmax: 0,
        colorscale: sequential,
        showscale: true,
        colorbar: colorBar(text.decibels()),
        xgap: 0,
        ygap: 0,
        hovertemplate: `%{x:.2f} s: %{z} dB<extra></extra>`,
      },
    ],
    { ...layout, hovermode: 'closest' },
    options.alt ??
      text.spectrogram({
        title,
        seconds: shortNumber(seconds),
        hertz: shortNumber(options.mel?.upperHz ?? sampleRate / 2),
        low: -rangeDb,
        high: 0,
        atSeconds: shortNumber(at.seconds),
        atHertz: shortNumber(Math.round(at.hertz)),
      }),
  );
}

function needPositive(argument: string, value: unknown): number {
  if (typeof value !== 'number' || !(value > 0) || !Number.isFinite(value)) {
    fail(argument, 'a number above 0', value);
  }
  return value;
}

function needFrames(value: unknown): number[][] {
  if (isTensorLike(value)) {
    const [frames = 0, bins = 0] = value.shape;
    if (value.shape.length !== 2 || frames * bins === 0) {
      fail('values.shape', '[frames, bins], neither of them 0', value.shape);
    }
    const flat = Array.from(toList(value));
    return Array.from({ length: frames }, (_, i) => flat.slice(i * bins, (i + 1) * bins));
  }
  const first: unknown = isList(value) ? value[0] : undefined;
  if (!isList(value) || !isList(first) || first.length === 0) {
    fail('values', 'a tensor [frames, bins] or a non-empty list of frames', value);
  }
  return Array.from(value, (frame, i) => {
    if (!isList(frame) || frame.length !== first.length) {
      fail(`values[${i}]`, `a frame of ${first.length} numbers, as the first is`, frame);
    }
    return Array.from(frame, (item, j) => {
      if (typeof item !== 'number') fail(`values[${i}][${j}]`, 'a number', item);
      return item;
    });
  });
}

/** Averages of neighbours, so that at most so many frames and bins stay. */
function pool(power: readonly (readonly number[])[]): number[][] {
  const bins = power[0]?.length ?? 0;
  const [everyFrame, everyBin] = [Math.ceil(power.length / mostFrames), Math.ceil(bins / mostBins)];
  if (everyFrame === 1 && everyBin === 1) return power.map((frame) => [...frame]);
  return Array.from({ length: Math.ceil(power.length / everyFrame) }, (_, i) => {
    const group = power.slice(i * everyFrame, (i + 1) * everyFrame);
    return Array.from({ length: Math.ceil(bins / everyBin) }, (_unused, j) => {
      const cells = group.flatMap((frame) => frame.slice(j * everyBin, (j + 1) * everyBin));
      return cells.reduce((sum, value) => sum + value, 0) / cells.length;
    });
  });
}

function decibels(power: number, loudest: number, rangeDb: number): number | null {
  if (!Number.isFinite(power)) return null;
  const level = 10 * Math.log10(Math.max(power, 0) / loudest);
  return Math.round(Math.max(level, -rangeDb) * 10) / 10;
}

/** The axis of frequencies, where the lowest bin lies on it, and what frequency a bin is. */
function frequencyAxis(options: SpectrogramFigureOptions, sampleRate: number, bins: number) {
  const text = messages().figures;
  const style: Axis = { showgrid: false, automargin: false };
  if (options.mel === undefined) {
    const dy = sampleRate / 2 / Math.max(1, bins - 1);
    return {
      axis: valueAxis(text.frequency(), {
        ...style,
        range: [0, sampleRate / 2] as [number, number],
      }),
      hertz: (bin: number) => bin * dy,
      dy,
      y0: 0,
    };
  }
  const { lowerHz, upperHz } = options.mel;
  if (!(lowerHz >= 0) || !(upperHz > lowerHz) || upperHz > sampleRate / 2) {
    fail('mel', '{ lowerHz, upperHz } in ascending order up to half the sample rate', options.mel);
  }
  const [low, high] = [mel(lowerHz), mel(upperHz)];
  const round = [0, 125, 250, 500, 1000, 2000, 4000, 8000, 16000];
  const shown = round.filter((hz) => hz >= lowerHz && hz <= upperHz);
  const dy = (high - low) / bins;
  return {
    axis: valueAxis(text.melFrequency(), {
      ...style,
      range: [low, high],
      tickmode: 'array',
      tickvals: shown.map(mel),
      ticktext: shown.map(String),
    }),
    hertz: (bin: number) => 700 * Math.expm1((low + (bin + 0.5) * dy) / 1127),
    dy,
    y0: low + dy / 2,
  };
}
