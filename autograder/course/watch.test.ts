import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
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
  let heard = (): void => {};
  const watching = watchLessons({
    root,
    loadReference,
    signal: ending.signal,
    onBuilt: (name, result) => {
      told.push({ lesson: name, result });
      heard();
    },
    onError: (error) => {
      throw error;
    },
  });
  const afterSaving = async (text: string): Promise<BuildResult | undefined> => {
    const next = new Promise<void>((resolve) => {
      heard = resolve;
    });
    writeFileSync(source, text);
    await next;
    return told.at(-1)?.result;
  };

  await afterSaving(sample.replace('Text before', 'A better text before'));
  expect(told.at(-1)?.lesson).toBe(lesson);
  expect(readFileSync(notebook, 'utf8')).toContain('A better text before');

  // Written as it was: a text that cannot be read leaves the notebook alone.
  const before = readFileSync(notebook, 'utf8');
  const wrong = await afterSaving(sample.replace('points=', 'pionts='));
  expect(wrong?.problems.map((one) => problemText(one, 'en')).join()).toContain('pionts');
  expect(readFileSync(notebook, 'utf8')).toBe(before);

  await afterSaving(sample.replace('Text before', 'The best text before'));
  expect(readFileSync(notebook, 'utf8')).toContain('The best text before');

  ending.abort();
  await watching;
});
