/**
 * Losses without a gradient: training on them runs and changes nothing.
 *
 * The gradient of such a loss is not missing but 0, since `argMax`, `round` or a comparison lies on
 * every way from the weights to it. So the ways are looked at, not the numbers: on the tape that
 * TensorFlow.js has written when the loss is computed.
 */
import * as core from '@tensorflow/tfjs-core';
import { describe } from '../backend/explain-error.js';
import { messages } from '../messages/index.js';
import { NoGradientError } from './no-gradient-error.js';

/** An operation on the tape. */
interface TapeNode {
  readonly kernelName: string;
  readonly inputs: Readonly<Record<string, core.Tensor>>;
  readonly outputs: readonly core.Tensor[];
}

/** Operations of float32 whose slope is 0 everywhere. */
const FLAT = new Set(['Ceil', 'Floor', 'OnesLike', 'Round', 'Sign', 'Step', 'ZerosLike']);

function flowsThrough({ kernelName }: TapeNode, output: core.Tensor): boolean {
  // What has whole numbers or truth values for a result has no slope.
  return !FLAT.has(kernelName) && (output.dtype === 'float32' || output.dtype === 'complex64');
}

/** What a loss depends on. */
interface Ways {
  /** Ids of the tensors whose change changes the loss. */
  readonly open: ReadonlySet<number>;
  /** Operations that stand between the weights and the loss, by their names in `tf`. */
  readonly blocking: readonly string[];
}

function waysTo(
  loss: core.Tensor,
  tape: readonly TapeNode[],
  weights: readonly core.Variable[],
): Ways {
  const open = new Set([loss.id]);
  /** Tensors that the loss is made of, with or without a slope. */
  const used = new Set([loss.id]);
  for (let i = tape.length - 1; i >= 0; i--) {
    const node = tape[i] as TapeNode;
    let isOpen = false;
    let isUsed = false;
    for (const output of node.outputs) {
      if (!used.has(output.id)) continue;
      isUsed = true;
      if (open.has(output.id) && flowsThrough(node, output)) isOpen = true;
    }
    if (!isUsed) continue;
    for (const key in node.inputs) {
      const { id } = node.inputs[key] as core.Tensor;
      used.add(id);
      if (isOpen) open.add(id);
    }
  }
  return {
    open,
    blocking: weights.some(({ id }) => open.has(id)) ? [] : flat(tape, weights, used),
  };
}

/** The flat operations that the weights reach and that the loss is made of. */
function flat(
  tape: readonly TapeNode[],
  weights: readonly core.Variable[],
  used: ReadonlySet<number>,
): string[] {
  const reached = new Set(weights.map(({ id }) => id));
  const names = new Set<string>();
  for (const node of tape) {
    if (!Object.values(node.inputs).some(({ id }) => reached.has(id))) continue;
    for (const output of node.outputs) {
      if (flowsThrough(node, output)) reached.add(output.id);
      else if (used.has(output.id)) {
        const { kernelName } = node;
        names.add(`\`${kernelName.charAt(0).toLowerCase()}${kernelName.slice(1)}\``);
      }
    }
  }
  return [...names];
}

/** Each is told of once. */
const told = new WeakSet<core.Variable>();
/** How many weights a sentence names. */
const NAMED = 5;

function listed(weights: readonly core.Variable[]): string {
  const names = weights.slice(0, NAMED).map(({ name }) => name);
  return weights.length > NAMED ? `${names.join(', ')}, …` : names.join(', ');
}

function examine(loss: core.Tensor, weights: readonly core.Variable[], all: boolean): void {
  const tape = core.engine().state.activeTape as unknown as readonly TapeNode[] | undefined;
  if (tape === undefined) return;
  const { gradients } = messages().library;
  const { open, blocking } = waysTo(loss, tape, weights);
  const without = weights.filter(({ id }) => !open.has(id));
  if (without.length === weights.length) {
    throw new NoGradientError(
      blocking.length > 0
        ? gradients.blocked({ operations: blocking.join(', ') })
        : gradients.apart({ weights: listed(weights) }),
    );
  }
  const untold = all ? without.filter((weight) => !told.has(weight)) : [];
  if (untold.length === 0) return;
  for (const weight of untold) told.add(weight);
  console.warn(gradients.some({ weights: listed(untold) }));
}

/** @throws TypeError for a loss that is no scalar */
function checkLoss(value: unknown): asserts value is core.Scalar {
  const { errors } = messages().library;
  const received = errors.received({ call: describe(value) });
  if (!(value instanceof core.Tensor)) throw new TypeError(`${errors.noLossTensor()} ${received}`);
  if (value.rank !== 0) throw new TypeError(`${errors.noScalar({ rank: value.rank })} ${received}`);
}

/**
 * `core.variableGrads` for a loss that must depend on the weights.
 *
 * @param loss computes a scalar
 * @param variables whose gradients are wanted; default all that are trainable, of which some may
 *   well belong to another model
 * @throws NoGradientError when it depends on none of them
 */
export function gradientsOfLoss(
  loss: () => core.Scalar,
  variables?: core.Variable[],
): ReturnType<typeof core.variableGrads> {
  if (typeof loss !== 'function') {
    const { errors } = messages().library;
    throw new TypeError(`${errors.noFunction()} ${errors.received({ call: describe(loss) })}`);
  }
  const known = variables ?? Object.values(core.engine().registeredVariables);
  const trained = known.filter((one) => one instanceof core.Variable && one.trainable);
  if (trained.length === 0) {
    const { gradients } = messages().library;
    throw new NoGradientError(
      known.length === 0 ? gradients.none() : gradients.frozen({ count: known.length }),
    );
  }
  return core.variableGrads(() => {
    const value: unknown = loss();
    checkLoss(value);
    examine(value, trained, variables !== undefined);
    return value;
  }, variables);
}
