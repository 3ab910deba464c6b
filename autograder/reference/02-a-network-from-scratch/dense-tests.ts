/** Makers of the tests of a dense layer, forwards and backwards; hidden tests share them. */
import { type Test, test } from '../../judge/test.js';
import type { TensorValue } from '../../judge/value.js';
import type { Asked, Given } from '../../test-kit/sizes.js';
import { at, dense, numbers, rowsOf, slopes } from './arithmetic.js';

// denseForward

export const denseForwardAsked: Asked = {
  exercise: 'denseForward',
  sizes: 3,
  draw: (t, ...[b, d, h]) => [
    t.randomTensor([b as number, d as number]),
    t.randomTensor([d as number, h as number]),
    t.randomTensor([h as number]),
  ],
};

/** Zeros give the bias; a bias of zeros gives the product. */
export function denseForwardZeroInput(given: Given, b: number, d: number, h: number): Test {
  return test({ kind: 'property', ...given }, async (t) => {
    const zeros = (...shape: number[]): TensorValue =>
      t.tensor(new Array<number>(shape.reduce((n, size) => n * size, 1)).fill(0), shape);
    const [x, w, bias] = [t.randomTensor([b, d]), t.randomTensor([d, h]), t.randomTensor([h])];
    const rows = Array.from({ length: b }, () => Array.from(bias.data));
    t.expectClose(await t.student.denseForward?.(zeros(b, d), w, bias), t.tensor(rows));
    const product = rowsOf(x).map((row) => dense(row, w.data, zeros(h).data));
    t.expectClose(await t.student.denseForward?.(x, w, zeros(h)), t.tensor(product));
  });
}

export const denseForwardWorked = test(
  {
    name: 'the worked example',
    points: 0.25,
    kind: 'value',
    visible: true,
    hint: 'Rows of x meet columns of w; the bias is added to every row.',
  },
  async (t) => {
    const x = t.tensor([
      [1, 2],
      [0, 1],
    ]);
    const w = t.tensor([
      [1, 0, 2],
      [3, 1, 0],
    ]);
    const b = t.tensor([10, 20, 30]);
    const expected = [
      [17, 22, 32],
      [13, 21, 30],
    ];
    t.expectClose(await t.student.denseForward?.(x, w, b), t.tensor(expected));
  },
);

// denseBackward

const gradientNames = ['dx', 'dw', 'db'] as const;

export const denseBackwardAsked: Asked = {
  exercise: 'denseBackward',
  sizes: 3,
  draw: (t, ...[b, d, h]) => [
    t.randomTensor([b as number, d as number]),
    t.randomTensor([d as number, h as number]),
    t.randomTensor([b as number, h as number]),
  ],
  async judge(t, answer, args) {
    const got = t.expectObject(answer, gradientNames);
    t.expectClose(got, await t.reference.denseBackward?.(...args));
  },
};

/** The loss is `sum(dy * y)`: its gradient in y is dy, so its slopes in x, w and b are the answers. */
export function denseBackwardSlopes(given: Given, b: number, d: number, h: number): Test {
  return test({ kind: 'gradient', ...given }, async (t) => {
    const [x, w, dy] = [t.randomTensor([b, d]), t.randomTensor([d, h]), t.randomTensor([b, h])];
    const got = t.expectObject(await t.student.denseBackward?.(x, w, dy), gradientNames);
    const [allX, allW, bias] = [numbers(x), numbers(w), new Float64Array(h)];
    const loss = (): number => {
      let sum = 0;
      for (let i = 0; i < b; i++) {
        const y = dense(allX.subarray(i * d, (i + 1) * d), allW, bias);
        for (let j = 0; j < h; j++) sum += at(dy.data, i * h + j) * at(y, j);
      }
      return sum;
    };
    const close = { atol: 1e-3, rtol: 1e-3 };
    t.expectClose(got.dx, t.tensor(slopes(loss, allX, 1e-3), [b, d]), { what: 'dx', ...close });
    t.expectClose(got.dw, t.tensor(slopes(loss, allW, 1e-3), [d, h]), { what: 'dw', ...close });
    t.expectClose(got.db, t.tensor(slopes(loss, bias, 1e-3), [h]), { what: 'db', ...close });
  });
}

export const denseBackwardWorked = test(
  {
    name: 'the worked example',
    points: 0.25,
    kind: 'value',
    visible: true,
    hint: 'Let the shapes guide you: dx is [B, D], dw is [D, H], db is [H].',
  },
  async (t) => {
    const x = t.tensor([
      [1, 2],
      [0, 1],
    ]);
    const w = t.tensor([
      [1, 0, 2],
      [3, 1, 0],
    ]);
    const dy = t.tensor([
      [1, 0, 0],
      [0, 2, 1],
    ]);
    t.expectClose(await t.student.denseBackward?.(x, w, dy), {
      dx: t.tensor([
        [1, 3],
        [2, 2],
      ]),
      dw: t.tensor([
        [1, 0, 0],
        [2, 2, 1],
      ]),
      db: t.tensor([1, 2, 1]),
    });
  },
);
