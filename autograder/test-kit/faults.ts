/**
 * Wrong work that can be made of any right answer: faults that show only at some sizes, on a second
 * call, or in a last minibatch. A right function is wrapped; what it computes is not looked at.
 *
 * Each wrapper is closed in itself, so that its text can be put into a notebook's cell as well.
 */
import type { Tensor } from '../../src/backend/tf.js';
import type { ContractKind } from './contract.js';

type Answering = (...args: unknown[]) => unknown;

/** The few things of TensorFlow.js that faults are made with. */
interface TensorMaker {
  tensor(values: unknown, shape: readonly number[], dtype: string): Tensor;
  fill(shape: readonly number[], value: number): Tensor;
}

/** Helpers that every wrapper is given. */
export interface FaultTools {
  /** Tensors among arguments, those of an options object included. */
  tensors(args: readonly unknown[]): Tensor[];
  /** Numbers and texts among them. */
  options(args: readonly unknown[]): unknown[];
  /** Arguments, or an answer, with each tensor put through `change`. */
  changed<T>(value: T, change: (tensor: Tensor, i: number) => unknown): T;
  /** An answer without any tensor, with each number put through `change`; bites where one differs. */
  renumbered(answer: unknown, change: (value: number) => number): unknown;
  /** Options with some of them replaced. */
  withOptions(args: readonly unknown[], more: object): unknown[];
  /** A tensor that nobody disposes, as plain data; and one made of it. */
  kept(tensor: Tensor): { values: number[]; shape: number[]; dtype: string };
  made(kept: { values: number[]; shape: number[]; dtype: string }): Tensor;
  filled(tensor: Tensor, value: number): Tensor;
  /** Now, or when the promise has settled. */
  after(answer: unknown, then: (value: unknown) => unknown): unknown;
  /** Told when the fault makes a difference. */
  bite(): void;
}

export interface Fault {
  name: string;
  kind: ContractKind;
  choice: string;
  wrap(fn: Answering, tools: FaultTools, choice: string): Answering;
}

/** Makes the helpers; closed in itself, as wrappers are. */
function faultTools(tf: TensorMaker, bite: () => void): FaultTools {
  const isTensor = (value: unknown): value is Tensor =>
    typeof value === 'object' && value !== null && 'dataSync' in value && 'shape' in value;
  const isObject = (value: unknown): value is Record<string, unknown> =>
    typeof value === 'object' && value !== null && !isTensor(value) && !ArrayBuffer.isView(value);
  const leaves = (value: unknown): unknown[] =>
    isObject(value) ? Object.values(value).flatMap(leaves) : [value];
  const changed = <T>(value: T, change: (tensor: Tensor, i: number) => unknown): T => {
    let count = 0;
    const walk = (node: unknown): unknown => {
      if (isTensor(node)) return change(node, count++);
      if (Array.isArray(node)) return node.map(walk);
      if (!isObject(node)) return node;
      return Object.fromEntries(Object.entries(node).map(([key, part]) => [key, walk(part)]));
    };
    return walk(value) as T;
  };
  const renumbered = (answer: unknown, change: (value: number) => number): unknown => {
    if (leaves(answer).some(isTensor)) return answer;
    const walk = (node: unknown): unknown => {
      if (typeof node === 'number') {
        if (!Object.is(change(node), node)) bite();
        return change(node);
      }
      if (Array.isArray(node)) return node.map(walk);
      if (!isObject(node)) return node;
      return Object.fromEntries(Object.entries(node).map(([key, part]) => [key, walk(part)]));
    };
    return walk(answer);
  };
  return {
    tensors: (args) => leaves(args).filter(isTensor),
    options: (args) => leaves(args).filter((v) => typeof v === 'number' || typeof v === 'string'),
    changed,
    renumbered,
    withOptions: (args, more) => args.map((arg) => (isObject(arg) ? { ...arg, ...more } : arg)),
    kept: (tensor) => ({
      values: Array.from(tensor.dataSync()),
      shape: [...tensor.shape],
      dtype: tensor.dtype,
    }),
    made: ({ values, shape, dtype }) => tf.tensor(values, shape, dtype),
    filled: (tensor, value) => tf.fill(tensor.shape, value),
    after: (answer, then) => (answer instanceof Promise ? answer.then(then) : then(answer)),
    bite,
  };
}

/** Answers again what it answered to the same key; `choice` is what the key is made of. */
function fromMemory(fn: Answering, tools: FaultTools, choice: string): Answering {
  const memory = new Map<string, { given: string; answer: unknown; tensors: unknown[] }>();
  return (...args) => {
    const tensors = tools.tensors(args);
    const shapes = tensors.map(({ shape }) => shape.join('x'));
    const size = tensors.reduce((sum, tensor) => sum + tensor.size, 0);
    const form = choice === 'entries' ? size : choice === 'first shape' ? shapes[0] : shapes;
    const key = JSON.stringify([form, tools.options(args)]);
    const given = JSON.stringify(tensors.map((tensor) => Array.from(tensor.dataSync())));
    const old = memory.get(key);
    if (old !== undefined) {
      if (old.given !== given) tools.bite();
      return tools.changed(old.answer, (_, i) => tools.made(old.tensors[i] as never));
    }
    return tools.after(fn(...args), (answer) => {
      if (choice === 'last call') memory.clear();
      const kept = tools.tensors([answer]).map((tensor) => tools.kept(tensor));
      memory.set(key, { given, answer, tensors: kept });
      return answer;
    });
  };
}

/** Computes with the first or the last tensor of an earlier call of the same shapes. */
function staleArgument(fn: Answering, tools: FaultTools, choice: string): Answering {
  const memory = new Map<string, { values: number[]; shape: number[]; dtype: string }>();
  return (...args) => {
    const tensors = tools.tensors(args);
    const which = choice === 'first' ? 0 : tensors.length - 1;
    const key = tensors.map(({ shape }) => shape.join('x')).join();
    const old = memory.get(key);
    const own = tensors[which];
    if (own === undefined) return fn(...args);
    if (old === undefined) {
      memory.set(key, tools.kept(own));
      return fn(...args);
    }
    if (Array.from(own.dataSync()).join() !== old.values.join()) tools.bite();
    return fn(...tools.changed(args, (tensor, i) => (i === which ? tools.made(old) : tensor)));
  };
}

/** Wrong for a batch of one alone. */
function oneExample(fn: Answering, tools: FaultTools, choice: string): Answering {
  return (...args) =>
    tools.after(fn(...args), (answer) => {
      if (tools.tensors(args)[0]?.shape[0] !== 1) return answer;
      const numbers = tools.renumbered(answer, (value) => {
        if (choice === 'squeezed') return value;
        if (choice === 'doubled') return 2 * value + 0.01;
        return choice === 'not a number' ? Number.NaN : 0;
      });
      return tools.changed(numbers, (tensor) => {
        if (choice === 'squeezed') {
          if (tensor.shape[0] !== 1) return tensor;
          tools.bite();
          return tensor.reshape(tensor.shape.slice(1));
        }
        tools.bite();
        if (choice === 'doubled') return tensor.add(tensor).add(0.01);
        return tools.filled(tensor, choice === 'not a number' ? Number.NaN : 0);
      });
    });
}

/** Takes square matrices among its arguments, or its answer, the other way round. */
function squareTurned(fn: Answering, tools: FaultTools, choice: string): Answering {
  const isSquare = ({ shape }: Tensor): boolean =>
    shape.length === 2 && shape[0] === shape[1] && (shape[0] as number) > 1;
  const turned = (tensor: Tensor): Tensor => {
    tools.bite();
    return tensor.transpose();
  };
  if (choice === 'answer') {
    return (...args) =>
      tools.after(fn(...args), (answer) =>
        tools.changed(answer, (tensor) => (isSquare(tensor) ? turned(tensor) : tensor)),
      );
  }
  return (...args) => {
    const matrices = tools.tensors(args).filter(({ shape }) => shape.length === 2);
    const chosen = choice === 'first' ? matrices[0] : matrices.at(-1);
    const isChosen = (tensor: Tensor): boolean => choice === 'every' || tensor === chosen;
    return fn(
      ...tools.changed(args, (tensor) =>
        isSquare(tensor) && isChosen(tensor) ? turned(tensor) : tensor,
      ),
    );
  };
}

/** Answers zeros where its first matrix is wide, or tall. */
function oneFormAlone(fn: Answering, tools: FaultTools, choice: string): Answering {
  return (...args) =>
    tools.after(fn(...args), (answer) => {
      const [rows = 0, columns = 0] =
        tools.tensors(args).find(({ shape }) => shape.length === 2)?.shape ?? [];
      if (choice === 'wide' ? columns <= rows : columns >= rows) return answer;
      const numbers = tools.renumbered(answer, () => 0);
      return tools.changed(numbers, (tensor) => {
        tools.bite();
        return tools.filled(tensor, 0);
      });
    });
}

/** Treats the examples beyond the last full minibatch in a way of its own. */
function remainderOtherwise(fn: Answering, tools: FaultTools, choice: string): Answering {
  return (...args) => {
    const [options] = args as [{ batchSize?: number } | undefined];
    const size = options?.batchSize;
    const count = tools.tensors(args)[0]?.shape[0] ?? 0;
    if (typeof size !== 'number' || count % size === 0 || count < size) return fn(...args);
    const full = Math.floor(count / size);
    if (choice === 'evened out') {
      const batchSize = Math.ceil(count / (full + 1));
      if (batchSize !== size) tools.bite();
      return fn(...tools.withOptions(args, { batchSize }));
    }
    tools.bite();
    if (choice === 'joined to the one before') {
      return fn(...tools.withOptions(args, { batchSize: Math.ceil(count / full) }));
    }
    const length = choice === 'dropped' ? full * size : (full + 1) * size;
    return fn(
      ...tools.changed(args, (tensor) => {
        const { values, shape, dtype } = tools.kept(tensor);
        const row = values.length / count;
        const rows = Array.from({ length }, (_, i) => i % count);
        const taken = rows.flatMap((i) => values.slice(i * row, (i + 1) * row));
        return tools.made({ values: taken, shape: [length, ...shape.slice(1)], dtype });
      }),
    );
  };
}

const each = (
  kind: ContractKind,
  wrap: Fault['wrap'],
  names: Readonly<Record<string, string>>,
): Fault[] => Object.entries(names).map(([choice, name]) => ({ name, kind, choice, wrap }));

export const faults: readonly Fault[] = [
  ...each('sameShapeTwice', fromMemory, {
    shapes: 'answers from a memory keyed by shape',
    'first shape': 'answers from a memory keyed by the shape of the first argument',
    entries: 'answers from a memory keyed by the number of entries',
    'last call': 'answers as before when the shapes are those of the call before',
  }),
  ...each('sameShapeTwice', staleArgument, {
    first: 'keeps the first argument of an earlier call of the same shapes',
    last: 'keeps the last argument of an earlier call of the same shapes',
  }),
  ...each('batchOfOne', oneExample, {
    squeezed: 'loses the axis of a batch of one',
    zeros: 'answers zeros to a batch of one',
    'not a number': 'divides by the size of the batch less one',
    doubled: 'answers twice as much to a batch of one',
  }),
  ...each('square', squareTurned, {
    first: 'takes its first matrix the other way round when it is square',
    last: 'takes its last matrix the other way round when it is square',
    every: 'takes square matrices the other way round',
    answer: 'answers square matrices the other way round',
  }),
  ...each('notSquare', oneFormAlone, {
    wide: 'answers zeros when its first matrix has more columns than rows',
    tall: 'answers zeros when its first matrix has more rows than columns',
  }),
  ...each('remainderBatch', remainderOtherwise, {
    dropped: 'drops the last smaller minibatch unless it is the only one',
    'filled up': 'fills the last minibatch up with the first examples',
    'evened out': 'makes all minibatches of nearly one size',
    'joined to the one before': 'joins the last smaller minibatch to the one before',
  }),
];

/** A right function with a fault. */
export function faulty(
  { wrap, choice }: Fault,
  fn: Answering,
  tf: TensorMaker,
  bite = (): void => {},
): Answering {
  return wrap(fn, faultTools(tf, bite), choice);
}

/** The same as source code: a cell that makes `name` of a right function called `right`. */
export function faultText({ wrap, choice }: Fault, name: string, right: string): string {
  return `const ${name} = (${wrap})(${right}, (${faultTools})(tf, () => {}), ${JSON.stringify(choice)});`;
}
