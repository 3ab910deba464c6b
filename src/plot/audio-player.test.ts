import { expect, test } from 'vitest';
import { audioPlayer } from './audio-player.js';

const wavOf = (html: string): Buffer =>
  Buffer.from(/base64,([^"]*)"><\/audio>/.exec(html)?.[1] ?? '', 'base64');

test('a WAV of 16 bits that holds the samples', () => {
  const { html, text } = audioPlayer([0, 1, -1, 0.5, 3, Number.NaN], {
    sampleRate: 8000,
    title: 'Tone',
  });
  const wav = wavOf(html);
  expect(wav.toString('latin1', 0, 4) + wav.toString('latin1', 8, 16)).toBe('RIFFWAVEfmt ');
  expect([wav.readUInt16LE(22), wav.readUInt32LE(24), wav.readUInt32LE(40)]).toEqual([1, 8000, 12]);
  const samples = Array.from({ length: 6 }, (_, i) => wav.readInt16LE(44 + 2 * i));
  expect(samples).toEqual([0, 32767, -32767, 16384, 32767, 0]);
  expect(text).toBe(
    'Audio: Tone. 0.00075 s at 8000 Hz, 1 channel, loudest sample 3. 1 value is not finite (NaN or Infinity) and left out.',
  );
});

test('two channels are interleaved, from a tensor and from lists', () => {
  const frames = [
    [0.5, -0.5],
    [1, -1],
  ];
  const tensor = { shape: [2, 2], dataSync: () => frames.flat() };
  const [a, b] = [
    audioPlayer(frames, { sampleRate: 8000 }),
    audioPlayer(tensor, { sampleRate: 8000 }),
  ];
  expect(a.html).toBe(b.html);
  const wav = wavOf(a.html);
  expect([0, 1, 2, 3].map((i) => wav.readInt16LE(44 + 2 * i))).toEqual([
    16384, -16383, 32767, -32767,
  ]);
  expect(a.figure.data).toHaveLength(2);
});

test('a title cannot leave its attribute', () => {
  const { html } = audioPlayer([0], { sampleRate: 8000, title: '"><script>alert(1)</script>' });
  expect(html).not.toContain('<script');
});

test('refuses what is too long, and what has its axes the other way round', () => {
  expect(() => audioPlayer(new Float32Array(2_000_000), { sampleRate: 16000 })).toThrow(
    'at most 87 s at 16000 Hz in 1 channel(s), since it is saved within the notebook (play a part: `slice`). Received: 125 s',
  );
  expect(() =>
    audioPlayer({ shape: [2, 100], dataSync: () => new Float32Array(200) }, { sampleRate: 8000 }),
  ).toThrow('is it [channels, samples]? transpose it');
  expect(() => audioPlayer([1], { sampleRate: 0 })).toThrow(
    '`sampleRate` to be an integer from 3000 to 192000, in Hz. Received: 0',
  );
});
