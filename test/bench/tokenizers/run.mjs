/**
 * `node test/bench/tokenizers/run.mjs`: byte-level BPE in gradus and in Hugging Face's `tokenizers`, side by
 * side. Needs `npm run build`.
 *
 *   --text FILE      what is learnt and encoded; default: `tang-jueju`, and the sources of the library
 *   --merges 500     of the vocabulary
 *   --rounds 5       each runner in turn, in a process of its own; the medians are shown
 *   --python PYTHON  one with `tokenizers`: `python3 -m venv .venv-hf` and
 *                    `.venv-hf/bin/pip install tokenizers`; default `.venv-hf/bin/python`
 *
 * Both encode line after line with the tokenizer that gradus learnt and saved, first with nothing
 * remembered. Fails where they learn other tokens, or encode a line otherwise.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { loadDataset } from 'gradus/data';

const { values } = parseArgs({
  options: {
    text: { type: 'string' },
    merges: { type: 'string', default: '500' },
    rounds: { type: 'string', default: '5' },
    python: { type: 'string', default: '.venv-hf/bin/python' },
  },
});
const size = 256 + Number(values.merges);
const rounds = Number(values.rounds);
const here = (/** @type {string} */ file) => fileURLToPath(new URL(file, import.meta.url));

/** The first bytes of a text, whole characters. @param {string} text @param {number} bytes */
const first = (text, bytes) =>
  new TextDecoder().decode(Buffer.from(text).subarray(0, bytes), { stream: true });

/** @type {() => Promise<[string, string][]>} */
async function texts() {
  if (values.text !== undefined) return [[values.text, readFileSync(values.text, 'utf8')]];
  const { texts: poems } = await loadDataset('tang-jueju');
  const src = here('../../../src');
  const sources = readdirSync(src, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .sort()
    .map((path) => readFileSync(join(src, path), 'utf8'));
  return [
    ['Tang quatrains, 1 MB', first(poems.join('\n'), 1e6)],
    ['TypeScript with English comments, 1 MB', first(sources.join('\n'), 1e6)],
  ];
}

/** @typedef {{ train: number, encode: number, again: number, decode: number, ids: number[][] }} Ours */
/** @typedef {{ version: string, train: number, encode: number, batch: number, decode: number, sameVocabulary: boolean, ids: number[][] }} Theirs */

const median = (/** @type {number[]} */ list) =>
  [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)] ?? Number.NaN;
const shown = (/** @type {number[]} */ list) => `${(median(list) * 1000).toFixed(0)}`;

const folder = mkdtempSync(join(tmpdir(), 'gradus-tokenizers-'));
let failed = false;
console.log('| text | | train, ms | encode, ms | the same again, ms | decode, ms |');
console.log('| --- | --- | --- | --- | --- | --- |');
for (const [name, text] of await texts()) {
  const [file, saved] = [join(folder, 'text'), join(folder, 'tokenizer.json')];
  writeFileSync(file, text);
  /** @type {Ours[]} */
  const ours = [];
  /** @type {Theirs[]} */
  const theirs = [];
  for (let round = 0; round < rounds; round++) {
    const args = [here('gradus.mjs'), file, `${size}`, saved];
    const options = { encoding: /** @type {const} */ ('utf8'), maxBuffer: 1e9 };
    ours.push(JSON.parse(execFileSync(process.execPath, args, options)));
    const peer = spawnSync(
      values.python,
      [here('hugging_face.py'), file, `${size}`, saved],
      options,
    );
    if (peer.status !== 0) throw new Error(`${values.python}: ${peer.error ?? peer.stderr}`);
    theirs.push(JSON.parse(peer.stdout));
  }
  const [mine, other] = [ours[0], theirs[0]];
  const same = JSON.stringify(mine?.ids) === JSON.stringify(other?.ids) && other?.sameVocabulary;
  if (!same) {
    console.error(`${name}: other tokens`);
    failed = true;
  }
  const of = (/** @type {'train' | 'encode' | 'decode'} */ what) => [
    shown(ours.map((one) => one[what])),
    shown(theirs.map((one) => one[what])),
  ];
  const [train, encode, decode] = [of('train'), of('encode'), of('decode')];
  const again = shown(ours.map((one) => one.again));
  const batch = shown(theirs.map((one) => one.batch));
  console.log(`| ${name} | gradus | ${train[0]} | ${encode[0]} | ${again} | ${decode[0]} |`);
  console.log(
    `| | tokenizers ${other?.version} | ${train[1]} | ${encode[1]} | ${batch} (\`encode_batch\`) | ${decode[1]} |`,
  );
}
rmSync(folder, { recursive: true });
process.exitCode = failed ? 1 : 0;
