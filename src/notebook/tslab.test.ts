import { afterEach, expect, test, vi } from 'vitest';
import { fakeKernel } from '../../test/notebook/fake-kernel.js';
import { inNotebook, showBundle, showInPlace } from './tslab.js';

const bundle = {
  'application/vnd.plotly.v1+json': { data: [] },
  'image/svg+xml': '<svg/>',
  'text/plain': 'a chart',
};

afterEach(() => vi.restoreAllMocks());

test('sends all forms in one message', () => {
  const kernel = fakeKernel();
  expect(inNotebook()).toBe(true);
  showBundle(bundle);
  expect(kernel.sent).toMatchObject([{ data: bundle, update: false }]);
  kernel.restore();
});

test('sends the form that every front end shows when tslab takes only one', () => {
  const kernel = fakeKernel({ withPrivateWriter: false });
  const place = showInPlace();
  place.show(bundle);
  place.show(bundle);
  expect(kernel.sent.map(({ data, update }) => ({ data, update }))).toEqual([
    { data: { 'image/svg+xml': '<svg/>' }, update: false },
    { data: { 'image/svg+xml': '<svg/>' }, update: true },
  ]);
  kernel.restore();
});

test('two places do not overwrite each other', () => {
  const kernel = fakeKernel();
  showBundle(bundle);
  showBundle(bundle);
  expect(new Set(kernel.sent.map((m) => m.id)).size).toBe(2);
  kernel.restore();
});

test('prints the text outside a notebook', () => {
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  expect(inNotebook()).toBe(false);
  showBundle(bundle);
  showBundle({ 'text/html': '<b>' });
  expect(log.mock.calls).toEqual([['a chart']]);
});
