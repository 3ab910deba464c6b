/**
 * Samples as a WAV file: 16-bit PCM, which every browser plays (RIFF WAVE, Microsoft and IBM 1991).
 *
 * @param channels as many lists as channels, of one length; -1 … 1, what lies outside is clipped, what
 *   is not finite is silence
 */
export function encodeWav(channels: readonly (readonly number[])[], sampleRate: number): Buffer {
  const frames = channels[0]?.length ?? 0;
  const block = channels.length * 2;
  const wav = Buffer.alloc(44 + frames * block);
  wav.write('RIFF', 0, 'latin1');
  wav.writeUInt32LE(36 + frames * block, 4);
  wav.write('WAVEfmt ', 8, 'latin1');
  wav.writeUInt32LE(16, 16); // bytes of what follows
  wav.writeUInt16LE(1, 20); // PCM
  wav.writeUInt16LE(channels.length, 22);
  wav.writeUInt32LE(sampleRate, 24);
  wav.writeUInt32LE(sampleRate * block, 28);
  wav.writeUInt16LE(block, 32);
  wav.writeUInt16LE(16, 34); // bits of a sample
  wav.write('data', 36, 'latin1');
  wav.writeUInt32LE(frames * block, 40);
  channels.forEach((samples, channel) => {
    samples.forEach((sample, frame) => {
      const value = Number.isFinite(sample) ? Math.max(-1, Math.min(1, sample)) : 0;
      wav.writeInt16LE(Math.round(value * 32767), 44 + frame * block + channel * 2);
    });
  });
  return wav;
}
