import { describe, expect, test } from 'vitest';
import { isNoise, quietStreams } from './quiet.js';

describe('isNoise', () => {
  test('knows the logs of TensorFlow and TensorFlow.js', () => {
    for (const line of [
      '2026-11-22 10:00:00.123456: I tensorflow/core/platform/cpu_feature_guard.cc:210] This TensorFlow binary is optimized',
      'WARNING: All log messages before absl::InitializeLog() is called are written to STDERR\n',
      'INT64 output tensor will be stored as BigInt64Array.\n',
      '\n============================\nHi, looks like you are running TensorFlow.js in Node.js. To speed things up',
      "The kernel 'Add' for backend 'cpu' is already registered\n",
    ]) {
      expect(isNoise(line), line).toBe(true);
    }
  });

  test('lets through what a student wrote, and errors', () => {
    for (const line of [
      'mine',
      'Hi there',
      '2026-11-22 10:00:00.1: E tensorflow/core/x.cc:1] out of memory',
    ]) {
      expect(isNoise(line), line).toBe(false);
    }
  });
});

test('writers that wait for an answer get one; only stderr is filtered', async () => {
  const sent: [string, string][] = [];
  const handler: Parameters<typeof quietStreams>[0] = {
    createWriteToIopub: (name, write) => {
      return (chunk) => {
        write(name, String(chunk));
        return true;
      };
    },
  };
  quietStreams(handler);
  const keep = (name: string, text: string): void => void sent.push([name, text]);
  const noise = 'INT64 output tensor will be stored as BigInt64Array.\n';
  const stderr = handler.createWriteToIopub('stderr', keep);
  const stdout = handler.createWriteToIopub('stdout', keep);
  await new Promise<void>((resolve) => stderr(noise, resolve));
  stdout(noise);
  stderr('mine');
  expect(sent).toEqual([
    ['stdout', noise],
    ['stderr', 'mine'],
  ]);
});
