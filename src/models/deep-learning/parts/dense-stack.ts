/** The hidden layers that a classifier and a regressor share. */
import { type Layer, type LayersModel, type SymbolicTensor, tf } from '../../../nn/tf.js';
import type { partSeeds } from '../../part-seeds.js';

/** What is normalised before the ReLU of a hidden layer. */
export type Normalization = 'none' | 'batch' | 'layer';

export interface DenseStack {
  readonly inputShape: readonly number[];
  readonly hidden: readonly number[];
  readonly dropout: number;
  readonly normalization: Normalization;
  readonly residual: boolean;
}

type SeedOf = ReturnType<typeof partSeeds>;

const isFlat = ({ inputShape }: DenseStack): boolean => inputShape.length === 1;

/** What a first layer of a `Sequential` is told of the examples, where no layer flattens them before. */
const placeOf = (stack: DenseStack): { inputShape?: number[] } =>
  isFlat(stack) ? { inputShape: [...stack.inputShape] } : {};

function normalized({ normalization }: DenseStack, i: number): Layer[] {
  const name = `norm_${i}`;
  if (normalization === 'none') return [];
  if (normalization === 'layer') return [tf.layers.layerNormalization({ epsilon: 1e-5, name })];
  // Momentum and epsilon of PyTorch: with Keras's 0.99 a short training ends on means of its start.
  return [tf.layers.batchNormalization({ momentum: 0.9, epsilon: 1e-5, name })];
}

const relu = (i: number): Layer => tf.layers.activation({ activation: 'relu', name: `relu_${i}` });

function dropped({ dropout }: DenseStack, i: number, seedOf: SeedOf): Layer[] {
  const name = `dropout_${i}`;
  return dropout > 0 ? [tf.layers.dropout({ rate: dropout, seed: seedOf(name), name })] : [];
}

const start = (name: string, seedOf: SeedOf) => tf.initializers.heNormal({ seed: seedOf(name) });

/** Dense, normalisation, ReLU, dropout, for each hidden layer (Ioffe & Szegedy 2015, section 3.2). */
function plain(stack: DenseStack, seedOf: SeedOf): Layer[] {
  const bare = stack.normalization === 'none';
  return stack.hidden.flatMap((units, i) => {
    const name = `hidden_${i}`;
    const kernelInitializer = start(name, seedOf);
    // The shift of a normalisation is a bias.
    const how = bare ? { activation: 'relu' as const } : { useBias: false };
    // TensorFlow.js refuses to flatten what is flat: then the first dense layer takes the examples.
    const place = i === 0 ? placeOf(stack) : {};
    const dense = tf.layers.dense({ ...place, units, ...how, kernelInitializer, name });
    const rest = bare ? [] : [...normalized(stack, i), relu(i)];
    return [dense, ...rest, ...dropped(stack, i, seedOf)];
  });
}

const through = (x: SymbolicTensor, layers: readonly Layer[]): SymbolicTensor =>
  layers.reduce((value, layer) => layer.apply(value), x);

/**
 * Pre-activation residual blocks (He et al. 2016, arXiv:1603.05027), each of one dense layer: x plus dropout
 * of dense of ReLU of norm of x; norm and ReLU once more at the end.
 */
function residual(stack: DenseStack, input: SymbolicTensor, seedOf: SeedOf): SymbolicTensor {
  const dense = (i: number): Layer => {
    const name = `hidden_${i}`;
    const units = stack.hidden[i] as number;
    return tf.layers.dense({ units, kernelInitializer: start(name, seedOf), name });
  };
  let x = through(input, [dense(0)]);
  for (let i = 1; i < stack.hidden.length; i++) {
    const branch = [...normalized(stack, i), relu(i), dense(i), ...dropped(stack, i, seedOf)];
    const sum = tf.layers.add({ name: `add_${i}` });
    x = sum.apply([x, through(x, branch)]) as SymbolicTensor;
  }
  const last = stack.hidden.length;
  return through(x, [...normalized(stack, last), relu(last)]);
}

/** A last layer of `units` scores or values, of Glorot's weights. */
interface Last {
  readonly units: number;
  readonly name: string;
}

/** The model of a stack: `Sequential`, unless it has residual connections. */
export function denseStackModel(
  name: string,
  stack: DenseStack,
  { units, name: lastName }: Last,
  seedOf: SeedOf,
): LayersModel {
  const kernelInitializer = tf.initializers.glorotUniform({ seed: seedOf(lastName) });
  const last = { units, kernelInitializer, name: lastName };
  const flatten = (options: { inputShape?: number[] } = {}): Layer[] =>
    isFlat(stack) ? [] : [tf.layers.flatten({ ...options, name: 'flatten' })];
  if (stack.residual) {
    const examples = tf.input({ shape: [...stack.inputShape], name: 'examples' });
    const x = residual(stack, through(examples, flatten()), seedOf);
    return tf.model({ inputs: examples, outputs: through(x, [tf.layers.dense(last)]), name });
  }
  const place = stack.hidden.length === 0 ? placeOf(stack) : {};
  const layers = [
    ...flatten({ inputShape: [...stack.inputShape] }),
    ...plain(stack, seedOf),
    tf.layers.dense({ ...place, ...last }),
  ];
  return tf.sequential({ layers, name });
}
