/** The LSTM by TensorFlow's fused cell, one operation a step, with its gradient. */
import * as core from '@tensorflow/tfjs-core';
import { nativeOp } from '../native-op.js';
import {
  addAll,
  biasGradient,
  concat,
  matMul,
  pack,
  split,
  transposedCopy,
  unpack,
} from './native-math.js';
import { addPresent, joinParts, splitParts, TIME, type Wanted } from './recurrent.js';

const CELL = { types: { T: 'float32' }, bools: { use_peephole: false } } as const;
/** A cell gives i, cs, f, o, ci, co and h. */
const OUTPUTS = 7;
const CS = 1;
const H = 6;

/** `LSTMBlockCell` has its gates in the order i, c, f, o; Keras in i, f, c, o. The swap is its own inverse. */
function swapGates(w: core.Tensor): core.Tensor {
  const [i, second, third, o] = split(w, 4, w.rank - 1) as [
    core.Tensor,
    core.Tensor,
    core.Tensor,
    core.Tensor,
  ];
  return concat([i, third, second, o], w.rank - 1);
}

interface Part {
  /** `[n, T, D]` */
  readonly x: core.Tensor;
  /** Hidden and cell state before the first step, `[n, H]`. */
  readonly start: readonly [core.Tensor, core.Tensor];
  /** The seven outputs of each cell. */
  readonly cells: readonly (readonly core.Tensor[])[];
}

interface Shared {
  /** `[D + H, 4H]`, gates in the order of the cell. */
  readonly w: core.Tensor;
  readonly b: core.Tensor;
  /** Weights of the peepholes, which there are none of: zeros, `[H]`. */
  readonly peephole: core.Tensor;
}

const cellInputs = (
  { w, b, peephole }: Shared,
  x: core.Tensor,
  [h, c]: readonly [core.Tensor, core.Tensor],
): core.Tensor[] => [x, c, h, w, peephole, peephole, peephole, b];

/** What the gradient needs, as one list and back. */
const flatten = ({ w, b, peephole }: Shared, parts: readonly Part[]): core.Tensor[] => [
  w,
  b,
  peephole,
  ...parts.flatMap(({ x, start, cells }) => [x, ...start, ...cells.flat()]),
];
function unflatten(
  saved: readonly core.Tensor[],
  count: number,
): { shared: Shared; parts: Part[] } {
  const [w, b, peephole, ...rest] = saved as [
    core.Tensor,
    core.Tensor,
    core.Tensor,
    ...core.Tensor[],
  ];
  const size = rest.length / count;
  const parts = Array.from({ length: count }, (_, p) => {
    const [x, h, c, ...outputs] = rest.slice(p * size, (p + 1) * size) as [
      core.Tensor,
      core.Tensor,
      core.Tensor,
      ...core.Tensor[],
    ];
    const cells = Array.from({ length: outputs.length / OUTPUTS }, (_, t) =>
      outputs.slice(t * OUTPUTS, (t + 1) * OUTPUTS),
    );
    return { x, start: [h, c] as const, cells };
  });
  return { shared: { w, b, peephole }, parts };
}

/** The state that step t starts from. */
const before = ({ start, cells }: Part, t: number): readonly [core.Tensor, core.Tensor] => {
  const cell = cells[t - 1];
  return cell === undefined ? start : [cell[H] as core.Tensor, cell[CS] as core.Tensor];
};

function runPart(shared: Shared, x: core.Tensor, start: Part['start']): Part {
  const cells: core.Tensor[][] = [];
  const part = { x, start, cells };
  for (const [t, step] of unpack(x, TIME).entries()) {
    cells.push(
      nativeOp(
        'LSTMBlockCell',
        cellInputs(shared, step, before(part, t)),
        // The bias of the forget gate is in `b`; a negative bound does not clip.
        { ...CELL, floats: { forget_bias: 0, cell_clip: -1 } },
        OUTPUTS,
      ),
    );
  }
  return part;
}

/** The weights as the gradient needs them; of x and of the state. */
function backwardWeights({ w, peephole }: Shared, features: number) {
  const units = peephole.size;
  return {
    wx: core.slice(w, [0, 0], [features, 4 * units]), // [D, 4H]
    // [4H, H]: a product that transposes takes twice as long.
    whT: transposedCopy(core.slice(w, [features, 0], [units, 4 * units])),
  };
}

/** Gradients of one part: of x `[n, T, D]`, of all weights, of the start. */
function partBackward(
  shared: Shared,
  { wx, whT }: ReturnType<typeof backwardWeights>,
  part: Part,
  dHidden: readonly (core.Tensor | undefined)[],
  dCells: readonly (core.Tensor | undefined)[],
) {
  const steps = unpack(part.x, TIME);
  const [batch, , features] = part.x.shape as [number, number, number];
  const units = shared.peephole.size;
  let dh: core.Tensor | undefined;
  let dc: core.Tensor | undefined;
  const dGates: core.Tensor[] = [];
  for (let t = steps.length - 1; t >= 0; t--) {
    dh = addPresent(dh, dHidden[t]) ?? core.zeros([batch, units]);
    dc = addPresent(dc, dCells[t]) ?? core.zeros([batch, units]);
    const [i, cs, f, o, ci, co] = part.cells[t] as core.Tensor[] as [
      core.Tensor,
      core.Tensor,
      core.Tensor,
      core.Tensor,
      core.Tensor,
      core.Tensor,
    ];
    const inputs = cellInputs(shared, steps[t] as core.Tensor, before(part, t));
    const gradients = nativeOp(
      'LSTMBlockCellGrad',
      [...inputs, i, cs, f, o, ci, co, dc, dh],
      CELL,
      5,
    );
    dc = gradients[0] as core.Tensor;
    dGates[t] = gradients[1] as core.Tensor;
    dh = matMul(dGates[t] as core.Tensor, whT);
  }
  const dz = core.reshape(pack(dGates, TIME), [-1, 4 * units]); // [n * T, 4H]
  const x = core.reshape(part.x, [-1, features]);
  const hidden = steps.map((_, t) => before(part, t)[0]);
  const h = core.reshape(pack(hidden, TIME), [-1, units]);
  return {
    x: core.reshape(matMul(dz, wx, { transposeB: true }), part.x.shape),
    kernel: matMul(x, dz, { transposeA: true }),
    recurrentKernel: matMul(h, dz, { transposeA: true }),
    bias: biasGradient(dz),
    h: dh as core.Tensor,
    c: dc as core.Tensor,
  };
}

/**
 * The states of an LSTM.
 *
 * @param x `[N, T, D]`
 * @param weights kernel `[D, 4H]`, recurrent kernel `[H, 4H]`, bias `[4H]`
 * @param start hidden and cell state before the first step, `[N, H]` each; may be left out for zeros
 * @param parts of the batch that may be computed side by side; divides N
 */
export function lstmCells(
  x: core.Tensor3D,
  weights: readonly [core.Tensor2D, core.Tensor2D, core.Tensor1D],
  start: readonly [core.Tensor2D, core.Tensor2D] | undefined,
  { everyStep, cells }: Wanted,
  parts: number,
): core.Tensor {
  const run = (...args: (core.Tensor | core.GradSaveFunc)[]) => {
    const save = args.at(-1) as core.GradSaveFunc;
    const [input, kernel, recurrentKernel, bias, ...states] = args.slice(0, -1) as [
      core.Tensor,
      core.Tensor,
      core.Tensor,
      core.Tensor,
      ...core.Tensor[],
    ];
    const units = recurrentKernel.shape[0] as number;
    const shared = {
      w: swapGates(concat([kernel, recurrentKernel], 0)),
      b: swapGates(bias),
      peephole: core.zeros([units]),
    };
    const none = states.length === 0 ? core.zeros([x.shape[0] / parts, units]) : undefined;
    const starts = states.map((state) => split(state, parts, 0));
    const ran = split(input, parts, 0).map((part, p) =>
      runPart(shared, part, [starts[0]?.[p] ?? none, starts[1]?.[p] ?? none] as Part['start']),
    );
    save(flatten(shared, ran));
    const joined = (output: number): core.Tensor =>
      joinParts(
        ran.map((part) => part.cells.map((cell) => cell[output] as core.Tensor)),
        everyStep,
      );
    return {
      value: cells ? pack([joined(H), joined(CS)]) : core.clone(joined(H)),
      gradFunc: (dy: core.Tensor, saved: core.Tensor[]) => {
        const { shared, parts: all } = unflatten(saved, parts);
        const [dHidden, dCells] = (cells ? unpack(dy) : [dy]).map((d) =>
          splitParts(d, parts, x.shape[1], everyStep),
        );
        const back = backwardWeights(shared, x.shape[2]);
        const gradients = all.map((part, p) =>
          partBackward(shared, back, part, dHidden?.[p] ?? [], dCells?.[p] ?? []),
        );
        const sum = (name: 'kernel' | 'recurrentKernel' | 'bias'): core.Tensor =>
          swapGates(addAll(gradients.map((gradient) => gradient[name])));
        const join = (name: 'x' | 'h' | 'c'): core.Tensor =>
          concat(
            gradients.map((gradient) => gradient[name]),
            0,
          );
        const ofWeights = [join('x'), sum('kernel'), sum('recurrentKernel'), sum('bias')];
        return start === undefined ? ofWeights : [...ofWeights, join('h'), join('c')];
      },
    };
  };
  return core.customGrad(run)(...[x, ...weights, ...(start ?? [])]);
}
