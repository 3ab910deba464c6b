/** Mistakes of shape: a wrong axis, a matrix the other way round, an axis that is not kept. */
import ts from '../../../src/notebook/kernel/typescript.cjs';
import { tensorCall } from './calls.js';
import { type Mutation, type Operator, replaced } from './operator.js';

export const wrongAxis: Operator = (node, file) => {
  const call = tensorCall(node);
  const axis = call?.axis === undefined ? undefined : call.args[call.axis];
  if (call === undefined || axis === undefined) return [];
  const text = axis.getText(file);
  if (!/^-?\d+$/.test(text)) return [];
  const found = replaced('wrong-axis', axis, file, text === '0' ? '1' : '0');
  // Without an axis all of them are reduced, and none is there to be kept.
  if (call.keepDims === undefined) return found;
  const before = (call.axis as number) === 0 ? undefined : call.args[(call.axis as number) - 1];
  const start = before?.end ?? axis.getStart(file);
  return [...found, { operator: 'wrong-axis', start, end: call.args.at(-1)?.end ?? 0, text: '' }];
};

export const missingKeepDims: Operator = (node, file) => {
  const call = tensorCall(node);
  const keep = call?.keepDims === undefined ? undefined : call.args[call.keepDims];
  if (keep?.kind !== ts.SyntaxKind.TrueKeyword) return [];
  return replaced('missing-keep-dims', keep, file, 'false');
};

const flipped = (node: ts.Node, file: ts.SourceFile): Mutation[] => {
  const isTrue = node.kind === ts.SyntaxKind.TrueKeyword;
  if (!isTrue && node.kind !== ts.SyntaxKind.FalseKeyword) return [];
  return replaced('missing-transpose', node, file, isTrue ? 'false' : 'true');
};

export const missingTranspose: Operator = (node, file) => {
  const call = tensorCall(node);
  if (call === undefined) return [];
  const { name, receiver, args } = call;
  if (name === 'transpose') {
    const matrix = receiver ?? args[0];
    return matrix === undefined
      ? []
      : replaced('missing-transpose', node, file, matrix.getText(file));
  }
  if (name !== 'matMul') return [];
  const flags = args.slice(receiver === undefined ? 2 : 1);
  if (flags.length > 0) return flags.flatMap((flag) => flipped(flag, file));
  const last = args.at(-1);
  if (last === undefined) return [];
  return [', true', ', false, true'].map((text) => ({
    operator: 'missing-transpose',
    ...{ start: last.end, end: last.end, text },
  }));
};
