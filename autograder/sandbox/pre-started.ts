/**
 * Sandboxes that are started before they are needed.
 *
 * Each is used once: a process that ran a student's code serves nobody else.
 */
import type { Sandbox } from './sandbox.js';

export class PreStarted {
  readonly #start: () => Sandbox;
  readonly #size: number;
  #waiting: Sandbox[] = [];
  #closed = false;

  /** @param size how many wait; 0 starts each when it is asked for */
  constructor(start: () => Sandbox, size: number) {
    this.#start = start;
    this.#size = size;
    this.#fill();
  }

  /** A sandbox that no code has run in. */
  take(): Sandbox {
    let ready = this.#waiting.shift();
    while (ready?.hasEnded === true) ready = this.#waiting.shift();
    // Starting a process blocks this thread, so the caller first gets to use the one it asked for.
    setImmediate(() => this.#fill());
    return ready ?? this.#start();
  }

  /** Ends those that wait. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all(this.#waiting.splice(0).map((sandbox) => sandbox.close()));
  }

  #fill(): void {
    while (!this.#closed && this.#waiting.length < this.#size) this.#waiting.push(this.#start());
  }
}
