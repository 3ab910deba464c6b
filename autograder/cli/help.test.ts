import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { helpOfAll } from './help.js';

const file = new URL('../../src/setup/help.json', import.meta.url);

test('the help that is shown before anything is built is the help of the commands', () => {
  const stored: unknown = JSON.parse(readFileSync(file, 'utf8'));
  // When they differ: npm run build && node src/setup/write-help.mjs
  expect(stored).toEqual(helpOfAll());
});

test('it has every command and script, in both languages, with its options', () => {
  const { text, options } = helpOfAll();
  for (const language of ['en', 'zh']) {
    expect(Object.keys(text[language] ?? {})).toEqual(
      expect.arrayContaining(['', 'grade', 'check', 'doctor', 'setup', 'npm start', 'npm test']),
    );
  }
  expect(text.zh?.['npm start']).toContain('用法：');
  expect(options.grade).toContainEqual({ names: ['--only'], takesValue: true });
  expect(options.grade).toContainEqual({ names: ['--unsafe-no-sandbox'], takesValue: false });
});
