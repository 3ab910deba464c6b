import { afterEach, expect, test, vi } from 'vitest';
import { fakeKernel } from '../../test/notebook/fake-kernel.js';
import { duration, progress } from './progress.js';

afterEach(() => vi.restoreAllMocks());

test('tells how far it is and how long it still takes, in place', async () => {
  const kernel = fakeKernel();
  let clock = 0;
  const bar = progress({ total: 4, label: 'epochs', now: () => clock });
  for (let i = 0; i < 4; i++) {
    clock += 1000;
    await bar.add(1, `loss ${i}`);
  }
  expect(kernel.sent.map((m) => m.data['text/plain'])).toEqual([
    'epochs 1/4 · 3.0 s left · loss 0',
    'epochs 2/4 · 2.0 s left · loss 1',
    'epochs 3/4 · 1.0 s left · loss 2',
    'epochs 4/4 · took 4.0 s · loss 3',
  ]);
  expect(kernel.sent.map((m) => m.update)).toEqual([false, true, true, true]);
  expect(kernel.sent[0]?.data['text/html']).toContain('width:25.0%');
  kernel.restore();
});

test('the last state is drawn though it comes within the pause', async () => {
  const kernel = fakeKernel();
  const bar = progress({ total: 3, now: () => 0 });
  for (let i = 0; i < 3; i++) await bar.add();
  expect(kernel.sent.at(-1)?.data['text/plain']).toBe('3/3 · took 0.0 s');
  kernel.restore();
});

test('escapes label and note', async () => {
  const kernel = fakeKernel();
  await progress({ total: 2, label: '<b>' }).add(1, '<script>');
  expect(kernel.sent[0]?.data['text/html']).not.toMatch(/<b>|<script>/);
  kernel.restore();
});

test('prints one line at the end where there is neither notebook nor terminal', async () => {
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  const bar = progress({ total: 2, label: 'steps', now: () => 0 });
  await bar.add();
  await bar.add();
  await bar.done();
  expect(log.mock.calls).toEqual([['steps 2/2 · took 0.0 s']]);
});

test('refuses a total that is no number > 0', () => {
  expect(() => progress({ total: 0 })).toThrow('Expected `total` to be a number > 0. Received: 0');
});

test('durations read as people say them', () => {
  expect([800, 42_000, 185_000, 7_800_000].map(duration)).toEqual([
    '0.8 s',
    '42 s',
    '3 min 5 s',
    '2 h 10 min',
  ]);
});
