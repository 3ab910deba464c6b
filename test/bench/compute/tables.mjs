/** What was measured, as Markdown. */

/** @typedef {import('./run.mjs').Run} Run */
/** @typedef {import('./tasks.mjs').Task} Task */

const sorted = (/** @type {number[]} */ values) => [...values].sort((a, b) => a - b);

/** @param {number[]} values */
function median(values) {
  const s = sorted(values);
  return s[Math.floor(s.length / 2)] ?? Number.NaN;
}

/** @param {number[]} values */
function spread(values, digits = 2) {
  const s = sorted(values);
  return [s[0], median(s), s.at(-1)].map((v) => (v ?? Number.NaN).toFixed(digits)).join(' / ');
}

/** The median step of a run once it is warm: the last two thirds. */
const stepOf = (/** @type {Run} */ run) =>
  median(run.times.slice(Math.floor(run.times.length / 3)));

/** Mean of the ten losses up to a step: single batches jump. */
function smooth(/** @type {number[]} */ losses, /** @type {number} */ end) {
  const window = losses.slice(Math.max(0, end - 9), end + 1);
  return window.reduce((a, b) => a + b, 0) / window.length;
}

/** Seconds of training until the smoothed loss is at most `target`, the first steps included. */
function secondsTo(/** @type {Run} */ run, /** @type {number} */ target) {
  let ms = 0;
  for (const [i, time] of run.times.entries()) {
    ms += time;
    if (i >= 9 && smooth(run.losses, i) <= target) return ms / 1000;
  }
  return Number.NaN;
}

/** The loss that every runner reached: the highest of their last ones, with a little to spare. */
function reachedByAll(/** @type {Record<string, Run[]>} */ runs) {
  const last = Object.values(runs).flat();
  return Math.max(...last.map((r) => smooth(r.losses, r.losses.length - 1))) * 1.02;
}

/** The largest difference between two loss curves in their first fifty steps. */
function apart(/** @type {Run | undefined} */ a, /** @type {Run | undefined} */ b) {
  const steps = Math.min(50, a?.losses.length ?? 0, b?.losses.length ?? 0);
  let worst = 0;
  for (let i = 0; i < steps; i++) {
    worst = Math.max(worst, Math.abs((a?.losses[i] ?? 0) - (b?.losses[i] ?? 0)));
  }
  return worst;
}

/**
 * Steps of one runner over those of another, round by round.
 *
 * @param {Run[] | undefined} runs
 * @param {Run[] | undefined} others
 * @param {(run: Run) => number} timeOf
 */
function pairs(runs = [], others = [], timeOf = stepOf) {
  return runs.flatMap((run, i) => {
    const other = others[i];
    return other === undefined ? [] : [timeOf(run) / timeOf(other)];
  });
}

/**
 * Times of gradus over those of the best peer, as pairs of one round.
 *
 * @param {Record<string, Run[]>} runs by runner
 * @param {string[]} peers
 * @param {(run: Run) => number} timeOf
 */
function againstBest(runs, peers, timeOf) {
  const timesOf = (/** @type {string} */ name) => (runs[name] ?? []).map(timeOf);
  const there = peers.filter((name) => runs[name] !== undefined);
  const best = there.sort((a, b) => median(timesOf(a)) - median(timesOf(b)))[0];
  if (best === undefined) return [];
  return ['gradus captured', 'gradus XLA'].flatMap((name) => {
    const ratios = pairs(runs[name], runs[best], timeOf);
    return ratios.length === 0 ? [] : [{ name, best, ratios, median: median(ratios) }];
  });
}

/**
 * Steps of gradus over those of the best peer.
 *
 * @param {Record<string, Run[]>} runs by runner
 * @param {string[]} peers
 */
export const ratiosOf = (runs, peers) => againstBest(runs, peers, stepOf);

const rateOf = (/** @type {Run} */ run) => run.sampled?.perSecond ?? Number.NaN;

/**
 * The time of a sample in gradus over that of the best peer.
 *
 * @param {Record<string, Run[]>} runs by runner
 * @param {string[]} peers
 */
export const sampleRatiosOf = (runs, peers) => againstBest(runs, peers, (run) => 1 / rateOf(run));

/**
 * @param {Task} task
 * @param {Record<string, Run[]>} runs by runner
 * @param {string[]} peers the runners that gradus is compared with
 */
export function stepTable(task, runs, peers) {
  const target = reachedByAll(runs);
  const [unit, count] = Object.entries(task.perStep ?? {})[0] ?? [];
  const head = [
    'step, ms',
    ...(unit ? [`${unit}/s`] : []),
    's to the same loss',
    'peak MB',
    'losses apart',
  ];
  const lines = [
    `${task.about}; min / median / max of the rounds' median steps\n`,
    `| | ${head.join(' | ')} |`,
    `| --- |${' --- |'.repeat(head.length)}`,
  ];
  for (const [name, all] of Object.entries(runs)) {
    const steps = all.map(stepOf);
    lines.push(
      `| ${[
        name,
        spread(steps),
        ...(unit ? [((1000 * (count ?? 0)) / median(steps)).toFixed(0)] : []),
        task.adversarial === true ? '–' : spread(all.map((r) => secondsTo(r, target))),
        Math.max(...all.map((r) => r.peakMegabytes)).toFixed(0),
        apart(runs['gradus captured']?.[0], all[0]).toExponential(0),
      ].join(' | ')} |`,
    );
  }
  for (const { name, best, ratios } of ratiosOf(runs, peers)) {
    lines.push(`\n${name} / ${best} (the best peer): ${spread(ratios)}`);
  }
  const wasm = pairs(runs['gradus wasm'], runs['gradus eager']);
  if (wasm.length > 0) lines.push(`\ngradus wasm / gradus eager: ${spread(wasm)}`);
  return `${lines.join('\n')}\n`;
}

/** The largest difference between the first samples of two runs. */
function samplesApart(/** @type {Run | undefined} */ a, /** @type {Run | undefined} */ b) {
  const [ours, theirs] = [a?.sampled?.first ?? [], b?.sampled?.first ?? []];
  return Math.max(...ours.map((value, i) => Math.abs(value - (theirs[i] ?? Number.NaN))));
}

/**
 * Samples a second of a generator, and the time of gradus over that of the best peer.
 *
 * @param {Record<string, Run[]>} runs by runner
 * @param {string[]} peers
 */
export function sampleTable(runs, peers) {
  const lines = [
    'Samples/s of the generator, min / median / max\n',
    '| | samples/s | samples apart |\n| --- | --- | --- |',
  ];
  for (const [name, all] of Object.entries(runs)) {
    const apart = samplesApart(runs['gradus captured']?.[0], all[0]).toExponential(0);
    lines.push(`| ${[name, spread(all.map(rateOf), 0), apart].join(' | ')} |`);
  }
  for (const { name, best, ratios } of sampleRatiosOf(runs, peers)) {
    lines.push(`\n${name} / ${best} (the best peer), time of a sample: ${spread(ratios)}`);
  }
  return `${lines.join('\n')}\n`;
}

/** @param {Record<string, Run[]>} runs */
export function generateTable(runs) {
  const lines = [
    'Generation, tokens/s, min / median / max\n',
    '| | cache | no cache |\n| --- | --- | --- |',
  ];
  for (const [name, all] of Object.entries(runs)) {
    const figures = all.flatMap((r) => (r.generate === undefined ? [] : [r.generate]));
    if (figures.length === 0) continue;
    const cached = figures.map((f) => f.cached);
    lines.push(
      `| ${name} | ${spread(cached, 0)} | ${spread(
        figures.map((f) => f.uncached),
        0,
      )} |`,
    );
  }
  return `${lines.join('\n')}\n`;
}
