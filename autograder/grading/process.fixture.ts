/** A process for tests that does whatever it is asked to, good or bad. */
import { spawn } from 'node:child_process';
import { UsageError } from '../results/types.js';
import { serve, type Tools } from './serve.js';

const hang = (): never => {
  for (;;);
};

serve({
  async echo({ text }: { text: string }, body: Uint8Array) {
    return { value: { text }, body: Buffer.from(body).reverse() };
  },
  async refuse() {
    throw new UsageError('unknown-lesson', { lesson: 'x' });
  },
  async later(_: unknown, body: Uint8Array, tools: Tools) {
    return { body: Buffer.concat([body, await tools.later]) };
  },
  async hang({ stage }: { stage: string }, _: Uint8Array, tools: Tools) {
    tools.stage(stage);
    return hang();
  },
  async wait(_: unknown, __: Uint8Array, tools: Tools) {
    tools.stage('waits');
    return new Promise(() => {});
  },
  async eat({ what }: { what: string }, _: Uint8Array, tools: Tools) {
    tools.stage('eats');
    const kept: unknown[] = [];
    for (;;) {
      kept.push(
        what === 'buffers' ? Buffer.alloc(8 << 20, 1) : Array.from({ length: 1e5 }, Math.abs),
      );
      await new Promise((resolve) => setImmediate(resolve));
    }
  },
  async crash(_: unknown, __: Uint8Array, tools: Tools) {
    tools.stage('crashes');
    process.kill(process.pid, 'SIGSEGV');
    return hang();
  },
  /** Before it can say anything. */
  async crashAtOnce() {
    process.kill(process.pid, 'SIGKILL');
    return hang();
  },
  /** Starts a process in a group of its own, as a sandbox is, and tells its number. */
  async child() {
    const { pid } = spawn('sleep', ['1000'], { detached: true, stdio: 'ignore' });
    return { value: { pid, own: process.pid } };
  },
});
