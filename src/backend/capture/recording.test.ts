import { expect, test } from 'vitest';
import { isRecording, whileRecording } from './recording.js';

test('a step is recorded while it runs, and no longer, also when it fails', () => {
  expect(isRecording()).toBe(false);
  expect(whileRecording(() => whileRecording(isRecording) && isRecording())).toBe(true);
  expect(() =>
    whileRecording(() => {
      throw new Error('stop');
    }),
  ).toThrow('stop');
  expect(isRecording()).toBe(false);
});
