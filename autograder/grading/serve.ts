/** The child's side of `Process`: requests in, answers out, over one pipe. */
import { Socket } from 'node:net';
import { failureOf } from './failure.js';
import { encode, frameReader } from './frames.js';

const pipe = 3;

export interface Tools {
  /** A sign of life, and what comes next: said when this process has to be ended. */
  stage(name: string): void;
  /** The bytes that come later than the request. */
  later: Promise<Uint8Array>;
}

export interface Reply {
  /** Becomes JSON. */
  value?: unknown;
  body?: Uint8Array | undefined;
}

/** By the `type` of a request. */
export type Handlers = Readonly<
  Record<string, (request: never, body: Uint8Array, tools: Tools) => Promise<Reply>>
>;

interface Header {
  type: 'request' | 'later';
  id: number;
  value?: { type: string };
}

/** Answers requests until the other side is gone. */
export function serve(handlers: Handlers): void {
  const socket = new Socket({ fd: pipe, readable: true, writable: true });
  const reader = frameReader();
  let arrived = (_bytes: Uint8Array): void => {};

  const answer = async (id: number, value: { type: string }, body: Uint8Array): Promise<void> => {
    // Written at once, before anything of the request is looked at.
    socket.write(encode({ type: 'taken', id }));
    const tools: Tools = {
      stage: (stage) => socket.write(encode({ type: 'stage', stage })),
      later: new Promise((resolve) => {
        arrived = resolve;
      }),
    };
    const handle = handlers[value.type] as (
      request: unknown,
      body: Uint8Array,
      tools: Tools,
    ) => Promise<Reply>;
    try {
      const reply = await handle(value, body, tools);
      socket.write(encode({ type: 'answer', id, value: reply.value ?? null }, reply.body));
    } catch (error) {
      socket.write(encode({ type: 'failed', id, error: failureOf(error) }));
    }
  };

  socket.on('data', (chunk: Buffer) => {
    for (const { header, body } of reader.push(chunk)) {
      const { type, id, value } = header as Header;
      if (type === 'later') arrived(body);
      else if (value !== undefined) void answer(id, value, body);
    }
  });
  socket.on('error', () => process.exit(0));
  socket.on('close', () => process.exit(0));
}
