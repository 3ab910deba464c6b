/** Ways in which student code ends its sandbox, and what is left when the grader itself ends. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { encodeFrame } from '../judge/frame.js';
import type { Command } from './backend.js';
import { firstInContainer } from './meter.js';

/** Name, body of a function, deadline in ms; the verdicts and issues that may come of it. */
export const endings: [
  name: string,
  body: string,
  deadline: number,
  verdict: string,
  code: string,
][] = [
  ['an endless loop', 'for (;;) {}', 300, 'timeout', 'timeout'],
  ['an endless loop, by processor time', 'for (;;) {}', 9000, 'timeout', 'cpu-limit'],
  [
    'a promise that nothing settles',
    'return new Promise(() => {});',
    5000,
    'timeout',
    'never-settles',
  ],
  [
    'a heap that grows',
    'const all = []; for (;;) all.push(new Array(1e5).fill(all.length));',
    9000,
    'out-of-memory',
    'out-of-memory',
  ],
  [
    'memory outside the heap',
    'const all = []; for (;;) all.push(Buffer.alloc(1e7, 1));',
    9000,
    'out-of-memory',
    'out-of-memory',
  ],
  ['exit', 'process.exit(0);', 5000, 'error', 'exited'],
  ['abort', 'process.abort();', 5000, 'error', 'exited'],
  [
    'a flood of output',
    'for (;;) console.log("x".repeat(1000));',
    9000,
    // A container engine may carry it away more slowly than it fills the memory.
    'error|out-of-memory',
    'output-limit|out-of-memory',
  ],
  [
    'forged frames',
    'fs.writeSync(pipe, Buffer.from([2, 0, 0, 0, 0, 0, 0, 0, 123, 125])); return 1;',
    5000,
    'tampered',
    'tampered',
  ],
  [
    'bytes that are no frame',
    'fs.writeSync(pipe, Buffer.alloc(64, 255)); return 1;',
    5000,
    'tampered',
    'tampered',
  ],
  ['a closed pipe', 'fs.closeSync(pipe); return 1;', 5000, 'error', 'exited'],
  [
    'processes without end',
    `const { spawn } = load('node:child_process');
        for (let i = 0; i < 40; i++) spawn(process.execPath, ['-e', 'for (;;) {}']); await new Promise((r) => setTimeout(r, 4000));`,
    8000,
    'error|out-of-memory|timeout',
    'process-limit|out-of-memory|cpu-limit',
  ],
];

/**
 * Starts a sandbox from a grader that is then killed, as its child; gives the processes of the
 * sandbox that are alive one second later.
 */
export async function survivors(command: Command, code = 'for (;;) {}'): Promise<number[]> {
  const frame = encodeFrame({ type: 'load', id: 0, code, rules: {} });
  const hold = `
    const { file, args } = JSON.parse(process.argv[1]);
    const stdio = ['ignore', 'ignore', 'ignore', 'pipe'];
    const child = require('node:child_process').spawn(file, args, { stdio, env: {} });
    child.stdio[3].write(Buffer.from(process.argv[2], 'base64'));
    setTimeout(() => console.log('busy'), 500);
    // Should the tests be broken off.
    setTimeout(() => process.exit(), 30_000);`;
  const given = [JSON.stringify(command), Buffer.from(frame).toString('base64')];
  const grader = spawn(process.execPath, ['-e', hold, ...given], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(grader.stdout, 'data');
  const tree = descendants(grader.pid as number);
  if (tree.length === 0 || !tree.every(alive)) throw new Error('The sandbox did not start.');
  const { marker } = command;
  for (let i = 0; marker !== undefined && i < 100; i++) {
    const first = firstInContainer(marker);
    if (first !== undefined) tree.push(first);
    if (first !== undefined) break;
    await sleep(50);
  }
  grader.kill('SIGKILL');
  await sleep(1000);
  const left = marker === undefined ? undefined : firstInContainer(marker);
  return [...tree, ...(left === undefined ? [] : [left])].filter(alive);
}

function descendants(pid: number): number[] {
  const children: number[] = [];
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      const stat = readFileSync(`/proc/${entry}/stat`, 'utf8');
      if (Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) === pid)
        children.push(Number(entry));
    } catch {
      // ended meanwhile
    }
  }
  return children.flatMap((child) => [child, ...descendants(child)]);
}

function alive(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return !stat.slice(stat.lastIndexOf(')') + 2).startsWith('Z');
  } catch {
    return false;
  }
}
