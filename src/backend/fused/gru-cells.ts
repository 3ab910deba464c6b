/** The GRU by TensorFlow's fused cell, one operation a step forwards and one backwards. */
import * as core from '@tensorflow/tfjs-core';
import { nativeOp, nativeOp1 } from '../native-op.js';
import { addAll, biasGradient, concat, matMul, pack, split, unpack } from './native-math.js';
import { addPresent, joinParts, splitParts, TIME } from './recurrent.js';

const T = { types: { T: 'float32' } } as const;
/** A cell gives r, u, c and h. */
const OUTPUTS = 4;
const R = 0;
const H = 3;

/** The weights as `GRUBlockCell` has them: r and u together, then the candidate. */
interface Shared {
  /** `[D + H, 2H]` */
  readonly wru: core.Tensor;
  /** `[D + H, H]` */
  readonly wc: core.Tensor;
  /** `[2H]` */
  readonly bru: core.Tensor;
  /** `[H]` */
  readonly bc: core.Tensor;
}

interface Part {
  /** `[n, T, D]` */
  readonly x: core.Tensor;
  /** State before the first step, `[n, H]`. */
  readonly start: core.Tensor;
  /** The four outputs of each cell. */
  readonly cells: readonly (readonly core.Tensor[])[];
}

/** From Keras's order of the gates: z, which the cell calls u; r; candidate. */
function sharedWeights(
  kernel: core.Tensor,
  recurrentKernel: core.Tensor,
  bias: core.Tensor,
): Shared {
  const gates = (w: core.Tensor): [core.Tensor, core.Tensor] => {
    const [u, r, c] = split(w, 3, w.rank - 1) as [core.Tensor, core.Tensor, core.Tensor];
    return [concat([r, u], w.rank - 1), c];
  };
  const [wru, wc] = gates(concat([kernel, recurrentKernel], 0));
  const [bru, bc] = gates(bias);
  return { wru, wc, bru, bc };
}

const flatten = ({ wru, wc, bru, bc }: Shared, parts: readonly Part[]): core.Tensor[] => [
  wru,
  wc,
  bru,
  bc,
  ...parts.flatMap(({ x, start, cells }) => [x, start, ...cells.flat()]),
];
function unflatten(
  saved: readonly core.Tensor[],
  count: number,
): { shared: Shared; parts: Part[] } {
  const [wru, wc, bru, bc, ...rest] = saved as [
    core.Tensor,
    core.Tensor,
    core.Tensor,
    core.Tensor,
    ...core.Tensor[],
  ];
  const size = rest.length / count;
  const parts = Array.from({ length: count }, (_, p) => {
    const [x, start, ...outputs] = rest.slice(p * size, (p + 1) * size) as [
      core.Tensor,
      core.Tensor,
      ...core.Tensor[],
    ];
    const cells = Array.from({ length: outputs.length / OUTPUTS }, (_, t) =>
      outputs.slice(t * OUTPUTS, (t + 1) * OUTPUTS),
    );
    return { x, start, cells };
  });
  return { shared: { wru, wc, bru, bc }, parts };
}

/** The state that step t starts from. */
const before = ({ start, cells }: Part, t: number): core.Tensor => cells[t - 1]?.[H] ?? start;

const cellInputs = (
  { wru, wc, bru, bc }: Shared,
  x: core.Tensor,
  h: core.Tensor,
): core.Tensor[] => [x, h, wru, wc, bru, bc];

function runPart(shared: Shared, x: core.Tensor, start: core.Tensor): Part {
  const cells: core.Tensor[][] = [];
  const part = { x, start, cells };
  for (const [t, step] of unpack(x, TIME).entries()) {
    cells.push(nativeOp('GRUBlockCell', cellInputs(shared, step, before(part, t)), T, OUTPUTS));
  }
  return part;
}

/** Gradients of one part: of x `[n, T, D]`, of all weights, of the start. */
function partBackward(shared: Shared, part: Part, dHidden: readonly (core.Tensor | undefined)[]) {
  const steps = unpack(part.x, TIME);
  const [batch, , features] = part.x.shape as [number, number, number];
  const units = shared.bc.size;
  let dh: core.Tensor | undefined;
  const dx: core.Tensor[] = [];
  const dc: core.Tensor[] = [];
  const dru: core.Tensor[] = [];
  for (let t = steps.length - 1; t >= 0; t--) {
    dh = addPresent(dh, dHidden[t]) ?? core.zeros([batch, units]);
    const [r, u, c] = part.cells[t] as core.Tensor[] as [core.Tensor, core.Tensor, core.Tensor];
    const inputs = cellInputs(shared, steps[t] as core.Tensor, before(part, t));
    const gradients = nativeOp('GRUBlockCellGrad', [...inputs, r, u, c, dh], T, 4);
    [dx[t], dh, dc[t], dru[t]] = gradients as [core.Tensor, core.Tensor, core.Tensor, core.Tensor];
  }
  const rows = (tensors: readonly core.Tensor[], width: number): core.Tensor =>
    core.reshape(pack(tensors, TIME), [-1, width]);
  const [r, u] = split(rows(dru, 2 * units), 2, 1) as [core.Tensor, core.Tensor];
  const candidate = rows(dc, units);
  const gates = concat([u, r], 1); // [n * T, 2H]
  const all = concat([gates, candidate], 1); // [n * T, 3H]
  const h = rows(
    steps.map((_, t) => before(part, t)),
    units,
  );
  const reset = rows(
    part.cells.map((cell) => cell[R] as core.Tensor),
    units,
  );
  const resetH = nativeOp1('Mul', [reset, h], T);
  return {
    x: pack(dx, TIME),
    kernel: matMul(core.reshape(part.x, [-1, features]), all, { transposeA: true }),
    recurrentKernel: concat(
      [matMul(h, gates, { transposeA: true }), matMul(resetH, candidate, { transposeA: true })],
      1,
    ),
    bias: biasGradient(all),
    h: dh as core.Tensor,
  };
}

/**
 * The states of a GRU.
 *
 * @param x `[N, T, D]`
 * @param weights kernel `[D, 3H]`, recurrent kernel `[H, 3H]`, bias `[3H]`
 * @param start before the first step, `[N, H]`; may be left out for zeros
 * @param everyStep whether all states are given, `[N, T, H]`, or the last, `[N, H]`
 * @param parts of the batch that may be computed side by side; divides N
 */
export function gruCells(
  x: core.Tensor3D,
  weights: readonly [core.Tensor2D, core.Tensor2D, core.Tensor1D],
  start: core.Tensor2D | undefined,
  everyStep: boolean,
  parts: number,
): core.Tensor {
  const run = (...args: (core.Tensor | core.GradSaveFunc)[]) => {
    const save = args.at(-1) as core.GradSaveFunc;
    const [input, kernel, recurrentKernel, bias, state] = args.slice(0, -1) as [
      core.Tensor,
      core.Tensor,
      core.Tensor,
      core.Tensor,
      core.Tensor?,
    ];
    const shared = sharedWeights(kernel, recurrentKernel, bias);
    const units = shared.bc.size;
    const starts = split(state ?? core.zeros([x.shape[0], units]), parts, 0);
    const ran = split(input, parts, 0).map((part, p) =>
      runPart(shared, part, starts[p] as core.Tensor),
    );
    save(flatten(shared, ran));
    const hidden = ran.map((part) => part.cells.map((cell) => cell[H] as core.Tensor));
    return {
      value: core.clone(joinParts(hidden, everyStep)),
      gradFunc: (dy: core.Tensor, saved: core.Tensor[]) => {
        const { shared, parts: all } = unflatten(saved, parts);
        const dHidden = splitParts(dy, parts, x.shape[1], everyStep);
        const gradients = all.map((part, p) => partBackward(shared, part, dHidden[p] ?? []));
        const sum = (name: 'kernel' | 'recurrentKernel' | 'bias'): core.Tensor =>
          addAll(gradients.map((gradient) => gradient[name]));
        const join = (name: 'x' | 'h'): core.Tensor =>
          concat(
            gradients.map((gradient) => gradient[name]),
            0,
          );
        const ofWeights = [join('x'), sum('kernel'), sum('recurrentKernel'), sum('bias')];
        return start === undefined ? ofWeights : [...ofWeights, join('h')];
      },
    };
  };
  return core.customGrad(run)(...[x, ...weights, ...(start === undefined ? [] : [start])]);
}
