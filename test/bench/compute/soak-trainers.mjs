/** The trainers of generators, each on a small model of its own, for the soak. */

/** @typedef {import('gradus').TrainerCallback} TrainerCallback */
/** @typedef {(callback: TrainerCallback, steps: number) => Promise<void>} Train */

/** @type {Record<string, Train>} */
export const trainers = {};
