import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { messages } from '../../src/messages/index.js';
import { sampleClass } from '../report/sample.js';
import { recordClass } from '../results/record.js';
import { resultsText } from '../results/store.js';
import { explainCommand } from './explain.js';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gradus-explain-'));
  const grade = sampleClass();
  grade.isolation = { backend: 'none', mechanism: 'none', unsafe: true, limits: {} };
  await writeFile(join(folder, 'results.json'), resultsText(recordClass(grade)));
});
afterAll(() => rm(folder, { recursive: true }));

test('results that were made without a sandbox are shown with the warning', async () => {
  const out = vi.spyOn(console, 'log').mockImplementation(() => {});
  const err = vi.spyOn(console, 'error').mockImplementation(() => {});
  expect(await explainCommand('ada', 'softmax', { out: folder }, messages('en'))).toBe(0);
  expect(out.mock.calls.join()).toContain('softmax/rows-sum-to-one');
  expect(err.mock.calls.join()).toContain('without a sandbox');
});

test('a test of another exercise is not one of this', async () => {
  const wrong = explainCommand('ada', 'softmax/learns', { out: folder }, messages('en'));
  await expect(wrong).rejects.toMatchObject({ code: 'unknown-test' });
});
