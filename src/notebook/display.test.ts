import { afterEach, describe, expect, test, vi } from 'vitest';
import { fakeKernel } from '../../test/notebook/fake-kernel.js';
import { useBackend } from '../backend/index.js';
import { tf } from '../nn/tf.js';
import { barChart } from '../plot/bar-chart.js';
import { type Displayable, display, isPicture } from './display.js';

afterEach(() => vi.restoreAllMocks());

/** What a notebook is sent. */
function sent(content: Displayable): Record<string, unknown> {
  const kernel = fakeKernel();
  display(content);
  kernel.restore();
  expect(kernel.sent).toHaveLength(1);
  // Jupyter sends JSON: what does not survive it never arrives.
  return JSON.parse(JSON.stringify(kernel.sent[0]?.data)) as Record<string, unknown>;
}

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
  display({ data: [{ type: 'pie', values: [1] }], layout: { title: { text: 'Share' } } });
  expect(log.mock.calls).toEqual([['Bar chart: Bars. a 1.'], ['hi'], ['Share: pie']]);
});

describe("plotly's own figures", () => {
  const plotly = (figure: Displayable) =>
    sent(figure)['application/vnd.plotly.v1+json'] as { data: unknown[]; layout: unknown };

  test.each([
    ['a histogram', { data: [{ type: 'histogram', x: [1, 2, 2] }] }],
    ['a surface', { data: [{ type: 'surface', z: [[1], [2]] }], layout: { title: 'S' } }],
    ['a trace without a type', { data: [{ y: [1, 2] }], layout: {}, config: {} }],
    ['no trace', { data: [], layout: { annotations: [] } }],
    ['an animation', { data: [{ y: [1] }], layout: {}, frames: [{ data: [{ y: [2] }] }] }],
  ])('%s', (_name, figure) => {
    expect(plotly(figure)).toMatchObject(figure);
    expect(isPicture(figure)).toBe(true);
  });

  test('what it leaves open is in the style of ours; what it sets stays', () => {
    const own = { paper_bgcolor: '#fff', template: {} };
    expect(plotly({ data: [] }).layout).toHaveProperty('template.layout.paper_bgcolor');
    expect(plotly({ data: [], layout: own }).layout).toEqual(own);
  });

  test('typed arrays and tensors arrive as lists', async () => {
    await useBackend({ backend: 'cpu', printBackend: false });
    const z = tf.tensor2d([[1, 2]]);
    const { data } = plotly({ data: [{ type: 'heatmap', x: Float32Array.of(0.5, 1), z }] });
    expect(data).toEqual([{ type: 'heatmap', x: [0.5, 1], z: [[1, 2]] }]);
  });

  test('an object that only has a key `data` is none', () => {
    for (const other of [{ data: [1, 2] }, { data: 'x' }, { data: [{}], rows: 3 }, null, [[]]]) {
      expect(isPicture(other)).toBe(false);
    }
  });
});

test('a tensor and a model show what console.log shows', async () => {
  await useBackend({ backend: 'cpu', printBackend: false });
  expect(sent(tf.tensor1d([1, 2]))).toEqual({ 'text/plain': 'Tensor float32 [2] [1, 2]' });
  const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1] })] });
  expect(sent(model)['text/plain']).toContain('Total params: 2');
});

describe('a table', () => {
  test('of a list of objects: escaped, numbers to the right, gaps empty', () => {
    const data = sent([
      { name: '<b>net</b>', accuracy: 0.97123 },
      { name: 'base', accuracy: 0.5, note: 'x' },
    ]);
    expect(data['text/html']).toContain('&lt;b&gt;net&lt;/b&gt;');
    expect(data['text/html']).not.toContain('<b>');
    expect(data['text/plain']).toBe(
      'name        accuracy  note\n<b>net</b>    0.9712\nbase             0.5  x',
    );
  });

  test('of an object of lists', () => {
    const data = sent({ epoch: [1, 2], loss: Float32Array.of(0.5, 0.25) });
    expect(data['text/plain']).toBe('epoch  loss\n    1   0.5\n    2  0.25');
  });

  test('of very many rows counts the rest', () => {
    const data = sent(Array.from({ length: 5000 }, (_, i) => ({ i })));
    expect(String(data['text/html']).match(/<tr>/g)).toHaveLength(101);
    expect(data['text/plain']).toMatch(/4900 more rows$/);
  });
});

test('Markdown', () => {
  expect(sent({ markdown: '**hi**' })).toEqual({
    'text/markdown': '**hi**',
    'text/plain': '**hi**',
  });
});

test('refuses what it cannot show, and says what was given', () => {
  for (const wrong of [{ dataSync: '' }, {}, [1, 2], 'text', undefined, null] as never[]) {
    expect(() => display(wrong)).toThrow('Expected `content` to be a figure');
  }
  expect(() => display([1, 2] as never)).toThrow('Received: [1, 2] (2 in all)');
});
