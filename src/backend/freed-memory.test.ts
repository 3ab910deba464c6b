import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { describeIf } from '../../test/capabilities.js';
import { packageRoot } from '../package-root.js';

/** 400 kB are read from a tensor and forgotten, again and again: page faults of a reading. */
const script = `
  import { tf, useBackend } from 'gradus';
  await useBackend('tensorflow');
  const x = tf.zeros([128, 784]);
  const read = (times) => {
    for (let i = 0; i < times; i++) {
      const y = tf.add(x, 1);
      y.dataSync();
      y.dispose();
    }
  };
  read(300);
  const before = process.resourceUsage().minorPageFault;
  read(1000);
  console.log((process.resourceUsage().minorPageFault - before) / 1000);
`;

async function faults(extra: Record<string, string> = {}): Promise<number> {
  const args = ['--input-type=module', '--eval', script];
  const options = { cwd: packageRoot(), env: { ...process.env, ...extra } };
  const { stdout } = await promisify(execFile)(process.execPath, args, options);
  return Number(stdout.trim().split('\n').at(-1));
}

describeIf('native', 'memory of arrays that are read', () => {
  test('is used again, not handed back and taken anew page by page', {
    timeout: 120_000,
  }, async () => {
    const [kept, asGlibc] = [
      await faults(),
      await faults({ MALLOC_TRIM_THRESHOLD_: '262144', MALLOC_MMAP_THRESHOLD_: '131072' }),
    ];
    expect(kept).toBeLessThan(10);
    // What the user has said holds: each array of 400 kB is a mapping of its own there.
    expect(asGlibc).toBeGreaterThan(50);
  });
});
