import { expect, test } from 'vitest';
import { checkParts, placeOf } from './check-parts.js';
import { writePrivate } from './private.fixture.js';

const fn = () => 1;
const files = {
  '07-sample/mutants.ts': '\n\nexport const mutants = { f: [{ name: "off by one" }] };\n',
};

function problems(parts: Parameters<typeof checkParts>[2]['parts']) {
  const { folder, remove } = writePrivate(files);
  try {
    checkParts(folder, '07-sample', { parts, hash: '' });
  } catch (error) {
    return (error as { problems: object[] }).problems;
  } finally {
    remove();
  }
  return [];
}

test('what is there is taken, what is not is left out', () => {
  const mutants = { f: [{ name: 'm', guess: 'You forgot.', fn }] };
  const parts = { mutants: { mutants }, allowed: { allowed: { f: { deny: ['tf.abs'] } } } };
  expect(problems(parts)).toEqual([]);
  expect(checkParts('/none', '07-sample', { parts, hash: '' })).toEqual({
    mutants,
    allowed: { f: { deny: ['tf.abs'] } },
  });
});

test('a mutant without a guess is told on the line of its name', () => {
  expect(problems({ mutants: { mutants: { f: [{ name: 'off by one', fn }] } } })).toMatchObject([
    { file: '07-sample/mutants.ts', line: 3, params: { field: 'mutants.f.0.guess' } },
  ]);
  expect(problems({ variants: { variants: { f: [{ name: 'v', fn: 1 }] } } })).toMatchObject([
    { file: '07-sample/variants.ts', line: 1, params: { field: 'variants.f.0.fn' } },
  ]);
  expect(problems({ allowed: { allowed: { f: { allow: 'tf.abs' } } } })).toHaveLength(1);
});

test('a text that stands nowhere is on the first line', () => {
  expect(placeOf('/none', '07-sample', 'hidden', 'x')).toEqual({
    file: '07-sample/hidden.ts',
    line: 1,
    column: 1,
  });
});
