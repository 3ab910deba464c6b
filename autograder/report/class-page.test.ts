import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { messages } from '../../src/messages/index.js';
import { recordClass } from '../results/record.js';
import { classPage, limitsText } from './class-page.js';
import { sampleClass } from './sample.js';

const text = (markup: string) =>
  markup
    .replace(/<style>[\s\S]*?<\/style>/, '')
    .replace(/<(script|svg)[\s\S]*?<\/\1>/g, '')
    .replace(/<[^>]+>/g, ' ');

test('who has how many points, with a mark for each test, hidden ones after a bar', () => {
  const page = classPage(recordClass(sampleClass()), 'en');
  expect(page).toMatch(/<th scope="row"><a href="ada-[0-9a-f]{32}\.html">ada<\/a>/);
  expect(page).toContain('✗ | #');
  expect(page).toContain('title="rows sum to one: failed; fresh inputs: tampered"');
  expect(page).toContain('class="full"');
  expect(text(page)).toMatch(/mean\s+0\.7\s+0\.7\s+1\.3/);
});

test('how many pass each test', () => {
  expect(text(classPage(recordClass(sampleClass()), 'en'))).toMatch(
    /softmax\/rows-sum-to-one\s+value\s+1 of 3\s+softmax\/fresh-inputs\s+value\s+hidden\s+1 of 3/,
  );
});

test('what judged: lesson, grader, reference, seed, sandbox and its limits', () => {
  const page = text(classPage(recordClass(sampleClass()), 'en'));
  for (const fact of ['02-a-network-from-scratch 1.0.0', '0.1.0', 'cdcdcdcdcdcd', '0123456789ab']) {
    expect(page).toContain(fact);
  }
  expect(page).toContain('unshare (util-linux 2.38)');
  expect(page).toContain('processor ms 10000, memory MB 512');
});

test('a limit without a name is shown by its own', () => {
  expect(limitsText(messages('en'), { newLimit: 3 })).toBe('newLimit 3');
});

test('a submission that the grader failed on has no points and does not count in the mean', () => {
  const grade = sampleClass();
  const first = grade.students[0];
  if (first === undefined) throw new Error('the sample has changed');
  first.graderFailure = 'disk full';
  const page = classPage(recordClass(grade), 'en');
  expect(page).toContain('title="The grader itself failed here: disk full">?</span>');
  expect(text(page)).toMatch(/mean\s+1\.0\s+0\.5\s+1\.5/);
});

test('charts stand on the page as pictures, with what plotly.js draws anew', () => {
  const page = classPage(recordClass(sampleClass()), 'en');
  const pictures = page.match(/<div class="plot" role="img" aria-label="[^"]+"><svg /g) ?? [];
  expect(pictures).toHaveLength(3);
  const blocks = [...page.matchAll(/<script type="application\/json">(.*?)<\/script>/g)];
  expect(blocks.map(([, json]) => JSON.parse(json ?? '').data[0].type)).toEqual([
    'bar',
    'heatmap',
    'bar',
  ]);
  // The same results give the same bytes.
  expect(classPage(recordClass(sampleClass()), 'en')).toBe(page);
});

test('no script runs but those that the policy names', () => {
  const page = classPage(recordClass(sampleClass()), 'en');
  const policy = /Content-Security-Policy" content="([^"]+)"/.exec(page)?.[1] ?? '';
  expect(policy).toMatch(/^default-src 'none';/);
  const scripts = [...page.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(([, code]) => code ?? '');
  expect(scripts).toHaveLength(2);
  for (const code of scripts) {
    const hash = createHash('sha256').update(code).digest('base64');
    expect(policy).toContain(`'sha256-${hash}'`);
  }
  expect(/script-src [^;]*/.exec(policy)?.[0].split(' ')).toHaveLength(3);
});

test('a class of nobody is a page, not an error', () => {
  const grade = sampleClass();
  grade.students = [];
  const page = classPage(recordClass(grade), 'en');
  expect(text(page)).toContain('0 submissions');
  expect(page).not.toContain('<script');
});
