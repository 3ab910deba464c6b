/** The dense layers of a model, and whether one has a low-rank change. */
import { Dense } from './dense.js';
import { layersWithin } from './layers-within.js';

/** Those of composite layers too, always in the same order. */
export const denseWithin = (model: object): Dense[] =>
  layersWithin(model).filter((layer) => layer instanceof Dense);

/** Whether a model has changes that are neither merged nor taken away. */
export const hasLowRankChanges = (model: object): boolean =>
  denseWithin(model).some((layer) => layer.isChanged);
