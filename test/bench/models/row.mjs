/**
 * What a row of the models' benchmark is, and when it holds.
 *
 * @typedef {object} Result what one seed gave
 * @property {number} ours
 * @property {Readonly<Record<string, number>>} baselines the same measure for what must be beaten, by name
 * @property {Readonly<Record<string, number>>} [beside] shown only
 * @property {number} seconds of the training alone
 *
 * @typedef {object} Row
 * @property {string} name as `--only` names it
 * @property {string} data what is learnt from, and how many examples are held out
 * @property {string} measure
 * @property {'higher' | 'lower'} [better] Default `higher`.
 * @property {number} floor what every seed reaches: at least, or at most where lower is better
 * @property {number} [ceiling] what no seed goes beyond, where that is the point
 * @property {string} [anchor] a published figure, with its source
 * @property {(seed: number) => Promise<Result>} run
 *
 * @typedef {Result & { seed: number }} Seeded
 */

/**
 * What a row misses on one seed, in words; empty where it holds.
 *
 * @param {Pick<Row, 'better' | 'floor' | 'ceiling'>} row
 * @param {Seeded} result
 */
export function misses({ better = 'higher', floor, ceiling }, { seed, ours, baselines }) {
  const sign = better === 'higher' ? 1 : -1;
  // Asked this way round, so that NaN misses everything.
  const reaches = (/** @type {number} */ limit) => sign * (ours - limit) >= 0;
  const beats = (/** @type {number} */ other) => sign * (ours - other) > 0;
  const missed = Object.entries(baselines).filter(([, value]) => !beats(value));
  return [
    ...(reaches(floor) ? [] : [`seed ${seed}: ${shown(ours)} misses the floor ${floor}`]),
    ...(ceiling === undefined || sign * (ceiling - ours) >= 0
      ? []
      : [`seed ${seed}: ${shown(ours)} is beyond the ceiling ${ceiling}`]),
    ...missed.map(
      ([name, value]) => `seed ${seed}: ${shown(ours)} does not beat ${name} ${shown(value)}`,
    ),
  ];
}

const shown = (/** @type {number} */ value) => value.toFixed(3);

/** @param {readonly number[]} values */
export function spread(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (/** @type {number} */ i) => sorted[i] ?? Number.NaN;
  return {
    min: at(0),
    median: at(Math.floor((sorted.length - 1) / 2)),
    max: at(sorted.length - 1),
  };
}

/**
 * Values by name, each with one number for each seed.
 *
 * @param {readonly Readonly<Record<string, number>>[]} all
 */
const named = (all) =>
  Object.keys(all[0] ?? {})
    .map((name) => `${name} ${all.map((values) => shown(values[name] ?? Number.NaN)).join(', ')}`)
    .join('; ');

export const head = [
  '| row | data | measure | floor | baselines, by seed | published | ours, by seed | min / median / max | s |',
  '| --- | --- | --- | --- | --- | --- | --- | --- | --- |',
].join('\n');

/**
 * @param {Row} row
 * @param {readonly Seeded[]} results
 */
export function line(row, results) {
  const { name, data, measure, better = 'higher', floor, ceiling, anchor = '–' } = row;
  const limit = better === 'higher' ? `≥ ${floor}` : `≤ ${floor}`;
  const ours = results.map((result) => result.ours);
  const { min, median, max } = spread(ours);
  const beside = named(results.map((result) => result.beside ?? {}));
  const baselines = named(results.map((result) => result.baselines));
  return `| ${[
    name,
    data,
    measure,
    ceiling === undefined ? limit : `${floor} – ${ceiling}`,
    beside === '' ? baselines : `${baselines} (beside: ${beside})`,
    anchor,
    ours.map(shown).join(', '),
    [min, median, max].map(shown).join(' / '),
    spread(results.map(({ seconds }) => seconds)).median.toFixed(1),
  ].join(' | ')} |`;
}
