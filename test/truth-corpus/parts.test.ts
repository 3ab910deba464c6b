/**
 * The parts of the corpus against plain loops in float64: right answers give their values, wrong
 * ones differ on some input. Nothing of the judge is used, so a truth does not rest on it.
 */
import '@tensorflow/tfjs-backend-cpu';
import ts from '@tslab/typescript-for-tslab';
import { beforeAll, describe, expect, it } from 'vitest';
import { createRng } from '../../src/backend/random.js';
import { type Tensor, tf } from '../../src/nn/tf.js';
import { exercises } from './notebook.mjs';
import { styled, styles } from './styles.mjs';
import { rightAnswers, rightText } from './submissions.mjs';
import { editedAnswer, wrong } from './wrong.mjs';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

type Answer = (...args: unknown[]) => unknown;

/** The function that a text declares; `export` and imports apart, as a cell has it. */
function load(text: string, name: string): Answer {
  const { outputText } = ts.transpileModule(text.replace(/^export |^import .*;$/gm, ''), {
    compilerOptions: { target: ts.ScriptTarget.ES2022 },
  });
  const make = new Function('tf', 'createRng', 'console', `${outputText}\nreturn ${name};`);
  return make(tf, createRng, { log() {}, error() {} }) as Answer;
}

const rng = createRng('parts');
const list = (n: number): number[] => Array.from({ length: n }, () => rng.normal(0, 2));
const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
let [B, D, H] = [5, 3, 4];
/** Sizes of the inputs; a mistake may show at some alone. */
function resize(shows?: string): void {
  [B, D, H] = shows === 'one' ? [1, 3, 4] : shows === 'square' ? [3, 3, 3] : [5, 3, 4];
}
const at = (values: readonly number[], i: number): number => values[i] ?? Number.NaN;
const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

/** Arguments and values by the formulas of the statements. */
const cases = {
  denseForward: () => {
    const [x, w, b] = [list(B * D), list(D * H), list(H)];
    const y = range(B * H).map((n) => {
      const [i, j] = [Math.floor(n / H), n % H];
      return at(b, j) + sum(range(D).map((k) => at(x, i * D + k) * at(w, k * H + j)));
    });
    return { args: [tf.tensor2d(x, [B, D]), tf.tensor2d(w, [D, H]), tf.tensor1d(b)], y };
  },
  softmax: () => {
    const z = list(B * H);
    const y = z.map((v, n) => {
      const row = z.slice(n - (n % H), n - (n % H) + H);
      return Math.exp(v) / sum(row.map(Math.exp));
    });
    return { args: [tf.tensor2d(z, [B, H])], y };
  },
  crossEntropy: () => {
    const z = list(B * H).map((v) => 3 * v);
    const labels = range(B).map((i) => i % H);
    const costs = labels.map((label, i) => {
      const row = z.slice(i * H, (i + 1) * H);
      return Math.log(sum(row.map(Math.exp))) - at(row, label);
    });
    return { args: [tf.tensor2d(z, [B, H]), tf.tensor1d(labels, 'int32')], y: [sum(costs) / B] };
  },
  denseBackward: () => {
    const [x, w, dy] = [list(B * D), list(D * H), list(B * H)];
    const dx = range(B * D).map((n) =>
      sum(range(H).map((j) => at(dy, Math.floor(n / D) * H + j) * at(w, (n % D) * H + j))),
    );
    const dw = range(D * H).map((n) =>
      sum(range(B).map((i) => at(x, i * D + Math.floor(n / H)) * at(dy, i * H + (n % H)))),
    );
    const db = range(H).map((j) => sum(range(B).map((i) => at(dy, i * H + j))));
    return {
      args: [tf.tensor2d(x, [B, D]), tf.tensor2d(w, [D, H]), tf.tensor2d(dy, [B, H])],
      y: [...db, ...dw, ...dx],
    };
  },
};

/** All numbers of an answer, gradients by the names of their keys. */
async function numbers(value: unknown): Promise<number[]> {
  const answer = await value;
  if (answer instanceof tf.Tensor) return [...(await (answer as Tensor).data())];
  const parts = Object.entries(answer as object).sort(([a], [b]) => (a < b ? -1 : 1));
  return (await Promise.all(parts.map(([, part]) => numbers(part)))).flat();
}

/** Whether an answer gives values and shape of the loops and leaves its arguments alone. */
async function agrees(answer: Answer, exercise: keyof typeof cases): Promise<boolean> {
  const { args, y } = cases[exercise]();
  const value = await answer(...args);
  const got = await numbers(value);
  // Where the statement asks for rows, there are as many as examples.
  const rows = value instanceof tf.Tensor && value.rank > 0 ? value.shape[0] : B;
  if (rows !== B) return false;
  const close = got.length === y.length && got.every((v, i) => Math.abs(v - at(y, i)) < 1e-3);
  return close && args.every((arg) => !arg.isDisposed);
}

describe.each(Object.keys(cases) as (keyof typeof cases)[])('%s', (exercise) => {
  it.each(rightAnswers(exercise))('right: %s', async (name) => {
    expect(await agrees(load(rightText(exercise, name), exercise), exercise)).toBe(true);
  });

  it.each((wrong[exercise] ?? []).map((one) => [one.name, one] as const))(
    'wrong: %s',
    async (_name, { ts: [from, to], shows }) => {
      const right = rightText(exercise, editedAnswer[exercise]);
      resize(shows);
      try {
        expect(await agrees(load(right, exercise), exercise)).toBe(true);
        expect(await agrees(load(right.replace(from, to), exercise), exercise)).toBe(false);
      } finally {
        resize();
      }
    },
  );

  // A dynamic import and an import of its own need a notebook.
  it.each(styles.filter((style) => !/import|tf under/.test(style)))('style: %s', async (style) => {
    const { before, cell, after } = styled(rightText(exercise, 'loops'), exercise, style);
    const last = style === 'a first try left above' ? after : [...before, cell, ...after];
    expect(await agrees(load(last.join('\n'), exercise), exercise)).toBe(true);
  });
});

describe('trainMlp', () => {
  const settings = { hidden: 4, classes: 2, epochs: 3, batchSize: 2, learningRate: 0.3, seed: 5 };
  const run = async (text: string): Promise<string> => {
    const data = createRng('train');
    const calls: unknown[] = [];
    const answer = load(
      text,
      'trainMlp',
    )({
      x: tf.tensor2d(data.normals(15, 0, 1), [5, 3]),
      y: tf.tensor1d([0, 1, 0, 1, 1], 'int32'),
      ...settings,
      onEpoch: async (epoch: number, loss: number) => {
        await tf.nextFrame();
        calls.push([epoch, loss.toFixed(4)]);
      },
    });
    const weights = await answer;
    // What was reported before the answer came is what was awaited.
    const reported = JSON.stringify(calls);
    const { losses, ...others } = weights as { losses: number[] };
    const values = (await numbers(others)).map((v) => v.toFixed(4));
    return [reported, ...losses.map((v) => v.toFixed(4)), ...values].join(' ');
  };

  it('answers of the same draws agree: tensors by hand, the tape, a class for each layer', async () => {
    const texts = ['manual', 'tape', 'layers'].map((name) => rightText('trainMlp', name));
    const [first, ...others] = await Promise.all(texts.map(run));
    for (const other of others) expect(other).toBe(first);
  });

  it.each((wrong.trainMlp ?? []).map((one) => [one.name, one.ts] as const))(
    'wrong: %s',
    async (_name, [from, to]) => {
      const text = rightText('trainMlp', editedAnswer.trainMlp);
      expect(text.split(from)).toHaveLength(2);
      expect(await run(text.replace(from, to))).not.toBe(await run(text));
    },
  );

  it('every wrong answer says why', () => {
    for (const exercise of exercises)
      for (const { why } of wrong[exercise] ?? []) expect(why.length).toBeGreaterThan(10);
  });
});
