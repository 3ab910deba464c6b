/**
 * Schedules of the learning rate.
 *
 * @module
 */
export { constant } from './constant.js';
export { type CosineWithWarmupOptions, cosineWithWarmup } from './cosine-with-warmup.js';
export { type OneCycleOptions, oneCycle } from './one-cycle.js';
export type { Schedule } from './schedule.js';
export { type StepDecayOptions, stepDecay } from './step-decay.js';
