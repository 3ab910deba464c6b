/** A stand-in for tslab's side of the display, for tests: keeps what would be sent. */
import { onTestFinished } from 'vitest';

export interface SentMessage {
  data: Record<string, unknown>;
  update: boolean;
  id: string | undefined;
}

interface PlotlyJson {
  data: { y: unknown[] }[];
}

/** Puts a kernel where `tslab.ts` looks for one, until `restore`. */
export function fakeKernel(options: { withPrivateWriter?: boolean } = {}) {
  const sent: SentMessage[] = [];
  const write = (
    message: { data: Record<string, unknown>; transient: { display_id?: string } },
    update: boolean,
  ): void => {
    sent.push({ data: message.data, update, id: message.transient.display_id });
  };
  let entries = 0;
  const raw = (type: string, content: unknown, id: string, update: boolean): void => {
    sent.push({ data: { [type]: content }, update, id });
  };
  const publicTslab = {
    newDisplay() {
      const id = `display-${entries++}`;
      let update = false;
      return {
        raw(type: string, content: unknown) {
          raw(type, content, id, update);
          update = true;
        },
      };
    },
  };
  const cache =
    options.withPrivateWriter === false
      ? {}
      : {
          '/somewhere/node_modules/tslab/dist/jupyter.js': {
            exports: { lastWriteDisplayData: write },
          },
        };
  const holder = globalThis as { __tslab__?: unknown };
  const before = holder.__tslab__;
  holder.__tslab__ = {
    require: (id: string) => (id === 'tslab' ? publicTslab : { _cache: cache }),
  };
  const restore = (): void => {
    if (before === undefined) delete holder.__tslab__;
    else holder.__tslab__ = before;
  };
  // A test that fails must not leave its kernel to the next.
  onTestFinished(restore);
  return {
    sent,
    plotly: (data: Record<string, unknown>) => data['application/vnd.plotly.v1+json'] as PlotlyJson,
    restore,
  };
}
