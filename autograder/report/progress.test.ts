import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { messages } from '../../src/messages/index.js';
import { createProgress } from './progress.js';

function sink(isTTY: boolean) {
  let text = '';
  const stream = new Writable({
    write(chunk, _encoding, done) {
      text += chunk;
      done();
    },
  });
  return { stream: Object.assign(stream, { isTTY, columns: 80 }), text: () => text };
}

test('without a terminal: one line for each student, none of them a cursor movement', async () => {
  const { stream, text } = sink(false);
  const progress = await createProgress(messages('en'), stream);
  progress.report({ kind: 'start', total: 2 });
  progress.report({ kind: 'student-start', student: 'ada' });
  progress.report({
    kind: 'student-end',
    student: 'ada\u001b[2J',
    score: 2.5,
    points: 3,
    failed: false,
  });
  progress.report({ kind: 'student-end', student: 'bob', score: 0, points: 3, failed: true });
  progress.stop();
  expect(text()).toBe('1/2 ada\\u{1b}[2J: 2.5 of 3\n2/2 bob: the grader failed\n');
});

test('on a terminal: a bar that counts and says who is being graded', async () => {
  const { stream, text } = sink(true);
  const progress = await createProgress(messages('en'), stream);
  progress.report({ kind: 'start', total: 1 });
  progress.report({ kind: 'student-start', student: 'ada' });
  progress.report({ kind: 'student-end', student: 'ada', score: 1, points: 1, failed: false });
  progress.stop();
  expect(text()).toContain('0/1');
});
