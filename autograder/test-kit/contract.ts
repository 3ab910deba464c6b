/**
 * What the hidden tests of every exercise must try, told from the calls that they make.
 *
 * A list that a test's author fills in can be forgotten or wrong; what a test calls cannot. The suite
 * over all references refuses an exercise that lacks a kind, unless its `exempt` says why.
 */
import type { Test } from '../judge/test.js';

export const contractKinds = [
  /** A batch, or a minibatch, of one example. */
  'batchOfOne',
  /** Every matrix of a call is square, and larger than one by one: that tells nothing of rows and columns. */
  'square',
  /** No matrix of a call is square. */
  'notSquare',
  /** Two calls of a test with the same shapes and options and other values. */
  'sameShapeTwice',
  /** A last minibatch that is smaller, for whatever takes a `batchSize`. */
  'remainderBatch',
  /** Start weights by their statistics, for whatever takes a `seed`. */
  'startDistribution',
] as const;
export type ContractKind = (typeof contractKinds)[number];

/** Kinds that an exercise's hidden tests leave out, each with its reason. */
export type Exemptions = Readonly<
  Record<string, Readonly<Partial<Record<ContractKind, string>>> | undefined>
>;

interface TensorLike {
  shape: readonly number[];
  dataSync(): ArrayLike<number>;
}

const isTensor = (value: unknown): value is TensorLike =>
  typeof value === 'object' && value !== null && 'dataSync' in value && 'shape' in value;

/** One call of the function under test. */
export interface SeenCall {
  matrices: readonly (readonly number[])[];
  /** Size of the first axis of the first tensor. */
  examples: number | undefined;
  /** Plain arguments and options by name. */
  options: Readonly<Record<string, unknown>>;
  /** Shapes and options as text: the same for two calls of one form. */
  form: string;
  /** All numbers of the tensors. */
  values: string;
}

/** Describes the arguments of one call, as the function under test gets them. */
export function seenCall(args: readonly unknown[]): SeenCall {
  const tensors: TensorLike[] = [];
  const options: Record<string, unknown> = {};
  const look = (key: string, value: unknown): void => {
    if (isTensor(value)) tensors.push(value);
    else if (typeof value === 'number' || typeof value === 'string') options[key] = value;
    else if (typeof value === 'object' && value !== null) {
      for (const [name, part] of Object.entries(value)) look(name, part);
    }
  };
  for (const [i, arg] of args.entries()) look(`${i}`, arg);
  const shapes = tensors.map(({ shape }) => [...shape]);
  return {
    matrices: shapes.filter(({ length }) => length === 2),
    examples: shapes[0]?.[0],
    options,
    form: JSON.stringify([shapes, options]),
    values: tensors.map((tensor) => Array.from(tensor.dataSync()).join(' ')).join(';'),
  };
}

/** The kinds that the calls of one exercise ask for at all. */
export function requiredKinds(calls: readonly SeenCall[]): ContractKind[] {
  const takes = (option: string): boolean => calls.some(({ options }) => option in options);
  const tensors = calls.some(({ examples }) => examples !== undefined);
  const matrices = calls.some((call) => call.matrices.length > 0);
  return [
    ...(tensors ? (['batchOfOne', 'sameShapeTwice'] as const) : []),
    ...(matrices ? (['square', 'notSquare'] as const) : []),
    ...(takes('batchSize') ? (['remainderBatch'] as const) : []),
    ...(takes('seed') ? (['startDistribution'] as const) : []),
  ];
}

/** The kinds that the calls of one test try. */
export function triedKinds(test: Pick<Test, 'covers'>, calls: readonly SeenCall[]): ContractKind[] {
  const isSquare = ([rows, columns]: readonly number[]): boolean => rows === columns;
  const remainders = calls.map(({ examples = 0, options: { batchSize } }) =>
    typeof batchSize === 'number' && batchSize < examples ? examples % batchSize : 0,
  );
  const tried: Record<ContractKind, boolean> = {
    batchOfOne: calls.some(({ examples }) => examples === 1) || remainders.includes(1),
    square: calls.some(
      ({ matrices }) =>
        matrices.length > 0 && matrices.every((one) => isSquare(one) && one[0] !== 1),
    ),
    notSquare: calls.some(({ matrices }) => matrices.length > 0 && !matrices.some(isSquare)),
    sameShapeTwice: calls.some((call, i) =>
      calls.slice(0, i).some(({ form, values }) => form === call.form && values !== call.values),
    ),
    remainderBatch: remainders.some((examples) => examples > 0),
    startDistribution: test.covers?.includes('startDistribution') ?? false,
  };
  return contractKinds.filter((kind) => tried[kind]);
}

/** What an exercise's hidden tests must still try, and reasons given for what they do try. */
export function contractProblems(
  exercise: string,
  tests: readonly { test: Pick<Test, 'covers'>; calls: readonly SeenCall[] }[],
  exempt: Exemptions = {},
): string[] {
  const required = requiredKinds(tests.flatMap(({ calls }) => calls));
  const tried = new Set(tests.flatMap(({ test, calls }) => triedKinds(test, calls)));
  const reasons = exempt[exercise] ?? {};
  return contractKinds.flatMap((kind) => {
    const reason = reasons[kind];
    if (reason !== undefined && tried.has(kind)) {
      return [`${exercise}: hidden tests try ${kind}, which is exempt because "${reason}"`];
    }
    if (!required.includes(kind) || tried.has(kind) || reason !== undefined) return [];
    return [`${exercise}: no hidden test tries ${kind}; add one, or say in \`exempt\` why not`];
  });
}
