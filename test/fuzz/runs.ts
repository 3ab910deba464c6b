/** Seeded: the same inputs on every run, unless others are asked for. */
const { GRADUS_FUZZ_RUNS, GRADUS_FUZZ_SEED } = process.env;

export const seed = Number(GRADUS_FUZZ_SEED ?? 20_260_101);

/** How many inputs are tried; `node test/fuzz/run.mjs` tries ten thousand of each kind. */
export const runsOr = (usual: number): number => Number(GRADUS_FUZZ_RUNS ?? usual);
