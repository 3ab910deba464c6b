/** WAV, through wavefile: samples as numbers in [-1, 1). */
import wavefile from 'wavefile';
import { messages } from '../../messages/index.js';
import { DatasetError } from '../dataset-error.js';
import { checkBytes } from './limits.js';

export interface Wav {
  /** Samples a second. */
  sampleRate: number;
  /** Samples in [-1, 1) of each channel. */
  channels: Float32Array[];
}

/** The format's size in bytes must fit into what is there; wavefile believes what is claimed. */
function problemOf(bytes: Uint8Array): string | undefined {
  const { wav: reasons } = messages().data;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const tag = (at: number): string => String.fromCharCode(...bytes.subarray(at, at + 4));
  if (bytes.length < 12 || tag(0) !== 'RIFF' || tag(8) !== 'WAVE') return reasons.header();
  const found = new Set<string>();
  for (let at = 12; at + 8 <= bytes.length; ) {
    const [name, size] = [tag(at), view.getUint32(at + 4, true)];
    if (at + 8 + size > bytes.length) {
      return reasons.cutOff({ name: JSON.stringify(name), expected: size });
    }
    if (name === 'fmt ') {
      if (size < 16) return reasons.header();
      const [format, channels] = [view.getUint16(at + 8, true), view.getUint16(at + 10, true)];
      const bits = view.getUint16(at + 22, true);
      const known =
        (format === 1 && [8, 16, 24, 32].includes(bits)) ||
        (format === 3 && [32, 64].includes(bits));
      if (!known) return reasons.format({ format, bits });
      if (channels < 1 || channels > 16 || view.getUint32(at + 12, true) < 1) {
        return reasons.header();
      }
    }
    found.add(name);
    at += 8 + size + (size % 2);
  }
  return found.has('fmt ') && found.has('data') ? undefined : reasons.header();
}

/**
 * Reads a WAV file: PCM of 8 to 32 bits, or floating point.
 *
 * @throws DatasetError `bad-file` for another format, or a header that claims more than there is;
 *   `too-large`
 * @example
 * const { sampleRate, channels } = parseWav(readFileSync('seven.wav'));
 */
export function parseWav(
  bytes: Uint8Array,
  options: { maxBytes?: number } = {},
  where = 'WAV',
): Wav {
  checkBytes(bytes.length, options.maxBytes);
  const problem = problemOf(bytes);
  if (problem !== undefined) throw new DatasetError('bad-file', { path: where, reason: problem });
  const wav = new wavefile.WaveFile(bytes);
  const { sampleRate, numChannels } = wav.fmt as { sampleRate: number; numChannels: number };
  const { bitsPerSample, audioFormat } = wav.fmt as { bitsPerSample: number; audioFormat: number };
  const samples = wav.getSamples(false, Float64Array) as unknown as Float64Array | Float64Array[];
  const channels = numChannels === 1 ? [samples as Float64Array] : (samples as Float64Array[]);
  if (audioFormat === 3) return { sampleRate, channels: channels.map((c) => Float32Array.from(c)) };
  // One scale for both signs, so that silence stays 0; of 8 bits it lies at 128.
  const [zero, scale] = [bitsPerSample === 8 ? 128 : 0, 2 ** (bitsPerSample - 1)];
  const scaled = channels.map((c) => Float32Array.from(c, (v) => (v - zero) / scale));
  return { sampleRate, channels: scaled };
}
