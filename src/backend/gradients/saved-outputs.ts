/**
 * Gradients of gradients through what an operation has saved of its own output.
 *
 * `tanh`, `exp`, `softmax` and many others save their output for their gradient, as a copy that the
 * tape notes before the operation itself. Read in that order the copy depends on nothing, so that a
 * gradient of the gradient leaves that way out, without an error: that of `sum(tanh(x)²)` twice was
 * wrong in TensorFlow.js. Here the operation is noted before its copies.
 */
import * as core from '@tensorflow/tfjs-core';

interface TapeNode {
  readonly inputs: Readonly<Record<string, core.Tensor>>;
  readonly outputs: readonly core.Tensor[];
  readonly saved?: readonly core.Tensor[];
}

/** What is private to the engine of tfjs-core. */
interface Taping {
  addTapeNode(...args: unknown[]): void;
  readonly state: { readonly activeTape?: TapeNode[] | null };
}

const isOrdered = Symbol.for('gradus.savedOutputsInOrder');

/** Whether a node is the copy that another saved of its own output. */
function isSavedCopy(copy: TapeNode | undefined, of: TapeNode): boolean {
  const [output] = copy?.outputs ?? [];
  const { x } = copy?.inputs ?? {};
  return (
    output !== undefined &&
    x !== undefined &&
    of.outputs.includes(x) &&
    of.saved?.includes(output) === true
  );
}

/** Changes the engine, which is one for the process; once. */
export function orderSavedOutputs(): void {
  const engine = core.engine() as unknown as Taping & { [isOrdered]?: true };
  if (engine[isOrdered]) return;
  const add = engine.addTapeNode;
  engine.addTapeNode = function (...args) {
    add.apply(this, args);
    const tape = this.state.activeTape;
    const node = tape?.at(-1);
    if (tape == null || node === undefined) return;
    let at = tape.length - 1;
    // What it saved was copied just now, inputs among it.
    while (at > 0 && isSavedNode(tape[at - 1], node)) at--;
    if (!tape.slice(at, -1).some((copy) => isSavedCopy(copy, node))) return;
    tape.pop();
    const copies = tape.splice(at);
    const ofOutputs = copies.filter((copy) => isSavedCopy(copy, node));
    const others = copies.filter((copy) => !ofOutputs.includes(copy));
    tape.push(...others, node, ...ofOutputs);
  };
  engine[isOrdered] = true;
}

/** Whether a node is a copy of anything that another saved. */
const isSavedNode = (copy: TapeNode | undefined, of: TapeNode): boolean =>
  copy?.outputs[0] !== undefined && of.saved?.includes(copy.outputs[0]) === true;

orderSavedOutputs();
