/** Cheap gradients for plain operations of `tf`. */
import { activationGradients } from './activations.js';
import { overrideGradient } from './override.js';
import { reductionGradients } from './reductions.js';

/** Puts them in place; called once tfjs-node is loaded, which registers those of tfjs-core. */
export function improveGradients(): void {
  for (const one of [...activationGradients, ...reductionGradients]) overrideGradient(one);
}
