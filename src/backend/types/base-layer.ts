/** What a layer of one's own extends, `tf.layers.Layer`, and what it is made with. */
import type { LayerOptions, LayerVariable, SymbolicTensor } from './layers.js';
import type { Shape, Tensor } from './tensor.js';
import type { DataType } from './values.js';
import type { Constraint, Initializer, Regularizer } from './weight-rules.js';

/** What a layer needs to be made again; values that JSON has. */
export interface LayerConfig {
  [name: string]: LayerConfigValue;
}
export type LayerConfigValue =
  | boolean
  | number
  | string
  | null
  | LayerConfigValue[]
  | { [name: string]: LayerConfigValue };

/** What `call` is given beside the inputs. */
export interface LayerCallOptions {
  /** True in `fit`, `trainOnBatch` and a trainer; false or missing elsewhere. */
  training?: boolean;
  mask?: Tensor | Tensor[];
}

export interface BaseLayerOptions extends LayerOptions {
  batchSize?: number;
  /** Initial values of the weights, in their order. */
  weights?: Tensor[];
}

/**
 * The class that every layer extends.
 *
 * A class of one's own makes its weights in `build`, computes in `call`, and tells in
 * `computeOutputShape` what shape comes out where it is not the input's. To be saved and loaded it
 * needs a static `className`, a `getConfig` with its options, and `tf.serialization.registerClass`.
 */
export declare abstract class BaseLayer {
  constructor(options?: BaseLayerOptions);
  /** Makes a layer from what `getConfig` gave: `new layerClass(config)` unless it is overridden. */
  static fromConfig<T extends BaseLayer>(
    layerClass: new (config: LayerConfig) => T,
    config: LayerConfig,
  ): T;

  /** Its class's `className`, in small letters, and a number, unless it is given. */
  name: string;
  dtype: DataType;
  batchInputShape: Shape;
  /** Whether it takes masks: with `false`, the default, a masked input is an error. */
  supportsMasking: boolean;

  get trainable(): boolean;
  set trainable(trainable: boolean);
  get built(): boolean;
  set built(built: boolean);
  get stateful(): boolean;
  get weights(): LayerVariable[];
  get trainableWeights(): LayerVariable[];
  set trainableWeights(weights: LayerVariable[]);
  get nonTrainableWeights(): LayerVariable[];
  set nonTrainableWeights(weights: LayerVariable[]);
  get input(): SymbolicTensor | SymbolicTensor[];
  get output(): SymbolicTensor | SymbolicTensor[];
  get outputShape(): Shape | Shape[];
  /** The input or output where the layer was applied more than once. */
  getInputAt(nodeIndex: number): SymbolicTensor | SymbolicTensor[];
  getOutputAt(nodeIndex: number): SymbolicTensor | SymbolicTensor[];

  /** Makes the weights; called once, before the first `call`. An override ends with `super.build`. */
  build(inputShape: Shape | Shape[]): void;
  /** The output for these inputs; here, the inputs themselves. */
  call(inputs: Tensor | Tensor[], options: LayerCallOptions): Tensor | Tensor[];
  /** The shape that comes out; here, the input's. */
  computeOutputShape(inputShape: Shape | Shape[]): Shape | Shape[];
  computeMask(inputs: Tensor | Tensor[], mask?: Tensor | Tensor[]): Tensor | Tensor[];
  /** The options that the layer was made with; an override adds its own to `super.getConfig()`. */
  getConfig(): LayerConfig;
  getClassName(): string;

  apply<T extends Tensor | SymbolicTensor>(inputs: T | T[], options?: LayerCallOptions): T;
  apply<T extends Tensor | SymbolicTensor>(inputs: T[], options?: LayerCallOptions): T | T[];
  countParams(): number;
  getWeights(trainableOnly?: boolean): Tensor[];
  setWeights(weights: Tensor[]): void;
  resetStates(): void;
  dispose(): { numDisposedVariables: number; refCountAfterDispose: number };

  /**
   * Makes a weight; for `build`.
   *
   * @param name which no other weight of the layer has
   * @param dtype null is `float32`
   * @param initializer such as `tf.initializers.glorotNormal({})`
   * @param trainable default: true
   */
  protected addWeight(
    name: string,
    shape: Shape,
    dtype: DataType | null | undefined,
    initializer: Initializer,
    regularizer?: Regularizer | null,
    trainable?: boolean,
    constraint?: Constraint | null,
  ): LayerVariable;
}

/** Makes a variable for a layer of one's own that keeps a tensor; `addWeight` makes its weights. */
export type LayerVariableClass = new (
  value: Tensor,
  dtype?: DataType,
  name?: string,
  trainable?: boolean,
  constraint?: Constraint,
) => LayerVariable;

/** Classes that a saved model names. */
export interface Serialization {
  /**
   * Lets `tf.loadLayersModel` make layers of this class.
   *
   * @param layerClass with a static `className`, which a saved model names it by
   */
  registerClass<C extends RegisteredClass>(layerClass: C, group?: string, name?: string): C;
}
interface RegisteredClass {
  new (config: never): { getConfig(): LayerConfig };
  readonly className: string;
}
