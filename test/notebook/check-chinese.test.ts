/** `check` in a notebook, in Chinese, with wrong answers of many kinds: no English sentence in it. */
import { readFileSync } from 'node:fs';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { runExercise } from '../../autograder/judge/in-process.js';
import { withLikely } from '../../autograder/judge/likely.js';
import type { TestResult } from '../../autograder/judge/verdict.js';
import { loadReference } from '../../autograder/reference/load.js';
import { tf } from '../../src/backend/tf.js';
import { englishIn } from '../../src/messages/foreign-words.fixture.js';
import { messages } from '../../src/messages/index.js';
import { issueSentence } from '../../src/messages/sentences.js';
import type { Wording } from '../../src/messages/text.js';
import { checkBundle } from '../../src/notebook/check-view.js';
import { inlineMarkup } from '../../src/notebook/inline-markup.js';

const lesson = '02-a-network-from-scratch';
let reference: Awaited<ReturnType<typeof loadReference>>;
beforeAll(async () => {
  reference = await loadReference(lesson);
  vi.stubEnv('GRADUS_LANG', 'zh');
});
afterEach(() => vi.stubEnv('GRADUS_LANG', 'zh'));

/** A wrong type, nothing, an error of one's own, something that cannot be handed over, and the right one. */
const wrong: readonly [string, unknown][] = [
  ['a number', () => 1],
  ['nothing', () => undefined],
  ['a list', () => [1, 2]],
  ['an object', () => ({ dx: 1 })],
  ['a function', () => () => 1],
  ['a tensor of another shape', () => tf.zeros([7])],
  ['a tensor of another dtype', () => tf.zeros([4, 2], 'int32')],
  ['not finite', () => tf.fill([2, 3], Number.NaN)],
  ['an error', () => Promise.reject(new TypeError('x is not a function'))],
  ['a symbol', () => Symbol('s')],
  ['a promise inside', () => ({ dx: Promise.resolve(1), dw: 1, db: 1 })],
  ['an argument', (x: unknown) => x],
];

/** Without what is quoted: messages of errors, and what an author wrote in one language. */
function ownWords(results: readonly TestResult[], text: string): string {
  const quoted = results.flatMap(({ name, hint, issue }) => [
    name,
    hint,
    issue?.params.message,
    issue?.params.sentence,
    issue?.place?.text,
  ]);
  return quoted
    .filter((one): one is Wording & string => typeof one === 'string' && one !== '')
    .reduce((rest, one) => rest.replaceAll(inlineMarkup(one), '·').replaceAll(one, '·'), text);
}

const wordsOf = (html: string): string[] =>
  html
    .replaceAll(/<(code|pre)\b[^>]*>.*?<\/\1>/gs, '·')
    .replaceAll(/<[^>]*>/g, '\n')
    .replaceAll(/&(?:amp|lt|gt|quot|#39);/g, '·')
    .split('\n')
    .filter((line) => line.trim() !== '');

test.each(wrong)('%s', async (_, fn) => {
  for (const [exercise, tests] of Object.entries(reference.parts.visible)) {
    const given = { exercise, tests, fn, solution: reference.solution, tf };
    const results = withLikely(await runExercise(given));
    const points = { lesson, exercise, score: 0, points: tests.length, hiddenPoints: 1 };
    const shown = checkBundle({ ...points, results }, { file: 'lesson.ipynb' });
    const html = wordsOf(ownWords(results, String(shown['text/html'])));
    expect(html.length).toBeGreaterThan(3);
    expect(html.filter((line) => englishIn(line.replaceAll(exercise, '·')).length > 0)).toEqual([]);
    expect(results.some(({ verdict }) => verdict !== 'passed')).toBe(true);
  }
});

test('all that the codec says of what it cannot hand over has Chinese words', () => {
  const files = ['encoder', 'tensor-adapter', 'driver-callback'];
  const said = files.flatMap((name) => {
    const file = new URL(`../../autograder/judge/${name}.ts`, import.meta.url);
    const found = readFileSync(file, 'utf8').matchAll(/CodecError\('[a-z]+', ['`](.+?)['`]\)/g);
    return [...found].map(([, words = '']) => words.replaceAll(/\$\{[^}]*\}/g, '3'));
  });
  expect(said.length).toBeGreaterThan(9);
  const sentences = said.map((type) =>
    issueSentence(messages('zh'), { code: 'unencodable', params: { what: '', type } }),
  );
  expect(sentences.filter((sentence) => englishIn(sentence).length > 0)).toEqual([]);
});
