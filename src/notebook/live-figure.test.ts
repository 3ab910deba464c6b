import { afterEach, expect, test, vi } from 'vitest';
import { fakeKernel } from '../../test/notebook/fake-kernel.js';
import { imageGrid } from '../plot/image-grid.js';
import { liveFigure } from './live-figure.js';

afterEach(() => vi.restoreAllMocks());

const grid = (title: string) => imageGrid({ title, images: [[0, 1, 1, 0]], shape: [2, 2] });

test('in a notebook it draws in one place, at most every 200 ms, and at the end', async () => {
  const kernel = fakeKernel();
  let clock = 0;
  const picture = liveFigure({ now: () => clock });
  const drawn: number[] = [];
  for (let step = 0; step < 10; step++) {
    await picture.show(() => {
      drawn.push(step);
      return grid(`Step ${step}`);
    });
    clock += 50;
  }
  await picture.done(grid('The end'));
  expect(drawn).toEqual([0, 4, 8]);
  const texts = kernel.sent.map(({ data }) => `${data['text/plain']}`);
  expect(texts.map((text) => /Step \d|The end/.exec(text)?.[0])).toEqual([
    ...['Step 0', 'Step 4', 'Step 8', 'The end'],
  ]);
  expect(kernel.sent.map(({ update }) => update)).toEqual([false, true, true, true]);
  expect(new Set(kernel.sent.map(({ id }) => id)).size).toBe(1);
  expect(Object.keys(kernel.sent[0]?.data ?? {})[0]).toBe('text/html');
  expect(Object.keys(kernel.sent[3]?.data ?? {})[0]).toBe('application/vnd.plotly.v1+json');
  kernel.restore();
});

test('elsewhere nothing is drawn on the way, and the text of the last is printed', async () => {
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  const draw = vi.fn(() => grid('Step'));
  const picture = liveFigure();
  await picture.show(draw);
  expect(draw).not.toHaveBeenCalled();
  expect(log).not.toHaveBeenCalled();
  await picture.done(grid('The end'));
  expect(log).toHaveBeenCalledTimes(1);
  expect(log.mock.calls[0]?.[0]).toContain('The end');
});
