/** Which of the models of embeddings a model is. */
import { messages } from '../../messages/index.js';
import { originOf } from '../../models/origin.js';
import { functionName } from '../../models/spec.js';
import type { LayersModel } from '../../nn/tf.js';

export type EmbeddingModelId = 'nlp/skip-gram' | 'nlp/glove';

/** @throws TypeError for a model that none of these made */
export function madeBy<Id extends EmbeddingModelId>(model: LayersModel, ids: readonly Id[]): Id {
  const found = ids.find((id) => originOf(model)?.spec.id === id);
  if (found !== undefined) return found;
  const layers = (Object(model).layers ?? []) as LayersModel['layers'];
  const said = {
    name: ids.map(functionName).join('`, `'),
    layers: layers.map(({ name }) => name).join(', '),
  };
  throw new TypeError(messages().models.notMadeBy(said));
}
