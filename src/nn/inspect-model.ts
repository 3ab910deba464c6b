/** How models, layers and what belongs to them look in `console.log`: a summary, no private fields. */
import * as tfl from '@tensorflow/tfjs-layers';
import { type InspectMethod, showAs, showTensor } from '../backend/inspect.js';
import { messages } from '../messages/index.js';

const shapeText = (shape: unknown): string =>
  Array.isArray(shape) ? `[${shape.map((one) => one ?? 'null').join(', ')}]` : '?';

const countText = (count: number): string => messages().notebook.values.parameters({ count });

/** The summary that `model.summary()` prints, as text. */
function modelSummary(model: tfl.LayersModel): string {
  const head = `${model.getClassName()} '${model.name}'`;
  const lines: string[] = [];
  try {
    model.summary(undefined, undefined, (line) => lines.push(line));
  } catch {
    return `${head} ${messages().notebook.values.notBuilt()}`;
  }
  return [head, ...lines.map((line) => line.trimEnd())].join('\n');
}

/** `dense_1/kernel` → `kernel`. */
const shortName = (name: string): string => name.slice(name.lastIndexOf('/') + 1);

/** `Dense 'dense_1' [null, 4] → [null, 3], 15 parameters`. */
function layerText(layer: tfl.layers.Layer): string {
  const head = `${layer.getClassName()} '${layer.name}'`;
  if (!layer.built) return `${head} ${messages().notebook.values.layerNotBuilt()}`;
  let flow = '';
  try {
    const shape = layer.outputShape;
    const single = shape.length === 0 || !Array.isArray(shape[0]);
    flow = ` → ${single ? shapeText(shape) : shape.map(shapeText).join(', ')}`;
  } catch {
    // Applied to nothing yet, or to several inputs: its weights alone are known.
  }
  const weights = layer.weights.map((w) => `${shortName(w.originalName)} ${shapeText(w.shape)}`);
  const list = weights.length === 0 ? '' : ` (${weights.join(', ')})`;
  return `${head}${flow}, ${countText(layer.countParams())}${list}`;
}

const whole = <T extends object>(
  text: (value: T) => string,
  brief: (value: T) => string,
): InspectMethod<T> =>
  function (depth) {
    return depth !== null && depth < 0 ? brief(this) : text(this);
  };

const nameOf = (value: tfl.layers.Layer): string => `${value.getClassName()} '${value.name}'`;

/** Models and layers of tfjs show their summary. */
export function showModels(): void {
  showAs(tfl.layers.Layer.prototype, whole(layerText, nameOf));
  showAs(tfl.LayersModel.prototype, whole(modelSummary, nameOf));
  showAs(tfl.SymbolicTensor.prototype, function () {
    return `SymbolicTensor '${this.name}' ${this.dtype} ${shapeText(this.shape)}`;
  });
  showAs(
    tfl.LayerVariable.prototype,
    whole(
      (variable) => `Layer${showTensor(variable.read())}`,
      ({ name, dtype, shape }) => `LayerVariable '${name}' ${dtype} ${shapeText(shape)}`,
    ),
  );
}
