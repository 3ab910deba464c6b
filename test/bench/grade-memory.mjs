/**
 * `node test/bench/grade-memory.mjs`: the most memory that grading a class takes, and processor time,
 * by kind of process. Sandboxes have limits of their own and are not counted as memory.
 *
 *     node test/bench/grade-memory.mjs 2000             so many tiny submissions; default 300
 *     node test/bench/grade-memory.mjs --right 60       so many right notebooks of the example class
 *     node test/bench/grade-memory.mjs --class folder   this class
 *
 * Every 50 ms the resident memory of the command and all processes of its own is summed. Pages that
 * several of them share (Node's own code) count for each, so the sum is above what the machine gives.
 */
import { spawn } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    class: { type: 'string' },
    right: { type: 'string' },
    sandbox: { type: 'string', default: 'auto' },
  },
});
const root = fileURLToPath(new URL('../../', import.meta.url));
const example = join(root, 'test/example-class/submissions');
const scratch = mkdtempSync(join(tmpdir(), 'gradus-memory-'));
const folder = values.class ?? join(scratch, 'class');
if (values.class === undefined) makeClass(Number(values.right ?? positionals[0] ?? 300));
writeFileSync(join(scratch, 'key'), `${'07'.repeat(32)}\n`, { mode: 0o600 });

/** @typedef {{ pid: number, parent: number, group: number, cpuMs: number, mb: number }} Entry */
/** @type {Map<number, { kind: string, cpuMs: number }>} */
const seen = new Map();
/** @type {Record<string, number>} */
const most = {};
let peak = 0;
let atPeak = '';

const begun = performance.now();
const args = ['grade', folder, '--out', join(scratch, 'results'), '--secret', join(scratch, 'key')];
const child = spawn(
  process.execPath,
  [join(root, 'dist/autograder/cli.js'), ...args, '--sandbox', values.sandbox],
  { stdio: ['ignore', 'ignore', 'inherit'] },
);
const timer = setInterval(look, 50);
child.on('close', (code) => {
  clearInterval(timer);
  rmSync(scratch, { recursive: true, force: true });
  const seconds = (performance.now() - begun) / 1000;
  console.log(`\nexit code ${code} after ${seconds.toFixed(1)} s`);
  console.log(`peak ${peak.toFixed(0)} MB: ${atPeak}\n`);
  console.log('| process | most MB at once | processor time, s |\n| --- | --- | --- |');
  let total = 0;
  for (const kind of [...new Set([...seen.values()].map((one) => one.kind))].sort()) {
    const own = [...seen.values()].filter((one) => one.kind === kind);
    const cpu = own.reduce((sum, { cpuMs }) => sum + cpuMs, 0) / 1000;
    total += cpu;
    const memory = kind === 'sandboxes' ? '' : (most[kind] ?? 0).toFixed(0);
    console.log(`| ${kind} (${own.length}) | ${memory} | ${cpu.toFixed(1)} |`);
  }
  console.log(`| all | | ${total.toFixed(1)} |`);
});

function look() {
  const entries = all();
  /** @type {Record<string, number>} */
  const now = {};
  /** @type {{ pid: number, above: string }[]} */
  const pending = [{ pid: child.pid ?? 0, above: 'command' }];
  for (let one = pending.pop(); one !== undefined; one = pending.pop()) {
    const entry = entries.get(one.pid);
    if (entry === undefined) continue;
    const kind = kindOf(entry, one.above);
    seen.set(entry.pid, { kind, cpuMs: entry.cpuMs });
    if (kind !== 'sandboxes') now[kind] = (now[kind] ?? 0) + entry.mb;
    for (const { pid, parent } of entries.values()) {
      if (parent === entry.pid) pending.push({ pid, above: kind });
    }
  }
  for (const [kind, mb] of Object.entries(now)) most[kind] = Math.max(most[kind] ?? 0, mb);
  const total = Object.values(now).reduce((sum, mb) => sum + mb, 0);
  if (total <= peak) return;
  peak = total;
  atPeak = Object.entries(now)
    .map(([kind, mb]) => `${kind} ${mb.toFixed(0)}`)
    .join(', ');
}

/** By its command line; what a worker starts in a group of its own is a sandbox. @param {Entry} entry @param {string} above */
function kindOf(entry, above) {
  if (above === 'sandboxes') return above;
  const words = text(`/proc/${entry.pid}/cmdline`);
  if (entry.pid === child.pid) return 'command';
  const [, name] = /(reader|worker|type)-main\.js/.exec(words) ?? [];
  if (words.startsWith('/bin/sh\0-c')) return 'guards';
  if (name !== undefined) return { reader: 'reader', worker: 'workers', type: 'types' }[name] ?? '';
  return words.includes('esbuild') ? 'esbuild' : 'sandboxes';
}

/** @returns {Map<number, Entry>} */
function all() {
  const found = new Map();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const stat = text(`/proc/${name}/stat`);
    if (stat === '') continue;
    const fields = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const [, parent = 0, group = 0] = fields;
    const cpuMs = ((fields[11] ?? 0) + (fields[12] ?? 0)) * 10;
    const mb = ((fields[21] ?? 0) * 4096) / 1024 / 1024;
    found.set(Number(name), { pid: Number(name), parent, group, cpuMs, mb });
  }
  return found;
}

/** @param {string} file */
function text(file) {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return '';
  }
}

/** @param {number} count */
function makeClass(count) {
  const names = values.right === undefined ? [] : ['ada', 'boole', 'curie'];
  const tiny = '{"cells":[],"metadata":{},"nbformat":4,"nbformat_minor":5}';
  for (let i = 0; i < count; i++) {
    const own = join(folder, `student-${String(i).padStart(4, '0')}`);
    mkdirSync(own, { recursive: true });
    const name = names[i % names.length];
    if (name === undefined) writeFileSync(join(own, 'lesson.ipynb'), tiny);
    else cpSync(join(example, name), own, { recursive: true });
  }
}
