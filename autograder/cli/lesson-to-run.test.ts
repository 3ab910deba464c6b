import { expect, test } from 'vitest';
import { publishedPath } from './lesson-to-run.js';

test('a lesson is published beside its Markdown, each language in a file of its own', () => {
  const of = (path: string, language: 'en' | 'zh') => publishedPath({ path, language });
  expect(of('notebooks/02b-autograd/lesson.md', 'en')).toBe('notebooks/02b-autograd/lesson.ipynb');
  // A translation is read with the path of what it translates.
  for (const path of ['notebooks/02b-autograd/lesson.md', 'notebooks/02b-autograd/lesson.zh.md']) {
    expect(of(path, 'zh')).toBe('notebooks/02b-autograd/lesson.zh.ipynb');
  }
});
