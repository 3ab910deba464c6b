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

/** Whether a node is a copy of anything that another saved. */
const isSavedCopy = (copy: TapeNode | undefined, of: TapeNode): boolean =>
  copy?.outputs[0] !== undefined && of.saved?.includes(copy.outputs[0]) === true;

/** Changes the engine, which is one for the process; once. */
function orderSavedOutputs(): void {
  const engine = core.engine() as unknown as Taping & { [isOrdered]?: true };
  if (engine[isOrdered]) return;
  const add = engine.addTapeNode;
  engine.addTapeNode = function (...args) {
    add.apply(this, args);
    const tape = this.state.activeTape;
    const node = tape?.at(-1);
    if (tape == null || node === undefined) return;
    // What it saved was copied just now: inputs, and outputs, whose copies come from it.
    let at = tape.length - 1;
    while (at > 0 && isSavedCopy(tape[at - 1], node)) at--;
    if (at === tape.length - 1) return;
    const copies = tape.splice(at).slice(0, -1);
    const isOfOutput = ({ inputs }: TapeNode): boolean =>
      inputs.x !== undefined && node.outputs.includes(inputs.x);
    tape.push(...copies.filter((copy) => !isOfOutput(copy)), node, ...copies.filter(isOfOutput));
  };
  engine[isOrdered] = true;
}

orderSavedOutputs();
