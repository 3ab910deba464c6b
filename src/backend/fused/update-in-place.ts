/** Updates of variables by one operation of TensorFlow, also outside captured steps. */
import * as core from '@tensorflow/tfjs-core';
import { updateVariables, type VariableUpdate } from '../capture/index.js';
import { type NativeOps, nativeOp, nativeOp1, nativeOps, probe } from '../native-op.js';

/** What only handles need of the binding. */
interface HandleConstants {
  readonly TF_ATTR_SHAPE: number;
}

/**
 * Handles of TensorFlow's variables. They serve all updates in turn: a value is put in, updated and
 * taken out again, so that the variables of tfjs stay what they are.
 */
const handles: core.Tensor[] = [];

function makeHandle(ops: NativeOps): core.Tensor {
  const { binding } = ops;
  const { TF_ATTR_SHAPE } = binding as NativeOps['binding'] & HandleConstants;
  const [handle] = ops.executeMultipleOutputs(
    'VarHandleOp',
    [
      { name: 'dtype', type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT },
      { name: 'shape', type: TF_ATTR_SHAPE, value: [] },
      { name: 'shared_name', type: binding.TF_ATTR_STRING, value: `gradus_${handles.length}` },
      { name: 'container', type: binding.TF_ATTR_STRING, value: '' },
    ],
    [],
    1,
  );
  return core.keep(handle as core.Tensor);
}

function handle(i: number): core.Tensor {
  const ops = nativeOps();
  if (ops === undefined) throw new Error('Expected the tensorflow backend.');
  handles[i] ??= makeHandle(ops);
  return handles[i];
}

const dtype = { types: { dtype: 'float32' } } as const;

/** Two operations for each variable, and the update itself. */
function updateNow({ op, attributes, inputs }: VariableUpdate): void {
  core.tidy(() => {
    const variables: core.Variable[] = [];
    const given = inputs.map((input) => {
      if (!(input instanceof core.Variable)) return input;
      const place = handle(variables.push(input) - 1);
      // The handle's own shape is of no account: each variable has another.
      const unchecked = { ...dtype, bools: { validate_shape: false } };
      nativeOp('AssignVariableOp', [place, input], unchecked, 0);
      return place;
    });
    nativeOp(op, given, attributes, 0);
    for (const [i, variable] of variables.entries()) {
      variable.assign(nativeOp1('ReadVariableOp', [handle(i)], dtype));
    }
  });
}

const works = probe(() => {
  const variable = core.variable(core.tensor1d([1, 2]), false);
  const [rate, gradient] = [core.scalar(0.5), core.tensor1d([2, 4])];
  updateNow({
    op: 'ResourceApplyGradientDescent',
    attributes: { types: { T: 'float32' }, bools: { use_locking: false } },
    inputs: [variable, rate, gradient],
  });
  const right = variable.dataSync().join() === '0,0';
  variable.dispose();
  return right;
});

/**
 * Updates variables by TensorFlow's operation, in captured steps and outside; on other backends by
 * `composed`, which gives the same numbers.
 */
export function updateInPlace(update: () => VariableUpdate, composed: () => void): void {
  updateVariables(update, () => (works() ? updateNow(update()) : composed()));
}
