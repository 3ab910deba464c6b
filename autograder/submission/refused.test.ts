import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeIf } from '../../test/capabilities.js';
import type { Notice } from '../results/types.js';
import { type SampleGrader, startSampleGrader } from './sample-grader.js';

const wrongSoftmax = 'return tf.exp(logits);';
const rightSoftmax =
  'const e = tf.exp(tf.sub(logits, tf.max(logits, 1, true)));\n  return tf.div(e, tf.sum(e, 1, true)) as Tensor2D;';
const softmax = (body: string): string =>
  `function softmax(logits: Tensor2D): Tensor2D {\n  ${body}\n}`;

/** Each goes behind a right notebook; the kernel refuses it, so every answer stays right. */
const refused: Record<string, string> = {
  'a package that is not installed': "import * as tf from '@tensorflow/tfjs-node';",
  'a misspelt module': "import { tf } from 'gradsu';",
  'a name that a module does not have': "import { tf, softmaxx as softmax } from 'gradus';",
  'a type error that redeclares an answer': 'const softmax: string = 3;',
  'a type error that redeclares the library': "const tf: number = 'x';",
  'a half-written second version':
    'function softmax(logits: Tensor2D): Tensor2D {\n  const e = tf.exp(',
  'a second version of another type': softmax('return 0;'),
  'a second version that names what is not there': softmax('return tf.exp(logit);'),
  'a second version with a broken pattern': 'function softmax(logits) { return /(/.test("a"); }',
  'a second version, exported': `export ${softmax(wrongSoftmax)}`,
  'an assignment to an answer': 'softmax = (x) => x;',
  'an assignment to an import': 'tf = 3;',
  'a built-in function overwritten': "Math.exp = 'no';\nconst softmax: number = '';",
  'a name declared twice': 'const softmax = 1; const softmax = 2;',
  'what needs a refused cell': 'const lost: number = "x";',
  'two of them, the second by the first': 'const ax: number = "x";',
};

describeIf('unshare', 'a cell that the kernel refuses', () => {
  let sample: SampleGrader;
  beforeAll(async () => {
    sample = await startSampleGrader();
  }, 60_000);
  afterAll(() => sample.close());

  const noticesOf = ({ exercises }: { exercises: { notices: Notice[] }[] }, code: string) =>
    exercises.flatMap(({ notices }) => notices.filter((notice) => notice.code === code));

  test.each(Object.entries(refused))(
    'takes nothing away: %s',
    async (name, source) => {
      const behind = [source];
      if (name.startsWith('what needs')) behind.push('const softmax = () => lost;');
      if (name.startsWith('two of'))
        behind.push('const tf = ax; const softmax = ax;', 'tf.nothing;');
      const graded = await sample.grade({ behind });
      expect(graded.score).toBe(20);
      const [notice] = noticesOf(graded, 'refused-cell');
      expect(notice).toBeDefined();
      expect(notice?.params.message).not.toBe('');
      expect(notice?.params.cell).toBe(notice?.place?.cell);
    },
    30_000,
  );

  test('nor where it stands before the answers', async () => {
    const before = ["import * as tf from '@tensorflow/tfjs-node';", 'const softmax: number = "";'];
    expect((await sample.grade({ before })).score).toBe(20);
  });

  test('the notice names the cell, its line and why', async () => {
    const graded = await sample.grade({ behind: ['// again\nimport { tf } from "gradsu";'] });
    const [notice] = noticesOf(graded, 'refused-cell');
    expect(notice?.params).toMatchObject({
      names: 'tf',
      message: expect.stringContaining("Cannot find module 'gradsu'"),
    });
    expect(notice?.place).toMatchObject({ line: 2, text: 'import { tf } from "gradsu";' });
  });

  test('a character of another keyboard is named with the one that is meant', async () => {
    for (const [cell, ...told] of [
      ['const softmax = 1；', '`；` (U+FF1B)', 'Write `;` instead'],
      ['let tf\u2060 = “x”;', 'U+2060'],
    ] as const) {
      const graded = await sample.grade({ behind: [cell] });
      expect(graded.score).toBe(20);
      const [notice] = noticesOf(graded, 'refused-cell');
      for (const part of told) expect(notice?.params.message).toContain(part);
    }
  });

  test('an answer with a type error counts where only it gives the name', async () => {
    const answers = { softmax: softmax(`const n: string = 3;\n  ${rightSoftmax}`) };
    const graded = await sample.grade({ answers });
    expect(graded.score).toBe(20);
    expect(noticesOf(graded, 'type-error')[0]?.params.message).toContain("'number'");
    expect(noticesOf(graded, 'refused-cell')).toEqual([]);
  });

  test('of two that are refused, neither takes the right answer of the other', async () => {
    const answers = { softmax: softmax(`const n: string = 3;\n  ${rightSoftmax}`) };
    for (const behind of [[softmax('return 0;')], ['const softmax: number = "x";']]) {
      expect((await sample.grade({ answers, behind })).score).toBe(20);
    }
    // Nor do several of them, one of which is no script at all.
    const many = [softmax('return 0;'), 'const softmax = 1; const softmax = 2;'];
    expect((await sample.grade({ answers, before: many, behind: many })).score).toBe(20);
    const second = {
      answers: { softmax: softmax(`const n: string = 3;\n  ${wrongSoftmax}`) },
      behind: [answers.softmax],
    };
    expect((await sample.grade(second)).score).toBe(20);
  }, 30_000);

  test('it keeps to itself what it assigns, where it runs for another name', async () => {
    const answers = { softmax: softmax('return tf.mul(probabilities(logits), scale);') };
    const helper = `let n: string = 3; scale = 5;\nfunction probabilities(logits) {\n  ${rightSoftmax}\n}`;
    const graded = await sample.grade({ answers, before: ['let scale = 1;', helper] });
    expect(graded.score).toBe(20);
  });

  test('what a running cell redefines counts, and the cell is named', async () => {
    const graded = await sample.grade({
      behind: ["const tf = require('node:path');"],
    });
    expect(graded.score).toBe(0);
    const [notice] = noticesOf(graded, 'redefined-name');
    expect(notice?.params.name).toBe('tf');
    expect(notice?.place?.text).toBe("const tf = require('node:path');");
    const second = await sample.grade({ behind: [softmax(wrongSoftmax)] });
    expect(second.score).toBeLessThan(20);
  });

  test('a file beside the notebook may have been there: its cell counts as one that runs', async () => {
    const graded = await sample.grade({
      behind: [`import { helper } from './helper';\n${softmax(wrongSoftmax)}`],
    });
    expect(graded.score).toBeLessThan(20);
    expect(noticesOf(graded, 'refused-cell')).toEqual([]);
  });

  test('without types the better of both readings counts, and that is said', async () => {
    const unchecked = true;
    const twice = 'const softmax = 1; const softmax = 2;';
    for (const behind of [[softmax('return 0;')], ["import { tf } from 'gradsu';"], [twice]]) {
      const graded = await sample.grade({ behind, unchecked });
      expect(graded.score).toBe(20);
      expect(noticesOf(graded, 'refusals-unknown').length).toBeGreaterThan(0);
    }
    const untouched = await sample.grade({ unchecked });
    expect(untouched.score).toBe(20);
  });
});
