import { afterEach, expect, test, vi } from 'vitest';
import { fakeKernel } from '../../test/notebook/fake-kernel.js';
import { barChart } from '../plot/bar-chart.js';
import { type Displayable, display } from './display.js';

afterEach(() => vi.restoreAllMocks());

test('a figure is shown as plotly, as a picture and as text at once', () => {
  const kernel = fakeKernel();
  display(barChart({ title: 'Bars', labels: ['a'], values: [1] }));
  const data = kernel.sent[0]?.data ?? {};
  expect(kernel.plotly(data)).toMatchObject({ data: [{ type: 'bar' }], config: {} });
  expect(data['image/svg+xml']).toMatch(/^<svg /);
  expect(data['text/plain']).toBe('Bar chart: Bars. a 1.');
  kernel.restore();
});

test('outside a notebook a figure prints its text', () => {
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  display(barChart({ title: 'Bars', labels: ['a'], values: [1] }));
  display({ html: '<b>hi</b>', text: 'hi' });
  expect(log.mock.calls).toEqual([['Bar chart: Bars. a 1.'], ['hi']]);
});

test('refuses what it cannot show', () => {
  for (const wrong of [{ dataSync: '' }, {}] as Displayable[]) {
    expect(() => display(wrong)).toThrow('Expected `content` to be a figure');
  }
});
