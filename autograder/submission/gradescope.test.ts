import fc from 'fast-check';
import { expect, test } from 'vitest';
import { submittersIn } from './gradescope.js';

test('student id, else e-mail, else name; quotes and numbers as YAML has them', () => {
  const text = `---
submission_70:
  :submitters:
  - :name: Ada Lovelace
    :sid: '0011'
    :email: ada@example.org
  :created_at: 2024-05-01 10:00:00.000000000 Z
  :results:
    :name: not a submitter
    :sid: 666
submission_71:
  :submitters:
  - :name: George Boole
    :sid: ''
    :email: "george@example.org"
  - :name: 张三
    :sid:
submission_72:
  :submitters: []
`;
  expect([...submittersIn(text)]).toEqual([
    ['submission_70', ['0011']],
    ['submission_71', ['george@example.org', '张三']],
    ['submission_72', []],
  ]);
});

test('an entry that is repeated, inside or after, does not replace the first', () => {
  const entry = (sid: string) => `submission_1:\n  :submitters:\n  - :sid: ${sid}\n`;
  expect([...submittersIn(`${entry('a')}  :submitters:\n  - :sid: b\n${entry('c')}`)]).toEqual([
    ['submission_1', ['a']],
  ]);
});

test('deep or odd text ends nothing', () => {
  const head = 'submission_1:\n  :submitters:\n  - :name: ';
  for (const value of ['['.repeat(100_000), '- '.repeat(100_000), '[{', '*a']) {
    expect(submittersIn(head + value).get('submission_1')).toEqual([]);
  }
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'submiter: \n-[]{}"\'0') }), (text) => {
      submittersIn(text);
    }),
    { numRuns: 300 },
  );
});
