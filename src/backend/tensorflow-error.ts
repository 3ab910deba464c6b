/**
 * TensorFlow's status errors in the caller's words.
 *
 * The native binding throws `Invalid TF_Status: 3\nMessage: Matrix size-incompatible: In[0]: [2,3]
 * …`; a learner wants to hear which operation, which shapes, and what to change.
 */

/** What an operation was given. */
export interface OpInput {
  readonly shape: readonly number[];
  readonly dtype: string;
}

/** An attribute as the native backend passes it: `transpose_a`, `adj_x`, … */
export interface OpAttribute {
  readonly name: string;
  readonly value: unknown;
}

/** A call into TensorFlow. */
export interface OpCall {
  readonly name: string;
  readonly attributes: readonly OpAttribute[];
  readonly inputs: readonly OpInput[];
}

const CODES: Record<number, string> = {
  1: 'CANCELLED',
  3: 'INVALID_ARGUMENT',
  4: 'DEADLINE_EXCEEDED',
  5: 'NOT_FOUND',
  8: 'OUT_OF_MEMORY',
  9: 'FAILED_PRECONDITION',
  11: 'OUT_OF_RANGE',
  12: 'UNIMPLEMENTED',
  13: 'INTERNAL',
};

/** TensorFlow refused an operation. `cause` is TensorFlow's own error. */
export class TensorFlowError extends Error {
  override readonly name = 'TensorFlowError';
  /** `tensorflow-invalid-argument`, `tensorflow-out-of-memory`, … */
  readonly code: string;
  /** The operation, as it is called in `tf`. */
  readonly operation: string;
  constructor(message: string, code: string, operation: string, cause: unknown) {
    super(message, { cause });
    this.code = code;
    this.operation = operation;
  }
}

/** Names that TensorFlow and `tf` do not share. */
const OPERATIONS: Record<string, string> = {
  AddV2: 'add',
  BatchMatMul: 'matMul',
  BatchMatMulV2: 'matMul',
  BatchMatMulV3: 'matMul',
  ConcatV2: 'concat',
  GatherV2: 'gather',
  MatMul: 'matMul',
  PadV2: 'pad',
  RealDiv: 'div',
  SelectV2: 'where',
  SplitV: 'split',
  TopKV2: 'topk',
};

function operationName(op: string): string {
  return OPERATIONS[op] ?? op.charAt(0).toLowerCase() + op.slice(1);
}

const show = (shape: readonly number[]): string => `[${shape.join(', ')}]`;

/** [1, 2, 3] for a product of two matrices is TensorFlow.js's own wrapping of [2, 3]. */
function matrix(shape: readonly number[]): readonly number[] {
  return shape.length === 3 && shape[0] === 1 ? shape.slice(1) : shape;
}

function flag(call: OpCall, ...names: string[]): boolean {
  return call.attributes.some(({ name, value }) => names.includes(name) && value === true);
}

export function matMulSentence(call: OpCall): string | undefined {
  const [a, b] = call.inputs.map(({ shape }) => matrix(shape));
  if (a === undefined || b === undefined || a.length < 2 || b.length < 2) return undefined;
  const transposeA = flag(call, 'transpose_a', 'adj_x');
  const transposeB = flag(call, 'transpose_b', 'adj_y');
  const inner = a.at(transposeA ? -2 : -1);
  const outer = b.at(transposeB ? -1 : -2);
  if (inner === outer) return undefined;
  const mark = (shape: readonly number[], transposed: boolean): string =>
    `${show(shape)}${transposed ? ' transposed' : ''}`;
  return (
    `matMul: shapes ${mark(a, transposeA)} x ${mark(b, transposeB)}: ` +
    `inner dimensions ${inner} and ${outer} differ. ` +
    `The last dimension of the first must equal the one before last of the second; ` +
    `transpose one (matMul's third and fourth argument) or reshape it.`
  );
}

export function broadcastSentence(
  operation: string,
  [a, b]: readonly OpInput[],
): string | undefined {
  if (a === undefined || b === undefined) return undefined;
  const rank = Math.max(a.shape.length, b.shape.length);
  for (let fromEnd = 1; fromEnd <= rank; fromEnd++) {
    const left = a.shape.at(-fromEnd) ?? 1;
    const right = b.shape.at(-fromEnd) ?? 1;
    if (left === right || left === 1 || right === 1) continue;
    return (
      `${operation}: shapes ${show(a.shape)} and ${show(b.shape)} do not fit together: ` +
      `counted from the right, dimension ${fromEnd} is ${left} and ${right}. ` +
      `Each pair of dimensions must be equal, or one of them 1; reshape or use expandDims.`
    );
  }
  return undefined;
}

function sentence(call: OpCall, detail: string, code: string): string {
  const operation = operationName(call.name);
  if (operation === 'matMul') {
    const said = matMulSentence(call);
    if (said !== undefined) return said;
  }
  if (/^(Incompatible shapes|required broadcastable shapes)/i.test(detail)) {
    const said = broadcastSentence(operation, call.inputs);
    if (said !== undefined) return said;
  }
  const given = call.inputs.map(({ dtype, shape }) => `${dtype} ${show(shape)}`).join(', ');
  const remedy =
    code === 'OUT_OF_MEMORY'
      ? ' Free tensors with `tf.tidy` or `dispose`, or use smaller batches.'
      : '';
  return `${operation}: ${detail}${/[.!?]$/.test(detail) ? '' : '.'} Given: ${given || 'nothing'}.${remedy}`;
}

/**
 * The error to throw in the place of one that came out of the binding.
 *
 * @returns a `TensorFlowError`, or the error itself when it is none of TensorFlow's
 */
export function explainTensorFlowError(error: unknown, call: OpCall): unknown {
  if (!(error instanceof Error)) return error;
  const match = /^Invalid TF_Status: (\d+)\s+Message: ([\s\S]*)$/.exec(error.message);
  if (match === null) return error;
  const code = CODES[Number(match[1])] ?? `STATUS_${match[1]}`;
  // TensorFlow appends its own node names and stack traces after the first line.
  const detail = (match[2] ?? '').split('\n')[0]?.replace(/\s*\[Op:[^\]]*\].*$/, '') ?? '';
  return new TensorFlowError(
    sentence(call, detail, code),
    `tensorflow-${code.toLowerCase().replaceAll('_', '-')}`,
    operationName(call.name),
    error,
  );
}
