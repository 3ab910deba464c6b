/** What a model of `tf.layers` is made of, as plain data: for the graph that `gradus/plot` draws. */
import type { ModelLayer } from '../plot/model-graph.js';

/** A layer as TensorFlow.js has it, as far as it is looked at. */
interface LayerLike {
  readonly name: string;
  getClassName(): string;
  countParams(): number;
  readonly inboundNodes?: readonly NodeLike[];
}

/** One call of a layer. */
interface NodeLike {
  readonly inboundLayers: readonly LayerLike[];
  /** Which call of each of these layers it takes. */
  readonly nodeIndices: readonly number[];
  readonly outputShapes: readonly unknown[];
}

/**
 * The layers of a model in order, with the shapes that they give, their parameters and what they take:
 * for `modelGraph` of `gradus/plot`. A model within it is one layer; a layer that is called twice stands
 * there twice, its parameters once.
 *
 * @param model any built model of `tf.layers`
 * @throws TypeError when it has no layers, or is not built yet
 * @example
 * display(modelGraph({ title: 'My network', layers: modelLayers(model) }));
 */
export function modelLayers(model: { readonly layers: readonly object[] }): ModelLayer[] {
  const layers = (model as { layers?: readonly LayerLike[] } | null)?.layers ?? [];
  if (layers.length === 0) {
    throw new TypeError(
      'Expected `model` to be a model of tf.layers with a layer. Received: no layers',
    );
  }
  const own = new Set(layers);
  const calls = layers.flatMap((layer) => callsOf(layer, own));
  const nameOf = (layer: LayerLike, node: number): string =>
    calls.find((call) => call.layer === layer && call.node === node)?.name ?? layer.name;
  const waiting = calls.map(({ layer, node, name, index, inputs }) => {
    const shapes = layer.inboundNodes?.[node]?.outputShapes ?? [];
    const shape = shapes.length === 1 ? shapes[0] : undefined;
    return {
      name,
      kind: layer.getClassName(),
      parameters: index === 0 ? layer.countParams() : 0,
      inputs: inputs.map((input) => nameOf(input.layer, input.node)),
      ...(isShape(shape) ? { shape } : {}),
    };
  });
  return inOrder(waiting);
}

/** Each call of a layer within the model. */
function callsOf(layer: LayerLike, own: ReadonlySet<LayerLike>) {
  const nodes = layer.inboundNodes ?? [];
  const within = [...nodes.keys()].filter((at) => {
    const from = nodes[at]?.inboundLayers ?? [];
    return from.length > 0 && from.every((one) => own.has(one));
  });
  // An input, and the first layer of a model in a row, take nothing that is seen.
  return (within.length > 0 ? within : [0]).map((node, index) => ({
    layer,
    node,
    index,
    name: index === 0 ? layer.name : `${layer.name} (${index + 1})`,
    inputs: (within.length > 0 ? (nodes[node]?.inboundLayers ?? []) : []).map((one, i) => ({
      layer: one,
      node: nodes[node]?.nodeIndices[i] ?? 0,
    })),
  }));
}

/** Each after its inputs: a second call of a layer comes after what lies between. */
function inOrder<Layer extends { name: string; inputs: string[] }>(layers: Layer[]): Layer[] {
  const done = new Set<string>();
  const ordered: Layer[] = [];
  let waiting = layers;
  while (waiting.length > 0) {
    const ready = waiting.filter(({ inputs }) => inputs.every((name) => done.has(name)));
    if (ready.length === 0) break;
    for (const layer of ready) done.add(layer.name);
    ordered.push(...ready);
    waiting = waiting.filter(({ name }) => !done.has(name));
  }
  return ordered;
}

/** One shape; a layer that gives several tensors has none. */
function isShape(value: unknown): value is (number | null)[] {
  return Array.isArray(value) && value.every((size) => size === null || typeof size === 'number');
}
