/** What `tf` offers of layers, and how models are made of them. */
import type { Layer, Layers, SymbolicTensor } from './layers.js';
import type { LayersModel, Metrics, Sequential } from './models.js';
import type { Shape } from './tensor.js';
import type { DataType } from './values.js';
import type { Constraints, Initializers, Regularizer } from './weight-rules.js';

export interface LayersOps {
  readonly layers: Layers;
  readonly initializers: Initializers;
  readonly constraints: Constraints;
  readonly regularizers: {
    l1(options?: { l1: number }): Regularizer;
    l2(options?: { l2: number }): Regularizer;
    l1l2(options?: { l1?: number; l2?: number }): Regularizer;
  };
  readonly metrics: Metrics;
  sequential(options?: { layers?: Layer[]; name?: string }): Sequential;
  input(options: {
    shape?: Shape;
    batchShape?: Shape;
    name?: string;
    dtype?: DataType;
  }): SymbolicTensor;
  model(options: {
    inputs: SymbolicTensor | SymbolicTensor[];
    outputs: SymbolicTensor | SymbolicTensor[];
    name?: string;
  }): LayersModel;
  /**
   * A model that `save` wrote, with its weights.
   *
   * @param url such as `file:///tmp/model/model.json`
   */
  loadLayersModel(url: string): Promise<LayersModel>;
}
