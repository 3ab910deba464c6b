import { messages } from '../messages/index.js';
import { downsample } from './downsample.js';
import { type Figure, type LineTrace, makeFigure } from './figure.js';
import { fail, isList, needText } from './input.js';
import { isTensorLike, needFlat, type TensorLike, toList } from './pixels.js';
import { baseLayout, seriesColor, valueAxis } from './style.js';
import { toSvg } from './svg/to-svg.js';
import { escapeMarkup, shortNumber } from './text.js';
import { encodeWav } from './wav.js';

export interface AudioPlayerOptions {
  /** Samples a second, Hz: an integer from 3,000 to 192,000. */
  sampleRate: number;
  /** Default: `Audio`. */
  title?: string;
  /** Text for readers who neither hear nor see. Default: made from the title and the samples. */
  alt?: string;
}

/** A sound that `display` shows: controls, the waveform, and text. */
export interface AudioPlayer {
  html: string;
  text: string;
  /** The waveform alone. */
  figure: Figure;
}

/** It is saved within the notebook, so it is kept small: 87 s in one channel at 16 kHz. */
const largestBytes = 2.8e6;

/**
 * A sound to be heard in the notebook, with its waveform.
 *
 * @param samples -1 … 1: a list or a tensor [samples], or a tensor or list of frames [samples, channels]
 *   of one or two channels; what lies outside is clipped, what is not finite is silence and a gap
 * @throws TypeError | RangeError when `samples` is neither, or longer than 2.8 MB of sound
 * @example
 * display(audioPlayer(tone, { sampleRate: 16000, title: '440 Hz' }));
 */
export function audioPlayer(
  samples: TensorLike | ArrayLike<number> | readonly ArrayLike<number>[],
  options: AudioPlayerOptions,
): AudioPlayer {
  const { sampleRate } = options ?? {};
  if (!Number.isInteger(sampleRate) || sampleRate < 3000 || sampleRate > 192_000) {
    fail('sampleRate', 'an integer from 3000 to 192000, in Hz', sampleRate);
  }
  const title = needText('title', options.title ?? 'Audio');
  const channels = needChannels(samples);
  const frames = channels[0]?.length ?? 0;
  const bytes = frames * channels.length * 2;
  if (bytes > largestBytes) {
    const most = Math.floor(largestBytes / (sampleRate * channels.length * 2));
    throw new RangeError(
      `Expected \`samples\` to be at most ${most} s at ${sampleRate} Hz in ${channels.length} channel(s), since it is saved within the notebook (play a part: \`slice\`). Received: ${shortNumber(frames / sampleRate)} s`,
    );
  }
  const figure = waveform(title, channels, sampleRate, options.alt);
  const source = `data:audio/wav;base64,${encodeWav(channels, sampleRate).toString('base64')}`;
  const html = [
    '<div style="max-width:720px">',
    toSvg(figure, { inPage: true }),
    `<audio controls preload="metadata" style="width:100%" aria-label="${escapeMarkup(title)}" src="${source}"></audio>`,
    '</div>',
  ].join('');
  return { html, text: figure.alt, figure };
}

function needChannels(samples: unknown): number[][] {
  const expected =
    'a list of numbers, or a tensor [samples] or [samples, channels] of 1 or 2 channels';
  let flat: number[];
  let count = 1;
  if (isTensorLike(samples)) {
    const { shape } = samples;
    if (shape.length === 2) count = shape[1] ?? 0;
    if (shape.length < 1 || shape.length > 2)
      fail('samples.shape', '[samples] or [samples, channels]', shape);
    flat = Array.from(toList(samples));
  } else {
    if (!isList(samples) || samples.length === 0) fail('samples', expected, samples);
    const first = samples[0];
    if (isList(first)) {
      count = first.length;
      flat = Array.from(samples).flatMap((frame, i) => {
        if (!isList(frame) || frame.length !== count) {
          fail(`samples[${i}]`, `a frame of ${count} channels, as the first is`, frame);
        }
        return needFlat(`samples[${i}]`, frame);
      });
    } else {
      flat = needFlat('samples', samples);
    }
  }
  if (count < 1 || count > 2 || flat.length === 0) {
    throw new RangeError(
      `Expected \`samples\` to be ${expected}. Received: ${flat.length} numbers in ${count} channels (is it [channels, samples]? transpose it)`,
    );
  }
  return Array.from({ length: count }, (_, channel) =>
    flat.filter((_sample, i) => i % count === channel),
  );
}

function waveform(
  title: string,
  channels: readonly number[][],
  sampleRate: number,
  alt: string | undefined,
): Figure {
  const text = messages().figures;
  let peak = 0;
  let missing = 0;
  for (const sample of channels.flat()) {
    if (Number.isFinite(sample)) peak = Math.max(peak, Math.abs(sample));
    else missing++;
  }
  const data = channels.map((samples, index): LineTrace => {
    const color = seriesColor(index);
    const y = samples.map((sample) =>
      Number.isFinite(sample) ? Number(sample.toPrecision(4)) : null,
    );
    const x = samples.map((_, i) => Number((i / sampleRate).toFixed(5)));
    return {
      type: 'scatter',
      mode: 'lines',
      name: text.channel({ index }),
      ...downsample({ x, y }),
      line: { color, width: 1, dash: 'solid' },
      marker: { color, size: 4 },
    };
  });
  const seconds = (channels[0]?.length ?? 0) / sampleRate;
  const most = Math.max(peak, 1e-6) * 1.05;
  const layout = baseLayout({
    title,
    height: 220,
    margin: { l: 64, r: 24, t: 48, b: 52 },
    legend: channels.length > 1,
    xaxis: valueAxis(text.time(), { range: [0, seconds] }),
    yaxis: valueAxis(text.amplitude(), { range: [-most, most] }),
  });
  return makeFigure(
    data,
    { ...layout, hovermode: 'closest' },
    alt ??
      text.audio({
        title,
        seconds: shortNumber(seconds),
        rate: sampleRate,
        channels: channels.length,
        peak: shortNumber(peak),
      }) + (missing > 0 ? text.notFinite({ count: missing }) : ''),
  );
}
