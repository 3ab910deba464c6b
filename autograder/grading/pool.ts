/** Several processes of one kind: whichever is free is asked, by the rule of `restarting.ts`. */
import pLimit from 'p-limit';
import type { Answered, RequestOptions, Stopped } from './process.js';
import { askByRule, type Harmless, type Restarting } from './restarting.js';

export interface Pool {
  request(value: unknown, options?: RequestOptions & Harmless): Promise<Answered | Stopped>;
}

/** @param processes at least one; whoever started them closes them */
export function poolOf(processes: readonly Restarting[]): Pool {
  const free = [...processes];
  const limit = pLimit(processes.length);
  const alone = pLimit(1);

  const use = (value: unknown, options: RequestOptions) =>
    limit(async () => {
      const process = free.shift() as Restarting;
      try {
        return await process.once(value, options);
      } finally {
        process.prepare();
        free.push(process);
      }
    });
  /** The same with nothing beside it: what others take at the time decides no verdict. */
  const useAlone: typeof use = (value, options) =>
    alone(async () => {
      let release = (): void => {};
      const gate = new Promise<void>((resolve) => {
        release = resolve;
      });
      const places = Array.from(
        { length: processes.length - 1 },
        () =>
          new Promise<void>((taken) => {
            void limit(() => {
              taken();
              return gate;
            });
          }),
      );
      try {
        await Promise.all(places);
        return await use(value, options);
      } finally {
        release();
      }
    });

  return {
    request: (value, options = {}) =>
      askByRule(
        (before) => (before?.isShared ? useAlone(value, options) : use(value, options)),
        options,
      ),
  };
}
