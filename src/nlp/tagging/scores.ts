/** The scores of tags that a tagger goes by. */
import type * as tfl from '@tensorflow/tfjs-layers';
import { spec } from '../../models/nlp/bi-lstm-tagger.js';
import type { CrfPotentials } from '../../nn/crf/chain.js';
import { LinearChainCrf } from '../../nn/layers/linear-chain-crf.js';
import type { LayersModel, Tensor } from '../../nn/tf.js';
import { tokensOf } from '../token-loss.js';

/**
 * The chain that a tagger's CRF sees, or undefined where it has none. Call it within `tf.tidy`.
 *
 * @throws TypeError for a model that `biLstmTagger` did not make
 */
export function chainOfTagger(
  model: LayersModel,
  tokens: Tensor,
  training: boolean,
): CrfPotentials | undefined {
  const { scoring, crf } = spec.parts(model);
  if (!(crf instanceof LinearChainCrf)) return undefined;
  const mask = tokensOf(tokens);
  const emissions = scoring.reduce((x: Tensor, layer, i) => {
    const options = i === 0 ? { training } : { training, mask };
    return (layer as unknown as tfl.layers.Layer).apply(x as never, options) as unknown as Tensor;
  }, tokens);
  return crf.potentials(emissions as never, mask as never);
}
