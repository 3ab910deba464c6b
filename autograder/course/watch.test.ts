import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import type { BuildResult } from './build.js';
import { problemText } from './problem.js';
import { sample } from './sample.js';
import { watchLessons } from './watch.js';

const root = mkdtempSync(join(tmpdir(), 'gradus-watch-'));
const lesson = '07-sample';
const folder = join(root, 'notebooks', lesson);
const source = join(folder, 'lesson.md');
const notebook = join(folder, 'lesson.ipynb');
mkdirSync(folder, { recursive: true });
const loadReference = async () => ({ visible: {}, hidden: {}, mutants: {}, variants: {} });

const ending = new AbortController();
afterEach(() => {
  ending.abort();
  rmSync(root, { recursive: true, force: true });
});

test('what is saved is compiled, a mistake is told and the next save is compiled again', async () => {
  writeFileSync(source, sample);
  const told: { lesson: string; result: BuildResult }[] = [];
  const watching = watchLessons({
    root,
    loadReference,
    signal: ending.signal,
    onBuilt: (name, result) => told.push({ lesson: name, result }),
    onError: (error) => {
      throw error;
    },
  });
  // A busy machine may tell of one save twice: what counts is what is true in the end.
  const afterSaving = async (text: string, isTrue: () => void): Promise<void> => {
    writeFileSync(source, text);
    await vi.waitFor(isTrue, { timeout: 20_000, interval: 20 });
  };
  const written = (words: string) => () => expect(readFileSync(notebook, 'utf8')).toContain(words);

  const better = 'A better text before';
  await afterSaving(sample.replace('Text before', better), written(better));
  expect(told.at(-1)?.lesson).toBe(lesson);

  // A text that cannot be read leaves the notebook alone.
  const before = readFileSync(notebook, 'utf8');
  await afterSaving(sample.replace('points=', 'pionts='), () => {
    const problems = told.at(-1)?.result.problems ?? [];
    expect(problems.map((one) => problemText(one, 'en')).join()).toContain('pionts');
  });
  expect(readFileSync(notebook, 'utf8')).toBe(before);

  const best = 'The best text before';
  await afterSaving(sample.replace('Text before', best), written(best));

  ending.abort();
  await watching;
});
