import { expect, test } from 'vitest';
import { mutantsOf } from './generate.js';

const solution = `import { tf } from 'gradus';
export function other(a: number): number { return a + 1; }
export async function f(x: Tensor2D, options: { rate: number; seed: number }): Promise<unknown> {
  const s = tf.sum(x, 1, true);
  const p = tf.matMul(x, tf.transpose(x), false, true);
  const q = tf.div(tf.sub(x, tf.mean(x, 0)), tf.add(s, 1e-7));
  const list = [...[3, 1]].reverse();
  for (let i = 0; i < list.length; i++) {
    list[i] = 2 - i;
  }
  if (list.length === 0) throw new Error('no list');
  await tf.nextFrame();
  tf.dispose([s, p]);
  if (list.length > 9) throw new Error(\`at most \${4 + 5}\`);
  return { p, rows: q.slice([0, 1], [2, 3]) };
}
`;

const changes = async (exercise = 'f') =>
  (await mutantsOf(solution, exercise)).map(({ operator, after }) => `${operator}: ${after}`);

test.each([
  'off-by-one: for (let i = 0; i <= list.length; i++) {',
  'off-by-one: list[i] = 3 - i;',
  'wrong-axis: const s = tf.sum(x, 0, true);',
  'wrong-axis: const s = tf.sum(x);',
  'wrong-axis: const q = tf.div(tf.sub(x, tf.mean(x, 1)), tf.add(s, 1e-7));',
  'missing-transpose: const p = tf.matMul(x, x, false, true);',
  'missing-transpose: const p = tf.matMul(x, tf.transpose(x), false, false);',
  'missing-keep-dims: const s = tf.sum(x, 1, false);',
  'dropped-term: const q = tf.div(x, tf.add(s, 1e-7));',
  'dropped-term: list[i] = (i);',
  'wrong-sign: list[i] = 2 + i;',
  'wrong-sign: for (let i = 0; i < list.length; i--) {',
  'wrong-sign: const q = tf.div(tf.add(x, tf.mean(x, 0)), tf.add(s, 1e-7));',
  'mean-for-sum: const s = tf.mean(x, 1, true);',
  'mean-for-sum: const q = tf.div(tf.sub(x, tf.sum(x, 0)), tf.add(s, 1e-7));',
  'wrong-operation: const q = tf.mul(tf.sub(x, tf.mean(x, 0)), tf.add(s, 1e-7));',
  'missing-epsilon: const q = tf.div(tf.sub(x, tf.mean(x, 0)), tf.add(s, 0));',
  'swapped-arguments: list[i] = (i) - (2);',
  'swapped-arguments: return { p, rows: q.slice([2, 3], [0, 1]) };',
  'constant-return: return $zeroed({ p, rows: q.slice([0, 1], [2, 3]) });',
  'constant-return: return { p: $zeroed(p), rows: q.slice([0, 1], [2, 3]) };',
  'ignored-argument: $ignored(x)',
  'ignored-argument: $ignored(options.seed)',
  'in-place-change: $changedInPlace(x)',
  'missing-copy: const list = ([3, 1]).reverse();',
  'dropped-call: const list = [...[3, 1]];',
  'dropped-statement: ;',
  "wrong-condition: if (true) throw new Error('no list');",
  'block-statement: for (let i = 0; i < list.length; i++) {}',
  'equality-operator: for (let i = 0; i >= list.length; i++) {',
  'array-declaration: const list = [...[]].reverse();',
  'object-literal: return {};',
])('%s', async (change) => expect(await changes()).toContain(change));

test('what says nothing of an answer stays: the order of factors, housekeeping, words of errors', async () => {
  const all = (await changes()).join('\n');
  expect(all).not.toContain('tf.add(1e-7, s)');
  expect(all).not.toMatch(/: tf\.nextFrame/);
  expect(all).not.toContain("new Error('')");
  expect(all).not.toContain('new Error(``)');
  expect(all).not.toContain('4 - 5');
  expect(all).not.toContain('tf.dispose([])');
  expect(all).not.toContain('from ""');
});

test('a mutant changes its own exercise alone, once, and says where', async () => {
  const own = await mutantsOf(solution, 'f');
  for (const mutant of own) {
    expect(mutant.text).toContain('return a + 1;');
    expect(mutant.text).not.toBe(solution);
  }
  const texts = own.map(({ text }) => text);
  expect(new Set(texts).size).toBe(texts.length);
  expect((await mutantsOf(solution, 'other')).every(({ line }) => line === 2)).toBe(true);
  expect(await mutantsOf(solution, 'nobody')).toEqual([]);
});

test('of places with the same lines each has its number', async () => {
  const twice = 'export function g() {\n  h(1);\n  h(1);\n}\n';
  const dropped = (await mutantsOf(twice, 'g')).filter(
    ({ operator }) => operator === 'dropped-statement',
  );
  expect(dropped.map(({ line, nth }) => [line, nth])).toEqual([
    [2, 1],
    [3, 2],
  ]);
});
