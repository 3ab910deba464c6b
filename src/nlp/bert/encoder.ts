/** The encoder of a BERT, whatever its head. */
import { messages } from '../../messages/index.js';
import {
  type BertEncoderParts,
  bertEncoderParts,
} from '../../models/nlp/parts/bert-encoder-parts.js';
import { type LayersModel, type Tensor, tf } from '../../nn/tf.js';

/**
 * The layers before the head.
 *
 * @param what the argument's name, for the message
 * @throws TypeError for a model that is no BERT
 */
export function encoderOf(what: string, model: LayersModel): BertEncoderParts {
  try {
    return bertEncoderParts(model, what);
  } catch {
    const layers = (model?.layers ?? []).map((layer) => layer.name).join(', ');
    throw new TypeError(messages().bert.notBert({ what, layers }));
  }
}

const layersOf = ({ embedding, segments, norm, blocks }: BertEncoderParts) => [
  embedding,
  segments,
  norm,
  ...blocks,
];

/**
 * Puts what one BERT's encoder has learnt into another's, under whatever head: pretrained by masks, then tuned for a
 * task.
 *
 * @param from such as a `bertMaskedLm`; not changed
 * @param to such as a `bertClassifier`; its head stays as it is
 * @throws TypeError for a model that is no BERT; RangeError where the encoders are not of one shape
 * @example
 * const model = bertClassifier({ vocabSize: 200, context: 32, classes: 3, seed: 1 });
 * copyEncoder(pretrained, model);
 */
export function copyEncoder(from: LayersModel, to: LayersModel): void {
  const [given, taken] = [layersOf(encoderOf('`from`', from)), layersOf(encoderOf('`to`', to))];
  const [weights, targets] = [given, taken].map((layers) => layers.flatMap((one) => one.weights));
  const count = Math.max(weights?.length ?? 0, targets?.length ?? 0);
  for (let i = 0; i < count; i++) {
    const [a, b] = [weights?.[i], targets?.[i]];
    if (a !== undefined && b !== undefined && String(a.shape) === String(b.shape)) continue;
    const shape = (one: typeof a): string => (one === undefined ? 'none' : `[${one.shape}]`);
    const name = (a ?? b)?.name ?? '';
    throw new RangeError(messages().bert.otherEncoder({ name, from: shape(a), to: shape(b) }));
  }
  tf.tidy(() => {
    taken.forEach((layer, i) => {
      layer.setWeights((given[i]?.getWeights() ?? []) as Tensor[]);
    });
  });
}
