/**
 * `node test/bench/models/run.mjs`: what each public model learns from its data set, beside the baselines
 * that it must beat, the floor that it must reach and a published figure. Needs `npm run build`.
 *
 *   --only NAME        rows whose name begins so; several: --only mlp --only cnn
 *   --seeds 0,1,2      of data, weights and order
 *
 * Rows lie in `rows/`, one file for each family. Examples that are measured on are never learnt from; the
 * time is that of the training alone, the middle of the seeds. Fails where a row misses its floor or does
 * not beat a baseline on any seed.
 */
import { readdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { useBackend } from 'gradus';
import { head, line, misses } from './row.mjs';

/** @typedef {import('./row.mjs').Row} Row */

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    seeds: { type: 'string', default: '0,1,2' },
  },
});
const seeds = values.seeds.split(',').map(Number);
if (!seeds.every(Number.isInteger)) {
  throw new RangeError(`Expected \`--seeds\` as 0,1,2. Received: ${values.seeds}`);
}

const folder = new URL('rows/', import.meta.url);
/** @type {{ rows: Row[] }[]} */
const families = await Promise.all(
  readdirSync(folder)
    .filter((file) => file.endsWith('.mjs'))
    .sort()
    .map((file) => import(new URL(file, folder).href)),
);
const all = families.flatMap(({ rows }) => rows);
const { only } = values;
const rows = all.filter(({ name }) => only?.some((start) => name.startsWith(start)) ?? true);
if (rows.length === 0) {
  throw new RangeError(
    `Expected one of ${all.map(({ name }) => name).join(', ')}. Received: ${only?.join(', ')}`,
  );
}

await useBackend();
console.log(head);
const missed = [];
for (const row of rows) {
  const results = [];
  for (const seed of seeds) results.push({ seed, ...(await row.run(seed)) });
  console.log(line(row, results));
  missed.push(...results.flatMap((result) => misses(row, result).map((what) => [row.name, what])));
}
for (const [name, what] of missed) console.error(`${name}, ${what}`);
process.exitCode = missed.length > 0 ? 1 : 0;
