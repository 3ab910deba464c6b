/** Optimisers by the names that `compile` takes and tfjs does not know. */
import { AdamW } from './adam.js';
import { LAMB } from './lamb.js';

/** One with its default settings; undefined for a name that is not gradus's. */
export function namedOptimizer(name: string): AdamW | LAMB | undefined {
  switch (name.toLowerCase()) {
    case 'adamw':
      return new AdamW();
    case 'lamb':
      return new LAMB();
    default:
      return undefined;
  }
}
