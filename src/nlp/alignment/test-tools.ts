/** For tests of this room. */
import { afterEach } from 'vitest';

interface Disposable {
  dispose(): void;
}

/** What a test gave to `keep` is disposed behind it, or by `disposeKept` before. */
export function keepForEachTest() {
  const made: Disposable[] = [];
  const disposeKept = (): void => {
    for (const one of made.splice(0)) one.dispose();
  };
  afterEach(disposeKept);
  const keep = <T extends Disposable>(one: T): T => {
    made.push(one);
    return one;
  };
  return { keep, disposeKept };
}
