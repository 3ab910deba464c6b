/** Calls of tensor functions as a text has them: `tf.sum(x, 1)` and `x.sum(1)`. */
import ts from '../../../src/notebook/kernel/typescript.cjs';

/** Where the axis stands among the arguments of `tf.name(…)`. */
const axisAt: Readonly<Record<string, number>> = {
  ...{ sum: 1, mean: 1, max: 1, min: 1, prod: 1, any: 1, all: 1, logSumExp: 1 },
  ...{ argMax: 1, argMin: 1, softmax: 1, logSoftmax: 1, cumsum: 1, cumprod: 1 },
  ...{ concat: 1, stack: 1, unstack: 1, expandDims: 1, squeeze: 1, reverse: 1 },
  ...{ split: 2, gather: 2, moments: 1, norm: 2 },
};

/** Those that can keep the axis that they reduce; the flag follows the axis. */
const reductions = ['sum', 'mean', 'max', 'min', 'prod', 'any', 'all', 'logSumExp', 'moments'];

export interface TensorCall {
  name: string;
  /** The tensor whose method it is; undefined of `tf.name(…)`. */
  receiver: ts.Expression | undefined;
  args: readonly ts.Expression[];
  /** Place of the axis among `args`, where the function has one. */
  axis: number | undefined;
  /** Place of `keepDims`. */
  keepDims: number | undefined;
}

/** A call as one of a tensor function; whether a receiver is a tensor is not known. */
export function tensorCall(node: ts.Node): TensorCall | undefined {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return;
  const { expression, name } = node.expression;
  const isNamespace = ts.isIdentifier(expression) && expression.text === 'tf';
  const back = isNamespace ? 0 : 1;
  const axis = Object.hasOwn(axisAt, name.text) ? (axisAt[name.text] as number) - back : undefined;
  return {
    name: name.text,
    receiver: isNamespace ? undefined : expression,
    args: node.arguments,
    axis,
    keepDims: axis !== undefined && reductions.includes(name.text) ? axis + 1 : undefined,
  };
}

/** Whether a number is the axis of a call: another one there is a wrong axis, not off by one. */
export function isAxis(node: ts.Node): boolean {
  const inner = ts.isPrefixUnaryExpression(node.parent) ? node.parent : node;
  const call = tensorCall(inner.parent);
  return call?.axis !== undefined && call.args[call.axis] === inner;
}

/** `Math.name(…)`, or undefined. */
export function mathCall(
  node: ts.Node,
): { name: ts.MemberName; args: readonly ts.Node[] } | undefined {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return;
  const { expression, name } = node.expression;
  if (!ts.isIdentifier(expression) || expression.text !== 'Math') return;
  return { name, args: node.arguments };
}
