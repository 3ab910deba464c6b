/** What a sandbox prints: all of it is counted, the beginning is kept for a report. */

/** Bytes that are kept until they are taken. */
const mostKept = 16 * 1024;

export class PrintedOutput {
  #bytes = 0;
  #kept: string[] = [];
  #keptBytes = 0;
  #isKeeping = true;

  /** Printed so far, kept or not. */
  get bytes(): number {
    return this.#bytes;
  }

  add(chunk: Buffer): void {
    this.#bytes += chunk.byteLength;
    if (!this.#isKeeping || this.#keptBytes >= mostKept) return;
    this.#kept.push(chunk.subarray(0, mostKept - this.#keptBytes).toString('utf8'));
    this.#keptBytes += chunk.byteLength;
  }

  /** What was kept since it was last taken. */
  take(): string {
    this.#keptBytes = 0;
    return this.#kept.splice(0).join('');
  }

  /** Drops what is kept, and keeps nothing from now on. */
  discard(): void {
    this.#isKeeping = false;
    this.#kept = [];
  }
}
