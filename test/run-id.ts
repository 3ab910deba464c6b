/** Names this run of the tests, so that all its workers share what they learn about the machine. */
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export default function setup(): void {
  process.env.GRADUS_TEST_RUN ??= `${process.pid}-${Date.now()}`;
}

/** Where the answers of this run lie; the reporter removes them. */
export function answersFolder(): string {
  return join(tmpdir(), `gradus-capabilities-${process.env.GRADUS_TEST_RUN ?? process.pid}`);
}
