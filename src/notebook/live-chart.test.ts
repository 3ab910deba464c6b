import { afterEach, describe, expect, test, vi } from 'vitest';
import { fakeKernel } from '../../test/notebook/fake-kernel.js';
import { liveChart } from './live-chart.js';

afterEach(() => vi.restoreAllMocks());

describe('liveChart', () => {
  test('draws the first point at once, the rest at most every 200 ms, the last one always', async () => {
    const kernel = fakeKernel();
    let clock = 0;
    const chart = liveChart({ title: 'Loss', series: ['train'], now: () => clock });
    for (let x = 0; x < 10; x++) {
      await chart.add({ x, train: 1 / (x + 1) });
      clock += 50;
    }
    await chart.done();
    const counts = kernel.sent.map(
      ({ data }) => / over (\d+) points?/.exec(`${data['text/plain']}`)?.[1],
    );
    expect(counts).toEqual(['1', '5', '9', '10']);
    kernel.restore();
  });

  test('sends still pictures while it moves and the plotly form at the end', async () => {
    // JupyterLab's plotly renderer never replaces a graph that it has drawn.
    const kernel = fakeKernel();
    const chart = liveChart({ title: 'Loss', series: ['train'] });
    await chart.add({ x: 1, train: 2 });
    await chart.done();
    const types = kernel.sent.map(({ data }) => Object.keys(data)[0]);
    expect(types).toEqual(['text/html', 'application/vnd.plotly.v1+json']);
    expect(kernel.plotly(kernel.sent[1]?.data ?? {}).data[0]?.y).toEqual([2]);
    kernel.restore();
  });

  test('updates the same place', async () => {
    const kernel = fakeKernel();
    let clock = 0;
    const chart = liveChart({ title: 'Loss', series: ['train'], now: () => clock });
    await chart.add({ x: 0, train: 1 });
    clock += 1000;
    await chart.add({ x: 1, train: 1 });
    expect(kernel.sent.map((m) => m.update)).toEqual([false, true]);
    expect(new Set(kernel.sent.map((m) => m.id)).size).toBe(1);
    kernel.restore();
  });

  test('draws the last point even when nobody calls done', async () => {
    const kernel = fakeKernel();
    const chart = liveChart({ title: 'Loss', series: ['train'] });
    await chart.add({ x: 0, train: 1 });
    await chart.add({ x: 1, train: 2 });
    await vi.waitFor(() => expect(kernel.sent).toHaveLength(2), 2000);
    kernel.restore();
  });

  test('prints its text outside a notebook, once', async () => {
    const log = vi.spyOn(console, 'log').mockImplementation(() => {});
    const chart = liveChart({ title: 'Loss', series: ['train', 'test'] });
    await chart.add({ x: 0, train: 1 });
    await chart.add({ x: 1, train: 0.5 });
    expect(log).not.toHaveBeenCalled();
    await chart.done();
    await chart.done();
    expect(log.mock.calls).toEqual([
      ['Line chart: Loss. train goes from 1 to 0.5 over 2 points. test has no points yet.'],
    ]);
  });

  test('names a series that does not exist', async () => {
    const chart = liveChart<string>({ title: 'Loss', series: ['train'] });
    await expect(chart.add({ x: 0, test: 1 })).rejects.toThrow(
      'Expected `point` to hold x and some of train. Received: "test"',
    );
    expect(() => liveChart({ title: 'Loss', series: ['x'] })).toThrow('another name than "x"');
  });
});
