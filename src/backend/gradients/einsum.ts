/** `einsum`: its gradient for every backend, and the operation itself where a backend lacks it. */
import * as core from '@tensorflow/tfjs-core';
import { nativeOps } from '../native-op.js';
import type { AddedGradient } from './added-gradient.js';

interface Equation {
  readonly inputs: readonly string[];
  readonly output: string;
}

/** @throws Error for what has no gradient here: no arrow, `...`, a label twice in one input */
function parse(equation: string, tensors: readonly core.Tensor[]): Equation {
  const [left = '', output, ...more] = equation.replace(/\s/g, '').split('->');
  const inputs = left.split(',');
  const plain = [...inputs, output ?? ''].every(
    (labels) => /^[A-Za-z]*$/.test(labels) && new Set(labels).size === labels.length,
  );
  if (output === undefined || more.length > 0 || !plain) {
    throw new Error(
      'Expected an einsum equation of letters with one `->`, no `...` and no letter twice in one ' +
        `term, such as \`bij,bjk->bik\`. Received: \`${equation}\``,
    );
  }
  const ranks = tensors.map(({ rank }) => rank);
  if (inputs.map(({ length }) => length).join() !== ranks.join()) {
    throw new Error(
      `Expected one letter for each axis of each tensor. Received: \`${equation}\` for tensors of ` +
        `rank ${ranks.join(', ')}`,
    );
  }
  return { inputs, output };
}

/** Without the kernel of cpu, which may be tfjs's own: see `repairKernels`. */
function contract(equation: string, tensors: readonly core.Tensor[]): core.Tensor {
  return nativeOps() === undefined
    ? composedEinsum(equation, tensors)
    : core.einsum(equation, ...tensors);
}

/** What flows back to one input: `dy` against all others, repeated along axes that were summed. */
function gradientOf(
  at: number,
  dy: core.Tensor,
  tensors: readonly core.Tensor[],
  { inputs, output }: Equation,
): core.Tensor {
  const own = inputs[at] as string;
  const { shape } = tensors[at] as core.Tensor;
  const others = tensors.filter((_, i) => i !== at);
  const labels = [output, ...inputs.filter((_, i) => i !== at)];
  const kept = [...own].filter((label) => labels.join('').includes(label)).join('');
  const dx =
    others.length === 0 && kept === output
      ? dy
      : contract(`${labels.join(',')}->${kept}`, [dy, ...others]);
  if (kept === own) return dx;
  const sizes = [...own].map((label, i) => (kept.includes(label) ? (shape[i] as number) : 1));
  return core.broadcastTo(core.reshape(dx, sizes), shape);
}

export const einsumGradient: AddedGradient = {
  kernelName: 'Einsum',
  saveAllInputs: true,
  gradFunc: (dy, tensors, attributes) => {
    const equation = parse((attributes as core.EinsumAttrs).equation, tensors);
    return Object.fromEntries(
      tensors.map((_, i) => [i, () => gradientOf(i, dy as core.Tensor, tensors, equation)]),
    );
  },
};

/** A tensor with a letter for each axis. */
interface Term {
  readonly labels: string;
  readonly tensor: core.Tensor;
}

function sizeOf({ labels, tensor }: Term, wanted: string): number[] {
  return [...wanted].map((label) => tensor.shape[labels.indexOf(label)] as number);
}

function ordered({ labels, tensor }: Term, wanted: string): core.Tensor {
  if (labels === wanted) return tensor;
  return core.transpose(
    tensor,
    [...wanted].map((label) => labels.indexOf(label)),
  );
}

/** Sums over the axes that are neither in `elsewhere` nor in the output. */
function summed(term: Term, elsewhere: string): Term {
  const kept = [...term.labels].filter((label) => elsewhere.includes(label)).join('');
  if (kept === term.labels) return term;
  const axes = [...term.labels].flatMap((label, i) => (kept.includes(label) ? [] : [i]));
  return { labels: kept, tensor: core.sum(term.tensor, axes) };
}

/**
 * An einsum of one or two tensors as one product of matrices.
 *
 * @throws Error for three or more tensors, and for equations that `einsum` has no gradient for
 */
export function composedEinsum(equation: string, tensors: readonly core.Tensor[]): core.Tensor {
  const { inputs, output } = parse(equation, tensors);
  const terms = tensors.map((tensor, i) => ({ labels: inputs[i] as string, tensor }));
  const [first, second, ...more] = terms as [Term, Term | undefined];
  if (more.length > 0) {
    throw new Error(
      `Expected one or two tensors on this backend. Received: ${tensors.length} for ` +
        `\`${equation}\`. Chain two einsums instead.`,
    );
  }
  if (second === undefined) return ordered(summed(first, output), output);
  const a = summed(first, output + second.labels);
  const b = summed(second, output + first.labels);
  const shared = [...a.labels].filter((label) => b.labels.includes(label));
  const batch = shared.filter((label) => output.includes(label)).join('');
  const inner = shared.filter((label) => !output.includes(label)).join('');
  const rows = [...a.labels].filter((label) => !b.labels.includes(label)).join('');
  const columns = [...b.labels].filter((label) => !a.labels.includes(label)).join('');
  const size = (term: Term, labels: string): number =>
    sizeOf(term, labels).reduce((product, n) => product * n, 1);
  const product = core.matMul(
    core.reshape(ordered(a, batch + rows + inner), [size(a, batch), size(a, rows), size(a, inner)]),
    core.reshape(ordered(b, batch + inner + columns), [
      size(b, batch),
      size(b, inner),
      size(b, columns),
    ]),
  );
  const tensor = core.reshape(product, [...sizeOf(a, batch + rows), ...sizeOf(b, columns)]);
  return ordered({ labels: batch + rows + columns, tensor }, output);
}
